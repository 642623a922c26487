"""What is wrong with a table of points, or good to know before reading a map of it: codes with sentences.

`refuse`: nothing can be said; `left_out`: rows that are no points were passed over; `warn`: read this first.
Sentences are English message ids, translated by the wing that shows them.
"""

from typing import Any

from confianza.analysis.vocabulary.problems import Problem, ProblemKind, Severity

KINDS: dict[str, ProblemKind] = {}


class PointsRefused(Exception):
    """A table holds no points that could be worked with; `problem` says why, in a code and its values."""

    def __init__(self, code: str, **details: Any) -> None:
        self.problem = finding(code, **details)
        super().__init__(KINDS[code].sentence % details)


def finding(code: str, **details: Any) -> Problem:
    """Return a finding with the values of its sentence."""
    return Problem(code, int(details.get("count", 1)), details=details)


# What was asked cannot be; the table itself may be good.
ABOUT_THE_QUESTION = frozenset(
    {
        "points_unknown_column", "points_no_header", "degrees_as_metres", "metres_as_degrees",
        "degrees_or_metres", "unknown_crs", "no_cell_size", "bad_bands", "no_dates",
        "no_such_offence", "no_offence_column", "no_such_zone", "persons_asked", "no_whole_period",
        "no_tolerance", "streets_elsewhere", "no_bandwidth", "too_many_bands",
    }
)  # fmt: skip


def is_about_the_question(error: PointsRefused) -> bool:
    """Say whether the question is at fault and not the table."""
    return error.problem.code in ABOUT_THE_QUESTION


def _kind(code: str, severity: Severity, sentence: str) -> None:
    KINDS[code] = ProblemKind(code, severity, sentence)


# reading

_kind("points_empty_file", "refuse", "%(file)s holds no rows. Write one row for each event.")
_kind("points_not_readable", "refuse", "%(file)s cannot be read as a table (%(detail)s).")
_kind(
    "points_ragged",
    "refuse",
    "Row %(row)s of %(file)s has %(cells)s cells and the first %(columns)s. Put a cell that holds the "
    "separator in quotes.",
)
_kind("points_no_text", "refuse", "%(file)s is no text. Save a spreadsheet as CSV, or bring Parquet.")
_kind("points_columns_alike", "refuse", "%(file)s has two columns called “%(column)s”. Rename one.")
_kind(
    "points_unknown_column",
    "refuse",
    "There is no column “%(column)s”; there are: %(columns)s. A place also does: 1 is the first column.",
)
_kind(
    "points_no_header",
    "refuse",
    "The first row holds values, so the columns have no names: “%(column)s” is not known. Name them by their "
    "place, from 1 to %(count)s.",
)
_kind(
    "not_a_number",
    "refuse",
    "Row %(row)s has “%(value)s” in the column “%(column)s”, which is no number. Correct it, or leave rows "
    "that cannot be read out.",
)
_kind(
    "not_finite",
    "refuse",
    "Row %(row)s has “%(value)s” in the column “%(column)s”, which is no place on earth. Correct it, or "
    "leave rows that cannot be read out.",
)
_kind(
    "not_a_day",
    "refuse",
    "Row %(row)s has “%(value)s” in the column “%(column)s”; there is no such day. Write days as 2026-12-31.",
)
_kind(
    "not_a_weight",
    "refuse",
    "Row %(row)s has “%(value)s” in the column “%(column)s”; a weight is a number of zero or more.",
)
_kind("no_points", "refuse", "Not one of %(rows)s rows has the place and the day that are asked for.")
_kind("none_chosen", "refuse", "None of %(rows)s events is of the offence and the days that are asked for.")
_kind("one_point", "refuse", "There is one point only; two at least are needed to compare anything.")
_kind(
    "one_place",
    "refuse",
    "All %(count)s points lie at one and the same place (%(x)s, %(y)s). Look whether the coordinates are "
    "those of an office.",
)
_kind(
    "degrees_as_metres",
    "refuse",
    "The columns “%(x)s” and “%(y)s” hold degrees (such as %(example)s) but %(crs)s is in metres. Leave the "
    "system out, or say EPSG:4326.",
)
_kind(
    "metres_as_degrees",
    "refuse",
    "The columns “%(x)s” and “%(y)s” hold no degrees (such as %(example)s), though %(crs)s is in degrees. "
    "Say in which system they are, or “metres”.",
)
_kind(
    "degrees_or_metres",
    "refuse",
    "The columns “%(x)s” and “%(y)s” (such as %(example)s) may be degrees or metres. Say which: EPSG:4326, "
    "or “metres”.",
)
_kind(
    "swapped_degrees",
    "refuse",
    "Longitude and latitude seem to be swapped: “%(x)s” was given for the east and “%(y)s” for the north.",
)
_kind("unknown_crs", "refuse", "No system of coordinates is called “%(crs)s”. Write one as EPSG:32616.")
_kind(
    "giant_grid",
    "refuse",
    "Cells of %(size)s m over %(width)s × %(height)s km would be %(cells)s; %(most)s can be drawn. Take "
    "larger cells, or correct points that lie far off.",
)
_kind("no_bandwidth", "refuse", "A bandwidth of %(metres)s m is none; write a number of metres above zero.")
_kind(
    "too_many_bands",
    "refuse",
    "%(distances)s bands of distance times %(times)s of time are more than a table of %(most)s cells. Take "
    "fewer.",
)
_kind("no_cell_size", "refuse", "A cell of %(size)s m is none; write a size greater than zero.")
_kind(
    "bad_bands",
    "refuse",
    "%(bands)s are no limits of bands: write two numbers or more, from zero upwards, each greater than the "
    "one before.",
)
_kind(
    "no_dates", "refuse", "Whether events follow one another cannot be told without days. Name their column."
)
_kind(
    "one_day", "refuse", "All %(count)s events are of one and the same time; nothing can follow on anything."
)
_kind(
    "too_few_periods",
    "refuse",
    "The events fall in %(periods)s periods; %(least)s at least are needed to say how a place changed.",
)
_kind(
    "too_many_periods",
    "refuse",
    "From %(first)s to %(last)s there are %(periods)s periods; %(most)s can be told. Count by longer ones, "
    "or correct days that lie far off.",
)
_kind(
    "too_wide",
    "refuse",
    "The points spread over %(degrees)s degrees of longitude; no plane holds such distances. Bring the "
    "points of one country.",
)
_kind(
    "too_many_pairs",
    "refuse",
    "The last limit of %(limit)s m joins %(pairs)s pairs, more than can be counted. Take smaller distances.",
)

_kind("no_tolerance", "refuse", "Streets within %(metres)s m are none; write a distance greater than zero.")
_kind(
    "no_lines",
    "refuse",
    "%(file)s has no lines. Streets must be drawn as lines, one for each segment from corner to corner.",
)
_kind(
    "no_street_near",
    "refuse",
    "None of %(count)s events lies within %(metres)s m of a street; the nearest is %(km)s km away. Look "
    "whether both are of one town and in the systems they say.",
)
_kind(
    "streets_elsewhere",
    "refuse",
    "The streets of %(file)s have a place on the globe (%(crs)s), and the events are a plan of no known "
    "place. Say the system of the events.",
)
_kind("nothing_weighs", "refuse", "The events on streets weigh nothing together. Look at the weights.")

# left out

_kind("facts_without_place", "left_out", "%(count)s facts tell no place and are on no map.")
_kind(
    "without_place", "left_out", "%(count)s rows have no place and were left out (the first is row %(row)s)."
)
_kind("without_day", "left_out", "%(count)s rows have no day and were left out (the first is row %(row)s).")
_kind(
    "far_days",
    "left_out",
    "%(count)s days lie far from all others and were left out (the first is row %(row)s). Correct them in "
    "the file.",
)
_kind(
    "without_weight",
    "left_out",
    "%(count)s rows have no weight and were left out (the first is row %(row)s).",
)
_kind(
    "unreadable_rows",
    "left_out",
    "%(count)s rows cannot be read and were left out (the first is row %(row)s: “%(value)s”).",
)
_kind(
    "null_island",
    "left_out",
    "%(count)s points lie at (0, 0), which means that the place is not known; they were left out (the first "
    "is row %(row)s).",
)
_kind(
    "far_strays",
    "left_out",
    "%(count)s points lie far from all others and were left out (the first is row %(row)s, %(km)s km away). "
    "Correct them in the file.",
)
_kind(
    "beyond_degrees",
    "left_out",
    "%(count)s rows have degrees that do not exist and were left out (the first is row %(row)s: %(value)s).",
)

_kind(
    "no_segments",
    "left_out",
    "%(count)s lines have no length or are drawn twice; they are no segments and were left out.",
)

# read this first

_kind(
    "streets_as_metres",
    "warn",
    "The numbers of %(file)s are no degrees; they were taken as metres of the system of the events.",
)
_kind(
    "streets_uncut",
    "warn",
    "%(count)s lines are longer than %(km)s km. Segments should go from corner to corner; longer ones hide "
    "where on them events gather.",
)
_kind("two_digit_years", "warn", "Years of “%(column)s” have two digits; 70 to 99 are of the last century.")
_kind(
    "several_offsets",
    "warn",
    "Moments of “%(column)s” are told on clocks of several zones (%(value)s); each was taken as written.",
)
_kind("not_metres", "warn", "The system does not count in metres; points were turned into metres of %(crs)s.")
_kind("projected", "warn", "Degrees were turned into metres of %(crs)s.")
_kind(
    "wide_area",
    "warn",
    "The points spread over %(degrees)s degrees of longitude; distances far from the middle are up to "
    "%(percent)s %% too long.",
)
_kind(
    "no_names",
    "warn",
    "The file has no names of columns; they were taken in this order: %(columns)s.",
)
_kind("day_numbers", "warn", "The column “%(column)s” holds numbers, which were taken as days.")
_kind("month_first", "warn", "The days of “%(column)s” are written with the month first, as %(value)s.")
_kind("decimal_commas", "warn", "Commas in “%(column)s” were read as decimal points.")
