"""The layouts we can read: one declarative file per institution and layout, nothing else.

To add one, copy the nearest neighbour and edit its columns (CONTRIBUTING.md, "add a source").
A profile says what a layout looks like; how files are read is the business of `consolidate`.
"""
