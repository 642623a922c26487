"""Surveys: what a sample says of everybody, how sure it is, and whether a change is more than noise.

Design-based estimation by Taylor linearisation, weights and their adjustment, change between waves, tests,
replicates, and how large a sample must be. Numbers in, numbers out; numpy, and scipy for the distributions.
"""
