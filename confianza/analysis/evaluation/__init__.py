"""Evaluation: did it work? Change, series, panels, displacement, synthetic controls, and what may be said.

Who uses it: the command line, the evaluation room. Counts in, estimates and refusals out; numpy and scipy. It
must never call a change an effect, nor give an interval that the data cannot carry.
"""
