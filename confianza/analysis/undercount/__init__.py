"""Undercount: how many victims no source saw, estimated from how the sources overlap.

Who uses it: the command line, the observatory. Tables of capture histories in, estimates and refusals out. It
must never give one number where several models are defensible, nor a range where the overlaps cannot bear
one.
"""
