"""Records: deliveries of source files, from the moment they are handed over until they are stored.

Who works here: the analyst uploads; coordinator, mayor and commander read what came and what is wrong with
it. It must never show one record to anyone but the analyst, nor keep a file longer than it waits to be
stored. Extra pieces: `files.py` (files on disk while they wait), `tasks.py` (the queue), `sentences.py`
(problems in words) `counting.py` (counts made ready) and `entrance.py` (doors in the hall).
"""
