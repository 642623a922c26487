"""Where next week's or next month's crime will be, and whether saying so beats simpler guesses.

Who uses it: analysts, the observatory pages, the command line. Places are scored, persons never: no function
takes anything that tells of one. Every method is shown beside the baselines it must beat, on periods it
never saw, and the simplest that is as good is chosen.
"""
