"""What can be wrong with a survey that somebody wants to estimate from."""

from typing import Any

KINDS: dict[str, str] = {
    "no_rows": "There are no rows.",
    "no_column": "There is no column “%(column)s”; there are: %(columns)s.",
    "not_a_number": "Row %(row)s, column “%(column)s”: not a number that can be used. Write 0 or more, or "
    "leave the cell blank where there is no answer.",
    "not_a_cell": "Row %(row)s, column “%(column)s”: “%(value)s” is no number. Name it with --missing if it "
    "stands for no answer.",
    "negative_weight": "Row %(row)s: the weight is below zero. A row stands for nobody (0) or for some.",
    "no_weight": "All weights are zero: the sample stands for nobody.",
    "lengths_differ": "“%(column)s” has %(values)s values for %(rows)s rows.",
    "missing_label": "Row %(row)s: “%(column)s” is blank, so that nobody knows how the row was drawn.",
    "fpc_changes": "Row %(row)s: the number of clusters (fpc) is not the same in the whole stratum.",
    "more_taken_than_there_are": "Row %(row)s: %(taken)s clusters were taken of fewer; check fpc.",
    "lonely_cluster": "Row %(row)s: its stratum has a single cluster, so that its variance cannot be told. "
    "Join it with a similar stratum, or say what to do: --lonely adjust.",
    "no_answers": "Nobody answered that question.",
    "not_a_yes_or_no": "The question has other answers than yes and no; say which one counts: COLUMN=ANSWER.",
    "nobody_said": "Nobody said “%(value)s” in column “%(column)s”; the answers are: %(values)s.",
    "nothing_below": "The total to divide by is zero.",
    "not_a_part": "%(value)s is no part of everybody; it must lie between 0 and 1.",
    "not_a_share": "%(value)s is no share; it must lie between 0 and 1.",
    "one_class": "All who answered said the same to one of the questions: there is nothing to compare.",
    "few_answers": "The class “%(name)s” has %(answers)s answers of %(fewest)s needed; join it with another.",
    "margins_disagree": "The margins add up to different numbers of people; make them agree first.",
    "unknown_class": "Row %(row)s: nothing is known of “%(name)s”. Say how many there are.",
    "class_without_rows": "Nobody of “%(name)s” was interviewed: weights cannot make up for it. Join "
    "the class with another.",
    "does_not_settle": "The weights do not settle: the margins ask for what the sample cannot give.",
    "negative_calibrated": "Row %(row)s would stand for less than nobody; rake, or give fewer totals.",
    "limit_too_low": "No weights as small as %(limit)s can stand for everybody; allow larger ones.",
    "bad_plan": "These numbers plan no survey; check that shares and margins lie between 0 and 1, and all "
    "others above zero.",
    "other_scale": "The question was asked on the scale %(earlier)s first and on %(later)s later: on another "
    "scale there is no change to tell.",
    "not_told": "Without %(missing)s no interval can be told, and nobody can say whether the change is more "
    "than noise. Ask whoever published it.",
    "not_a_survey": "These numbers describe no survey: it needs 2 interviews or more a wave, and a standard "
    "deviation and design effect above zero.",
    "twice_in_list": "“%(name)s” stands twice in the list; each unit must have a name of its own.",
    "more_than_there_are": "%(count)s cannot be drawn of %(there_are)s.",
    "no_size": "“%(name)s” has no size above zero.",
    "no_wave": "No row is of the wave “%(wave)s”; there are: %(waves)s.",
    "one_question": "Ask for one thing at a time: a mean, a total, a proportion, a ratio, a quantile or an "
    "association.",
    "not_understood": "“%(text)s” was not understood; write it as %(example)s.",
}  # fmt: skip


class SurveyRefused(Exception):
    """Raised instead of an answer that the data cannot carry; `code` and `details` say why."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
