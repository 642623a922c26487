"""What can be wrong with data from which somebody wants to learn whether something worked."""

from typing import Any

KINDS: dict[str, str] = {
    "no_column": "There is no column “%(column)s”; there are: %(columns)s.",
    "no_rows": "There are no rows.",
    "blank_cell": "Row %(row)s, column “%(column)s”: blank. Write 0 where nothing was counted, or leave the "
    "whole period out for all.",
    "not_a_number": "Row %(row)s, column “%(column)s”: “%(value)s” is no number.",
    "negative_count": "Row %(row)s, column “%(column)s”: %(value)s. A count is zero or more.",
    "not_a_count": "%(value)s is no count: it must be zero or more.",
    "too_many": "%(value)s cases were never counted: at most %(most)s are compared here. See whether digits "
    "were added, or numbers were multiplied.",
    "too_large_cell": "Row %(row)s, column “%(column)s”: %(value)s is too large to be true.",
    "thousands_cell": "Row %(row)s, column “%(column)s”: “%(value)s” may mean thousands or decimals. Write "
    "numbers without separators of thousands.",
    "exposures_apart": "Exposures of %(least)s and of %(most)s are not in one unit. Bring population or "
    "months for both.",
    "not_in_one_way": "Row %(row)s: “%(value)s” is no period like “%(first)s”. Write 2019, 2019-05 or "
    "2019-05-31, all in one way.",
    "area_twice": "Row %(row)s: “%(area)s” stands twice. Keep one row for each area.",
    "not_whole": "%(value)s is no whole number: these methods need counts, not rates or percentages. Bring "
    "the counts, and population or months as exposure.",
    "bad_dispersion": "A dispersion of %(value)s is none: 1 where cases are independent, more where they "
    "come in bunches.",
    "one_period": "One period before and one after do not say how much periods differ by themselves; bring "
    "two or more of one side.",
    "two_a_side": "%(before)s periods before and %(after)s after: it takes %(least)s of each side at least, "
    "to know how much periods differ by themselves.",
    "days_not_understood": "“%(text)s” was not understood. Write the first and the last month or day, "
    "such as 2024-01:2024-12.",
    "not_a_day": "Row %(row)s, column “%(column)s”: “%(value)s” is no month and no day. Write 2019-05 or "
    "2019-05-31.",
    "days_backwards": "The days run backwards: from %(first)s to %(last)s.",
    "after_before_before": "The days after begin on %(after)s, before those before (%(before)s).",
    "sides_overlap": "The days after begin on %(first)s, when those before have not ended (%(last)s): no day "
    "can be on both sides.",
    "partial_month": "From %(first)s to %(last)s are no whole months. A month that is counted in part looks "
    "like a fall: begin on the first day of one and end on the last.",
    "partial_week": "From %(first)s to %(last)s are no whole weeks. A week that is counted in part looks "
    "like a fall: take seven days each.",
    "periods_differ": "%(area)s: %(told)s counts from %(first)s to %(last)s, which are %(periods)s periods. "
    "Bring one count for each, 0 where nothing was counted.",
    "exposures_differ": "%(area)s: %(told)s exposures for %(periods)s periods. Bring one for each.",
    "gap_of": "%(area)s, %(period)s: nobody counted. Write 0 where nothing was counted; where nobody "
    "counted, agree on other days.",
    "count_of": "%(area)s, %(period)s: %(value)s is no count. It must be a whole number, zero or more.",
    "compared_with_itself": "%(area)s would be compared with itself. Name areas where it was not done.",
    "comparison_not_agreed": "There are counts to compare with, but no area to compare with was agreed on. "
    "Name it in the measure.",
    "nothing_counted": "Nothing was counted on one side: there is no ratio to tell from so little.",
    "not_a_level": "%(value)s is no level. Write both as levels of one base, such as 100 and 72 for a fall "
    "of 28 per cent.",
    "not_whole_cell": "Row %(row)s, column “%(column)s”: %(value)s is no whole number. These methods need "
    "counts, not rates or percentages.",
    "exposure_cell": "Row %(row)s, column “%(column)s”: %(value)s. An exposure (population, months) must "
    "be above zero.",
    "no_fit": "No finite answer fits these counts: something is told twice, or an effect stands on no case "
    "at all. Bring more periods or fewer explanations.",
    "few_areas": "%(areas)s areas, of which %(top)s are chosen: it takes %(least)s or more, and some that "
    "are not chosen.",
    "nothing_to_return": "Nothing was counted in the areas chosen: there is nothing that could come down.",
    "not_in_order": "The periods are not in order, or one stands twice, at %(period)s.",
    "gap": "A period is missing after %(period)s. Write 0 where nothing was counted; where nobody counted, "
    "begin later.",
    "few_periods": "%(before)s periods before and %(after)s after: it takes %(least_before)s and "
    "%(least_after)s. Bring months in place of years, or ask for the level alone (--level-only), or "
    "compare the counts (rate-ratio).",
    "few_seasons": "%(before)s periods before hold no two whole seasons (%(least)s): the season cannot be "
    "told from a change. Bring earlier periods, or leave the season out (--season 0).",
    "few_cases": "%(cases)s cases in all periods before; below %(least)s no method here holds what its "
    "interval says. Take a wider area or longer periods.",
    "never_varies": "All counts are %(value)s: they were copied, or nobody counted.",
    "twice_in_panel": "Row %(row)s: %(area)s stands twice in period %(period)s.",
    "missing_cell": "%(area)s has no row in period %(period)s (%(cells)s such gaps in all). Write 0 where "
    "nothing was counted; leave the area or the period out where nobody counted.",
    "begins_changes": "Row %(row)s: %(area)s begins at another time than in its rows before. An area "
    "begins once.",
    "not_on_or_off": "%(area)s, period %(period)s: the programme is on (1) or not (0).",
    "switched_off": "%(area)s stops the programme in period %(period)s: these methods take it to stay once "
    "begun. Leave out what comes after.",
    "nobody_with": "No area has the programme in these periods: there is nothing to evaluate.",
    "nobody_without": "All areas begin at once: none is left to say what would have happened without. "
    "Bring areas that did not begin.",
    "begins_too_early": "Periods of %(area)s before the programme: %(before)s; it takes %(least)s. Bring "
    "earlier periods: without them nobody knows where it stood.",
    "nothing_before": "%(area)s counted nothing before the programme: no ratio can be told of it. Join it "
    "with a neighbour or leave it out.",
    "copied": "Every area has the same count in all its periods: they were copied, or nobody counted.",
    "no_comparison": "In period %(period)s all areas have the programme: none is left to compare with. End "
    "before it.",
    "not_linked": "%(area)s shares no period without the programme with the others: it cannot be compared "
    "with them.",
    "one_start": "This way takes one first day for all areas, and here they began on different days. "
    "Difference in differences takes them as they are.",
    "nobody_around": "Of no area next door does the source tell the whole time: whether it moved there, or "
    "fell there too, is not known.",
    "nothing_around": "Next door nothing was counted before the programme: no change can be told of it.",
    "few_without": "%(without)s areas never had the programme; it takes %(least)s to know how far areas "
    "differ by themselves. Bring more areas to compare with.",
    "nothing_without": "The areas without the programme counted nothing while it ran: they cannot say what "
    "would have happened.",
    "bad_plan": "These numbers plan no evaluation: cases, periods and shares must be above zero, and power "
    "between 0.05 and 1.",
    "few_independent": "%(cases)s cases before and %(expected)s expected after vary %(dispersion)s times "
    "as much as chance: no interval holds on so few. Take a wider area or longer periods.",
    "few_areas_for_lot": "%(areas)s areas: a lot among fewer than %(least)s, or one with fewer orders than "
    "twenty, cannot tell an effect from chance.",
    "ring_without_comparison": "Counts around the programme need counts around the comparison areas, and "
    "the other way round.",
    "bad_sizes": "Lengths of time, sizes of areas and weights must be above zero.",
    "no_role": "Row %(row)s: “%(value)s” is no part. Write treated, comparison, around_treated, "
    "around_comparison or outlying.",
    "part_missing": "No row is of the part “%(part)s”; it takes treated and comparison at least.",
    "no_lot": "%(treated)s of %(areas)s areas have the programme: a lot can only be thought through where "
    "some have it and others not.",
    "none_near": "No area without the programme lies near one with it (and none of those that could): "
    "there is nothing to learn of displacement. Name a larger distance.",
    "none_far": "Every area without the programme lies near one with it: none is left to compare with. "
    "Name a smaller distance.",
    "not_a_moment": "Row %(row)s, column “%(column)s”: “%(value)s” is no period. Write 2019, 2019-05 or "
    "2019-05-31, all in one way.",
    "not_a_beginning_of": "“%(value)s” is no period of this table; write it as %(example)s.",
    "nothing_in_area": "%(area)s counted nothing in any period: it says nothing here. Leave it out, as you "
    "would have before the lot.",
    "zero_or_one": "Row %(row)s, column “%(column)s”: %(value)s. It takes 1 where the programme is, and 0 "
    "elsewhere.",
    "different_units": "Row %(row)s counts “%(value)s” and the rows before it “%(first)s”: different units "
    "cannot be compared. Bring one of them.",
    "different_subjects": "One count is of “%(before)s” and the other of “%(after)s”: what changed may be "
    "the area or the unit, and no ratio is told. Bring both of the same.",
    "few_to_propose": "%(periods)s periods before and %(areas)s other areas: it takes %(least)s of each to "
    "say which went the same way.",
    "no_area": "No area is called “%(area)s”; there are: %(areas)s.",
    "exposure_not_positive": "%(value)s is no exposure: population, months or area must be above zero.",
    # synthetic controls
    "no_unit": "No row has “%(unit)s” in the column “%(column)s”; there are: %(units)s.",
    "treated_among_donors": "“%(unit)s” had the programme and cannot be its own comparison: take it out of "
    "the donors.",
    "treated_donor": "“%(unit)s” had the programme too: it is no comparison. Leave it out.",
    "two_treated": "%(units)s are treated together, and one counterfactual is made of one unit. Ask for "
    "one at a time, or add their counts up and bring them as one unit.",
    "nobody_treated": "No cell of the column “%(column)s” is 1: nobody had the programme.",
    "treatment_ends": "Row %(row)s, column “%(column)s”: 0 again for “%(unit)s”, whose programme had "
    "begun. Leave out what came after it ended.",
    "not_zero_or_one": "Row %(row)s, column “%(column)s”: “%(value)s”. It takes 1 from the first period of "
    "the programme on, and 0 elsewhere.",
    "no_beginning": "Say when the programme began: --from PERIOD, the first one with it.",
    "no_donors": "No unit is left to compare “%(unit)s” with.",
    "one_period_before": "“%(unit)s” has %(before)s period before %(first)s, and a path needs two or more: "
    "nothing can be compared with it. Bring earlier periods.",
    "nothing_after": "No period lies at or after the beginning of the programme: the last one is %(last)s.",
    "constant_before": "“%(unit)s” is %(value)s in every period before: there is no path that donors could "
    "follow. Bring what varies.",
    "constant_donors": "No donor changes from one period to the next before the programme: there is "
    "nothing to compare with.",
    "donors_alike": "Before the programme all donors go the same way, or there is only one: a regression "
    "on them learns nothing.",
    "constant_predictor": "The predictor “%(name)s” is the same for all units: it tells none from another. "
    "Leave it out.",
    "missing_period": "“%(unit)s” has no row for %(period)s. Bring it, or leave that unit out.",
    "told_twice": "Rows %(row)s and %(again)s are both of “%(unit)s” in %(period)s. Keep one.",
    "gap_for_all": "Between %(earlier)s and %(later)s a period is missing for all units. Bring it, or say "
    "that it is known: --gaps.",
    "not_a_period": "Row %(row)s, column “%(column)s”: “%(value)s” is no period. Write years (2011), "
    "months (2011-05) or days (2011-05-31).",
    "not_a_beginning": "“%(value)s” is no period. Write it as in the table: a year, a month or a day.",
    "predictor_not_understood": "“%(text)s” was not understood. Write a column and its periods, such as "
    "schooling=1964:1969 or density=1969.",
    "predictor_blank": "“%(unit)s” has nothing in the column “%(column)s” for %(periods)s. Leave the "
    "predictor out.",
    "not_a_direction": "“%(value)s” is no direction; a result went fall, rise or none.",
    "no_way": "There is no way “%(way)s” to make a counterfactual; there are: %(ways)s.",
    "not_a_registration": "This is no registration (%(detail)s).",
    "registration_leaves_open": "The registration leaves open what must be fixed: %(field)s.",
    "registration_format": "This is no registration: it must say \"format\": \"%(format)s\".",
    "registration_field": "The registration has a field “%(field)s” that nobody knows; there are: "
    "%(fields)s.",
    "registration_text": "The field “%(field)s” of the registration takes text between quotes.",
    "registration_day": "The field “%(field)s” of the registration: “%(value)s” is no day. Write it as "
    "2027-01-31.",
    "registration_list": "The field “%(field)s” of the registration takes a list: comparison areas as "
    "[\"one\", \"other\"], settings as [[\"name\", \"value\"]].",
    "registration_direction": "“%(value)s” is no direction of a registration; it expects fall, rise or "
    "either.",
    "not_a_digest": "“%(value)s” is no digest: a SHA-256 has 64 characters, 0 to 9 and a to f.",
    "registration_days": "The days of the registration contradict each other: data begin before "
    "%(begins)s, the programme's first day, and end after it.",
}  # fmt: skip
# Refusals of a question that was asked wrongly; all others speak of the data.
ABOUT_THE_QUESTION = frozenset(
    {
        "no_column",
        "bad_dispersion",
        "bad_plan",
        "no_area",
        "not_a_beginning_of",
        "not_a_level",
        "not_a_count",
        "not_whole",
        "too_many",
        "exposures_apart",
        "exposure_not_positive",
    }
) | {
    "no_unit",
    "not_a_direction",
    "no_way",
    "treated_among_donors",
    "no_beginning",
    "not_a_beginning",
    "not_a_digest",
    "predictor_not_understood",
    "days_not_understood",
    "days_backwards",
    "after_before_before",
    "sides_overlap",
    "partial_month",
    "partial_week",
    "compared_with_itself",
    "registration_leaves_open",
    "registration_field",
    "registration_text",
    "registration_day",
    "registration_list",
    "registration_direction",
    "registration_days",
}


class EvaluationRefused(Exception):
    """Raised instead of an answer that the data cannot carry; `code` and `details` say why."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
