"""Where things happen: areas of two geographies, their generations, names, populations and crosswalk.

`areas.Territory` is everything the analysis needs to know about places, handed in as frames. Nothing here
reads a file or a clock: boundaries come as bytes (`reading`), dates as arguments. It must never decide
between two areas that fit equally well: "ambiguous" is an answer, and a person gives the other one.
"""
