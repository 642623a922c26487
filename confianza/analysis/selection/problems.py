"""What can be wrong with a table of municipalities, or with the question that is put to it."""

from typing import Any

KINDS: dict[str, str] = {
    "select_empty": "%(file)s has no rows to choose from.",
    "select_no_column": "There is no column “%(column)s”; there are: %(columns)s.",
    "select_column_twice": "Two columns are called “%(column)s”; give each a name of its own.",
    "select_cell": "Row %(row)s, column “%(column)s” (%(letter)s): “%(value)s” is no number. Write the "
    "number with a "
    "decimal point and without units, or leave the cell blank where nothing is known.",
    "select_cells": "Row %(row)s, column “%(column)s” (%(letter)s): “%(value)s” is no number, and so are "
    "%(more)s more "
    "cells. Write numbers with a decimal point and without units, or leave cells blank.",
    "select_negative": "Row %(row)s, column “%(column)s” (%(letter)s): %(value)s. A count is zero or more.",
    "select_not_whole": "Row %(row)s, column “%(column)s” (%(letter)s): %(value)s is no whole number. Bring "
    "counts, not "
    "rates; a rate goes into --indicator.",
    "select_thousands": "Row %(row)s, column “%(column)s” (%(letter)s): “%(value)s” may mean thousands or "
    "decimals. Write numbers without separators of thousands.",
    "select_people": "Row %(row)s, column “%(column)s” (%(letter)s): %(value)s people for %(count)s events. "
    "Write the "
    "people themselves, not thousands of them, and more than zero.",
    "select_mixed_units": "Column “%(column)s”: most values lie between 0 and 1, and row %(row)s has "
    "%(value)s. Shares and "
    "percentages seem to be mixed; write all in the same unit, or say that it is right: --units-checked.",
    "select_gap": "Row %(row)s, column “%(column)s” (%(letter)s): blank (%(blanks)s blank cells in the "
    "column). Bring the "
    "value, leave the column out, or let it be anything the others are: --gaps any.",
    "select_all_blank": "Column “%(column)s” has no value at all.",
    "select_constant": "Column “%(column)s” is %(value)s everywhere, and tells no municipality from another.",
    "select_name_blank": "Row %(row)s: the municipality has no name.",
    "select_name_twice": "“%(name)s” stands in rows %(first)s and %(row)s. Name a column of codes as well: "
    "--code.",
    "select_no_criterion": "There is nothing to choose by: name --counts or --indicator.",
    "select_criterion_twice": "“%(name)s” is named twice as a criterion.",
    "select_not_understood": "“%(text)s” is not understood; write it as %(example)s.",
    "select_years": "The columns of counts must be of consecutive years, four digits in each name: after "
    "%(before)s comes "
    "%(after)s.",
    "select_population_years": "There are %(populations)s columns of people for %(counts)s of counts; name "
    "one, or one a "
    "year.",
    "select_weight": "The weight of “%(name)s” is %(weight)s; it must be above zero.",
    "select_weight_unknown": "No criterion is called “%(name)s”; there are: %(names)s.",
    "select_top": "The first %(top)s cannot be told from %(there_are)s municipalities; name fewer.",
    "select_geometric_z": "A geometric mean needs values above zero, and z values are not. Choose "
    "--normalise minmax or "
    "rank, or --aggregate arithmetic.",
    "select_draws": "%(draws)s draws are too few to say 5 of 100; 200 are the least.",
    "select_error": "Row %(row)s, column “%(column)s” (%(letter)s): %(value)s is no standard error; it is "
    "above zero.",
    "select_asked": "Row %(row)s, column “%(column)s” (%(letter)s): %(value)s people asked; it is above "
    "zero.",
    "select_no_share": "Row %(row)s, column “%(column)s” (%(letter)s): %(value)s is no share; with n= it "
    "must lie between 0 and 1.",
    "select_sequence_value": "“%(value)s” is no answer for %(condition)s; there are: %(values)s.",
    "select_sequence_missing": "Nothing is said of %(conditions)s. Say “unknown” where it is not known.",
}


class SelectionRefused(Exception):
    """A choice that cannot be made; `code` is one of KINDS and `details` are the values of its sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
