"""How good is what each source says: the criteria of the Bogotá Protocol, measured; and where sources
disagree.

Heavy sums are Ibis expressions that any engine runs; what they give is small, and judged here. Thresholds are
a data file (`bogota.toml`) that says which of them nobody has verified. A criterion that only a person can
answer stays open until one has: nothing is guessed, and no source passes or fails as a whole.
"""
