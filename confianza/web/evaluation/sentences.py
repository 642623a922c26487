"""Codes in words: why a step was refused, what the guard allows, what each way says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from confianza.web.design import writing
from confianza.web.evaluation.models import Timing
from confianza.web.evaluation.queries import publishing
from confianza.web.evaluation.rules import StepRefused

PERCENT = 100
SMALLEST_P = 0.001
REFUSED: Mapping[str, Any] = {
    "not_from_here": gettext_lazy("That is not possible from where it stands now; somebody may have been "
        "quicker."),
    "registered": gettext_lazy("It is registered: from now on it is departed from, with reasons."),
    "no_design": gettext_lazy("Write down first what is counted, where, until when and how."),
    "few_compared": gettext_lazy("This method compares with %(least)s areas or more. Choose more, or "
        "another method."),
    "not_begun": gettext_lazy("The programme has not begun yet: it begins on %(begins_on)s."),
    "too_early": gettext_lazy(
        "The source has not told of everything until %(ends_on)s, the last day that was registered. Wait "
        "for the "
        "data; or depart from the registration with another last day, and say why."
    ),
    "not_registered": gettext_lazy("Only what was registered can be departed from."),
    "new_question": gettext_lazy("Another question is another evaluation: begin a new one."),
    "same_as_registered": gettext_lazy("That is what was registered."),
    "say_why": gettext_lazy("Say why."),
    "say_what": gettext_lazy("Say it in words."),
    "own_work": gettext_lazy("Nobody criticises their own work: it takes a second analyst."),
    "own_objection": gettext_lazy("Nobody answers what they raised themselves."),
    "objections_open": gettext_lazy("Every objection is answered and judged first."),
    "starts_days": gettext_lazy("The first area begins on %(begins_on)s, the day of the question, and none "
        "before it or after the data."),
    "one_start": gettext_lazy("This method takes one first day for all areas. Choose difference in "
        "differences, or the same day."),
    "watched_twice": gettext_lazy("%(area)s is compared with or has the programme: it cannot be watched as "
        "well."),
    "not_proposed": gettext_lazy("Choose among the areas that were proposed."),
    "days": gettext_lazy("Data begin before the programme, and end with it or after it."),
    "no_period": gettext_lazy("There is no period between the two days."),
    "no_source": gettext_lazy("This source does not tell of it there. Choose another source, area or "
        "period."),
    "hole": gettext_lazy(
        "%(area)s: the source leaves out the period that begins on %(period)s. Begin later, or leave the "
        "area out."
    ),
    "estimated": gettext_lazy(
        "%(area)s, period that begins on %(period)s: its boundaries changed, and part of its count was "
        "carried "
        "over from another area. Such a figure is no count; begin later, or take the wider area."
    ),
}  # fmt: skip
WAYS: Mapping[str, Any] = {
    "rate_ratio": gettext_lazy("Before and after (rate ratio)"),
    "series": gettext_lazy("Interrupted series"),
    "panel": gettext_lazy("Difference in differences"),
    "synthetic": gettext_lazy("Synthetic control"),
    "synthetic_changes": gettext_lazy("Synthetic control of changes"),
    "synthetic_augmented": gettext_lazy("Synthetic control, augmented"),
    "synthetic_did": gettext_lazy("Synthetic difference in differences"),
    "synthetic_later_half": gettext_lazy("Synthetic control, later half of the time before"),
    "plain_did": gettext_lazy("Plain difference with the mean of all"),
}
# How finely a result is told to everybody, and why not more (queries.telling).
LEVELS_TOLD: Mapping[str, Any] = {
    "periods": gettext_lazy("Counted and expected, period by period; the difference with its interval."),
    "years": gettext_lazy("Counted and expected by whole years; the difference with its interval."),
    "totals": gettext_lazy("How many before and how many with the programme; the difference."),
    "rounded": gettext_lazy("The difference and its interval in tens of per cent, and no count."),
    "sentence": gettext_lazy("The sentence, and no number."),
}
HELD_BACK: Mapping[str, Any] = {
    "small": gettext_lazy("Fewer than five were counted in part of it."),
    "rule": gettext_lazy(
        "Of this offence no figure of so small a place, or so short a time, is told to anybody."
    ),
    "ahead": gettext_lazy(
        "Its last year is not over, or no release tells of it yet: what is told later, less what is told "
        "now, could be a small count. Published again after that release, it can be told more finely."
    ),
    "leaks": gettext_lazy(
        "Together with the releases, or with another evaluation, a count that is told to nobody could be "
        "worked out."
    ),
    "apart": gettext_lazy(
        "From numbers told more exactly, a count that is told to nobody could be tried out."
    ),
    "unknown": gettext_lazy(
        "The data no longer tell what it was computed from, so that it cannot be audited."
    ),
}
FIELDS: Mapping[str, Any] = {
    "last_day": gettext_lazy("Last day of the data"),
    "comparison": gettext_lazy("Areas to compare with"),
    "method": gettext_lazy("Method"),
}
TIMINGS: Mapping[str, Any] = {
    Timing.BEFORE: gettext_lazy(
        "Registered before any figure of the time with the programme was delivered: nobody could choose "
        "the question "
        "for its answer."
    ),
    Timing.PARTLY: gettext_lazy(
        "Registered when part of the outcome was already delivered (until %(known)s). It does not count as "
        "fixed "
        "beforehand."
    ),
    Timing.AFTER: gettext_lazy(
        "Registered after the whole outcome was delivered. It shows what was asked, but not that it was "
        "asked first."
    ),
}  # fmt: skip
STEPS: Mapping[str, Any] = {
    "designed": pgettext_lazy("step of an evaluation", "Design"),
    "registered": pgettext_lazy("step of an evaluation", "Registration"),
    "running": pgettext_lazy("step of an evaluation", "Programme runs"),
    "computed": pgettext_lazy("step of an evaluation", "Result"),
    "criticised": pgettext_lazy("step of an evaluation", "Critique"),
    "published": pgettext_lazy("step of an evaluation", "Publication"),
}


def refused(problem: StepRefused) -> str:
    """Say why a step was refused, or what the analysis says of data that cannot carry an answer."""
    if problem.code == "cannot_be_answered":
        return analysis_refused(problem.details["cannot"], problem.details["details"])
    return str(REFUSED[problem.code]) % _told(problem.details)


def analysis_refused(code: str, details: Mapping[str, Any]) -> str:
    """Say why a way has no answer."""
    from confianza.analysis.evaluation.problems import KINDS

    return _(KINDS[code]) % dict(details)


def nothing(code: str, details: Mapping[str, Any]) -> str:
    """Say why nothing can be proposed or foreseen: the store's reason, or the analysis's."""
    if code in REFUSED:
        return str(REFUSED[code]) % _told(details)
    return analysis_refused(code, details)


def timing(code: str, known_until: date | None) -> str:
    """Say honestly what was known when a design was registered."""
    return str(TIMINGS[Timing(code)]) % {"known": writing.day(known_until)}


def guard_says(answer: Mapping[str, Any]) -> str:
    """Return the strongest sentence that the evidence carries."""
    from confianza.analysis.evaluation import guard_words

    return _(guard_words.SENTENCES[answer["sentence"]])


def cautions(answer: Mapping[str, Any]) -> list[str]:
    """Return what stands beside the sentence, whatever its strength."""
    from confianza.analysis.evaluation import guard_words

    return [_(guard_words.CAUTIONS[code]) for code in answer["cautions"]]


def cannot_say(answer: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what may not be said, weakest first, each with what it needs that a weaker one does not."""
    from confianza.analysis.evaluation import guard_words

    asked, told = set[str](), []
    for each in answer["refused"]:
        told.append(
            (
                _(guard_words.WORDS[each["word"]]),
                [_(guard_words.NEEDS[code]) for code in each["needs"] if code not in asked],
            )
        )
        asked |= set(each["needs"])
    return told


def percent(ratio: float | None) -> str:
    """Write a ratio as per cent more (+) or fewer (−); ∞ where nothing holds it."""
    if ratio is None:
        return "∞"
    change = (ratio - 1) * PERCENT
    return f"{'+' if change > 0 else '−' if round(change, 1) else ''}{writing.number(abs(change), 0)} %"


def interval(way: Mapping[str, Any]) -> str:
    """Write the interval of a way in per cent."""
    if way["low"] is None:
        return writing.MISSING
    return _("%(low)s to %(high)s") % {"low": percent(way["low"]), "high": percent(way["high"])}


def chart(answer: Mapping[str, Any]) -> str:
    """Say what the chart of counted and expected shows."""
    at = answer["before"]
    counted, expected = sum(answer["counted"][at:]), sum(answer["expected"][at:])
    values = {"counted": writing.number(counted), "expected": writing.number(expected, 1)}
    if answer.get("starts"):
        return (
            _(
                "Since it began in the first area %(counted)s were counted in all that have it; without it, "
                "it would have been about %(expected)s."
            )
            % values
        )
    return _(
        "With the programme %(counted)s were counted; had it gone on as before, or as elsewhere, it would "
        "have been "
        "about %(expected)s."
    ) % values  # fmt: skip


def followed(answer: Mapping[str, Any]) -> str:
    """Say how closely what would have been followed what was, before the programme."""
    if answer["misfit"] is None:
        return _(
            "This way draws no path that could be followed: it compares the mean before with the mean after."
        )
    values = {"share": writing.number(answer["misfit"] * PERCENT)}
    text = _("Before the programme the path was missed by %(share)s %% on average.") % values
    if answer["before_p"] is None:
        return text
    p = {"p": writing.number(answer["before_p"], 2)}
    return text + " " + _("Where nothing had been done yet, as much shows with a probability of %(p)s.") % p


def placebo(answer: Mapping[str, Any]) -> str:
    """Say how many areas without the programme depart as far."""
    told = answer["placebo"]
    if told is None:
        return ""
    values = {"rank": told["rank"], "units": told["units"], "p": writing.number(told["p"], 2)}
    if answer.get("starts"):
        return (
            _(
                "Of %(units)s ways of giving these first days to these areas, the true one comes in place "
                "%(rank)s by how far it departs (p = %(p)s)."
            )
            % values
        )
    return _(
        "Of %(units)s areas, each treated as if it had had the programme, this one comes in place %(rank)s "
        "by how far "
        "it departs (p = %(p)s)."
    ) % values  # fmt: skip


def power(told: Mapping[str, Any]) -> list[str]:
    """Say what could be seen at all, before anything starts."""
    if not told:
        return []
    if told.get("refused"):
        return [nothing(told["refused"], told.get("details", {}))]
    values = {
        "cases": writing.number(told["per_period"], 1),
        "before": told["before"],
        "after": told["after"],
    }
    lines = [
        _(
            "About %(cases)s cases are expected in a period; %(before)s periods are known before, and "
            "there will be "
            "%(after)s with the programme."
        )
        % values
    ]  # fmt: skip
    if told["smallest"] is None:
        lines.append(
            _(
                "With so few cases not even the end of all of them would be told from chance. Take a wider "
                "area, "
                "longer periods or another outcome."
            )
        )
        return lines
    fall = {"fall": writing.number(told["smallest"] * PERCENT)}
    lines.append(_("The smallest fall that would be found four times of five: %(fall)s %%.") % fall)
    if told["smallest_by_series"] is not None:
        by = {"fall": writing.number(told["smallest_by_series"] * PERCENT)}
        lines.append(_("By an interrupted series alone, whose trend may go on: %(fall)s %%.") % by)
    return lines


def deviation(field: str, written: str) -> str:
    """Write a value of a registration for people: names for areas, words for methods."""
    if not written:
        return writing.MISSING
    if field == "comparison":
        areas = [each.strip() for each in written.split(",")]
        return ", ".join(publishing.names_of(areas)[area] for area in areas)
    if field == "method":
        return str(WAYS.get(written, written))
    return writing.day(date.fromisoformat(written)) if field == "last_day" else written


def _told(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return details as people write them: days as days, areas by their names."""
    told: dict[str, Any] = {}
    for name, value in details.items():
        day = _day(value)
        told[name] = writing.day(day) if day else value
    if "area" in told:
        told["area"] = publishing.names_of([told["area"]])[told["area"]]
    return told


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def named(areas: Sequence[str]) -> str:
    """Name areas in one line."""
    return ", ".join(publishing.names_of(areas).values())


def chance(p: float | None) -> str:
    """Write a probability; below a thousandth it is said to be so."""
    if p is None:
        return writing.MISSING
    return writing.number(p, 3) if p >= SMALLEST_P else "< " + writing.number(SMALLEST_P, 3)


def told_level(told: Mapping[str, Any]) -> str:
    """Say how finely a result is told to everybody."""
    return str(LEVELS_TOLD[told["level"]])


def held_back(told: Mapping[str, Any]) -> str:
    """Say why a result is not told more finely; "" where all of it is."""
    return str(HELD_BACK[told["why"]]) if told["why"] else ""


def unanswered(ways: Sequence[str]) -> str:
    """Say which ways have no answer; "" where all have one."""
    if not ways:
        return ""
    names = ", ".join(str(WAYS[each]) for each in ways)
    return _("These data are too few, or not of the kind, for: %(ways)s.") % {"ways": names}


def public_power(told: Mapping[str, Any]) -> list[str]:
    """Say what could be seen at all, as far as everybody may know it (queries.publishing.power)."""
    if not told:
        return []
    if told["smallest"] is None:
        return [_("With so few cases not even the end of all of them would be told from chance.")]
    fall = {"fall": writing.number(told["smallest"] * PERCENT)}
    return [_("The smallest fall that would be found four times of five is about %(fall)s %%.") % fall]


def counts(totals: Mapping[str, Any]) -> str:
    """Say how many were counted before and with the programme; "" where that is not told."""
    if totals["before"] is None:
        return ""
    values = {name: writing.number(totals[name]) for name in ("before", "after")}
    return _("Counted before the programme: %(before)s; with it: %(after)s.") % values
