"""Counts, rates, intervals and change: what the observatory says, and how sure it is.

Who uses it: analysts, the observatory pages, the command line. Data in, data out. It never adds two sources
together, never turns "no data" into zero and never prints a rate without its denominator.
"""
