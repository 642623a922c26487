"""A fictional municipality, built through the public doors of the other wings, as a user would.

Works here: whoever wants to see Confianza before using it, and the tests of whole journeys. Everything is
invented: no place, person or event is real. It must never write past a door (no model, no store file, no
shortcut of its own), and never be mixed with a workspace that holds real records.
"""
