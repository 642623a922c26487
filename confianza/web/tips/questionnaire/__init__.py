"""What is asked of whoever tells something: questionnaires as data, evaluated here and nowhere else.

Who uses it: the public front door, and the desk for those who telephone. It must never trust what a form
says was asked, keep a word longer than it reads it, nor ask who somebody is.
"""
