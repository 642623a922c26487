"""Records: deliveries of source files, from the moment they are handed over until they are stored.

Who works here: the observatory analyst uploads; coordinator, mayor and commander read what came and what is wrong.
It must never show one record to anyone but the analyst, nor keep a file longer than it waits to be stored.
Extra pieces: `files.py` (files on this machine's disk: opened, kept while waiting, discarded) and `tasks.py` (the queue).
"""
