"""Releases: what may be published of the counts, as one system of sums that is protected and audited whole.

Works here: whoever makes a release. Cells of every table (areas, months, quarters, years, kinds, offences
that contain one another) stand in one list with the sums that bind them, because whoever reads one table
reads the others too. It must never publish a figure that a rule forbids, nor a rate of a hidden count.
"""
