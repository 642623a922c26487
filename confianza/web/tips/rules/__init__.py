"""Pure decisions about tips: who may read them, how they move, how long they are kept. Nothing here looks
anything up.
"""
