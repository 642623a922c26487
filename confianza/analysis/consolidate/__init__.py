"""Read a delivery, rename, recode and validate it into canonical claims; what is no claim keeps its reason.

Nothing is silently dropped: records read = claims + duplicates + rejected + left out (in a wide layout a
record is one cell). Two halves: `reading` finds the tables and their records, as text; `consolidation` reads
the values. `suggestion` proposes a profile for a file that nobody knows.
"""
