"""The sentences of the guard, in English; the wings that show them translate them.

`SENTENCES` by what may be said, `WORDS` what may not, `NEEDS` what would carry it, `CAUTIONS` what stands
beside; `NEARBY` what happened next door.
"""

SENTENCES: dict[str, str] = {
    "reported": "These are figures that somebody tells. Without the counts behind them, all that can be "
    "said is that they were told.",
    "counted": "It was counted before and after. Whether the difference is more than chance, these data do "
    "not say.",
    "within_chance": "What was seen cannot be told from chance.",
    "after_a_peak": "The difference is more than chance, but the place may have been chosen in a "
    "year that stood out: then much of the way back comes by itself. No change can be claimed from it.",
    "changed_fall": "It fell by more than chance. That is a change, not an effect: what brought it, these "
    "data do not say.",
    "changed_rise": "It rose by more than chance. That is a change, not an effect: what brought it, these "
    "data do not say.",
    "differs_fall": "Against the comparison areas it went down. What made the difference, these data do "
    "not say.",
    "differs_rise": "Against the comparison areas it went up. What made the difference, these data do not "
    "say.",
    "fits_fall": "The data are consistent with the programme having lowered it; they do not prove it.",
    "fits_rise": "The data are consistent with the programme having raised it; they do not prove it.",
    "lowered_fall": "The best explanation of the data is that the programme lowered it, by an amount "
    "within the interval.",
    "lowered_rise": "The best explanation of the data is that the programme raised it, by an amount within "
    "the interval.",
    "caused_fall": "As foretold before the data came, the programme lowered it: it caused a fall within the "
    "interval.",
    "caused_rise": "The programme raised it: it caused a rise within the interval, in a test that was "
    "fixed before the data came.",
}  # fmt: skip

WORDS: dict[str, str] = {
    "changed": "It cannot be said that it changed.",
    "more_than_elsewhere": "It cannot be said that it went another way than elsewhere.",
    "consistent_with_effect": "It cannot be said that the data are consistent with an effect.",
    "reduced_by": "It cannot be said that the programme reduced it by anything.",
    "caused": "It cannot be said that the programme caused it.",
    "interval": "No interval can be given.",
}

NEEDS: dict[str, str] = {
    "counts": "the counts themselves, not percentages",
    "interval": "counts or donors enough for an interval that holds",
    "more_than_chance": "a difference that chance alone would seldom make",
    "clear_interval": "an interval that leaves out no change",
    "no_peak": "knowing that the place was not chosen for its high numbers, or leaving out the period it was "
    "chosen on",
    "fair_comparison": "knowing that the place was not chosen for its high numbers, or comparison areas "
    "that were as high on the same count",
    "comparison": "at least one comparison area without the programme",
    "same_area": "counts of the very area where the programme was",
    "two_before": "two periods before, at least",
    "five_before": "five periods before, at least",
    "eight_before": "eight periods before, at least",
    "one_after": "a period after",
    "three_after": "three periods and three years after, at least",
    "path": "the path before, shown beside that of the comparison areas, with no effect where there was none",
    "fit": "a counterfactual that followed the path before closely",
    "placebo": "placebos, of which at most one in twenty goes as far",
    "agreement": "other reasonable ways of computing it that say the same",
    "registration": "question, outcome and method fixed before the data came, and kept to",
}  # fmt: skip

CAUTIONS: dict[str, str] = {
    "other_area": "The counts are not known to be of the area where the programme was: they speak of the "
    "area that was counted.",
    "regression_to_the_mean": "Places chosen for a bad year do better in the next without any programme.",
    "short_time": "The time after is short: falls of one to three years often do not last.",
    "no_placebo": "No placebos were computed: nobody knows how far areas without the programme go.",
    "not_registered": "It was not fixed beforehand what would be asked and how.",
}  # fmt: skip

NEARBY: dict[str, str] = {
    "around_more": "Around it there was more than the comparison areas let expect, by more than chance: it "
    "was displaced there, or rose for another reason.",
    "around_fewer": "Around it there was less too, by more than chance: the benefit spread there, or it fell "
    "for another reason.",
    "around_neither": "Around it, neither displacement nor a spread of the benefit can be told from chance; "
    "that is no proof that there was none.",
    "around_withheld": "Around it the difference is larger than chance, but the time before stood out there: "
    "neither displacement nor a spread of the benefit can be claimed from it.",
    "together_fewer": "Where the programme is and around it together, it went down against the comparison "
    "areas, by more than chance.",
    "together_more": "Where the programme is and around it together, it went up against the comparison "
    "areas, by more than chance.",
    "together_neither": "Where the programme is and around it together, no difference from the comparison "
    "areas can be told from chance.",
    "together_withheld": "Of the programme's areas and those around it together nothing can be claimed, for "
    "the reason that stands against the programme's areas alone.",
}  # fmt: skip
