"""Read a delivery, rename, recode and validate it into canonical claims; what is not a claim keeps its reason.

Nothing is silently dropped: records read = claims + duplicates + rejected + left out (in a wide layout a record is
one cell).
"""
