"""Territory: areas of both geographies, generations of their boundaries, names, populations, crosswalk.

Analysts and system administrators import here; everyone logged in may read.
It must never decide between two areas that a name fits equally well, and never overwrite a border: a new one
is a new generation. Extra furniture: `entrance` (the menu), `decisions` (the data file of what people
decided).
"""
