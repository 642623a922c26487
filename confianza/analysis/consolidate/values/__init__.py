"""Read the text of cells into values: dates, hours, ages, counts, coordinates, and words with a meaning.

A column repeats itself: each distinct text is read once and its value is spread back over the rows
(`encoded`). Nothing here rejects a record; what could not be read is told, and `checks` decides.
"""
