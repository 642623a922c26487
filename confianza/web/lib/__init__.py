"""Small helpers named by subject. No models, no domain words.

Who works here: nobody; every room may borrow from it.
It must never become a drawer: a helper without a subject has no home.
"""
