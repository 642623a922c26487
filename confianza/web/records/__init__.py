"""Records: deliveries of source files until they are stored, and the victims that their records tell of.

Who works here: the analyst uploads, decides on pairs of records, reads cases and keeps validation meetings;
the coordinator is the second one to look at a pair, without a name or a date; coordinator, mayor and
commander read what came and what is wrong with it. It must never show one record to anyone but the analyst,
nor keep a file longer than it waits to be stored. Extra pieces: `files.py` (files on disk while they wait),
`tasks.py` (the queue), `sentences.py` (problems in words), `counting.py` (counts made ready), `entrance.py`
(doors in the hall), and `forms` in a folder, one file a subject.
"""
