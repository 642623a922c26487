"""Hot spots: where and when crime gathers, whether it comes again near by, and what next week may bring.

Who uses it: the command line, the observatory. Points in metres with their times in; counts, densities, tests
and forecasts out. It takes places and times and never persons, and it calls nothing a hot spot that chance
alone would show more often than it says.
"""
