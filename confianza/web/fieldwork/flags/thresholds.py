"""From where on something is odd enough to be looked at, and who says so."""

from datetime import time, timedelta

# Nobody reads a question in less than a third of a second a word: Conrad, Tourangeau, Couper and Zhang 2017,
# Survey Research Methods 11, who prompt from there on. Reading aloud takes longer.
SECONDS_A_WORD = 1 / 3
# "Half the median" is the usual rule for speeders (Greszki, Meyer and Schoen 2015, Public Opinion Quarterly
# 79, compare 30, 40 and 50 % faster). Only between interviews that asked about as much.
SHARE_OF_THE_MEDIAN, SHARE_OF_THE_QUESTIONS = 0.5, 0.5
# Below these a median, or what others have, says nothing; our own choice.
LEAST_OTHERS, LEAST_IN_A_CLUSTER, LEAST_OF_A_TELEPHONE = 10, 4, 10
# Strangers are not telephoned before 8 or after 21 hours (47 CFR 64.1200 c 1); doors are knocked at from 6.
FIRST_HOUR, LAST_HOUR = time(6), time(21)
# How wrong the clock of a telephone may be: what a network corrects, and nobody notices. Our own choice.
CLOCK = timedelta(minutes=10)
# A point is outside only where it is so by more than it says of its own accuracy and what borders lack.
METRES_OF_A_BORDER = 500.0
FAR_METRES, FAR_TIMES = 1000.0, 3.0
# "Most others have a point".
MOST = 0.8
# Rows of equal scales answered all the same (Zhang and Conrad 2014, Survey Research Methods 8): a battery has
# at least four, and only many of them are odd; people do feel safe everywhere.
LEAST_IN_A_BATTERY, LEAST_IN_ALL_BATTERIES = 4, 8
# Kuriakose and Robbins 2016, Statistical Journal of the IAOS 32: 85 % of the answers in common. With few
# questions that is chance (Simmons and others 2016, Pew Research Center), whence the least number.
ALIKE, LEAST_ALIKE = 0.85, 20
# As many answers must be the same for two filled forms to be called the same; a refusal has two or three.
LEAST_SAME = 8
# Standard errors between a telephone's share and the others', and how many times as much: our own choice,
# strict because many telephones are compared.
ERRORS_APART, TIMES_THE_OTHERS = 3.0, 1.5
# "Does not know" and "no answer", as our forms and LAPOP's write them.
NO_ANSWER = frozenset({"ns", "nr", "nsnr", "no_sabe", "no_responde", "dk", "888888", "988888"})
# What forms call the cluster of a sample.
CLUSTER_NAMES = ("conglomerado", "segmento", "upm", "cluster", "psu")
