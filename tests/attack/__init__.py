"""`make attack`: scanners and fuzzers let loose on the demo, on this machine only, bounded in requests and time.

Each attack gets a copy of the demo of its own, served as a user would serve it, and the session of one member of the
cast or none. What is found above "informational" is mended, or explained in `explained.toml` by a person; else the
run is red. `vulnerable.py` proves first that the attackers see faults at all.
"""
