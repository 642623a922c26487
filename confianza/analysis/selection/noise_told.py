"""How noisy an indicator is, from what is told of it: errors, people asked, or the counts behind a rate."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from confianza.analysis.selection import noise, people, reading
from confianza.analysis.selection.criteria import PER, Criterion
from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.problems import SelectionRefused
from confianza.analysis.selection.questions import Indicator, Note, Question, named
from confianza.analysis.selection.reading import Sheet

# How the sheet of Guatemala titles shares of the people, and rates.
_SHARE = "% de población"
_PER_100K = re.compile(r"(?:por|per) 100[.,]?000")
# Agresti and Coull 1998: two more who said yes and two who said no.
_PLUS_YES, _PLUS = 2, 4


def errors_of(sheet: Sheet, asked: Indicator, values: Floats) -> Floats | None:
    """Return the standard errors of an indicator, None where nobody told them."""
    if asked.relative is not None:
        return np.abs(values) * asked.relative
    if asked.error:
        errors = reading.numbers(sheet, [asked.error], units_checked=True)[asked.error]
        _refuse_where(sheet, "select_error", asked.error, errors, np.isfinite(values) & ~(errors > 0))
        return errors
    if asked.asked:
        number = reading.numbers(sheet, [asked.asked], units_checked=True)[asked.asked]
        _refuse_where(sheet, "select_asked", asked.asked, number, np.isfinite(values) & ~(number > 0))
        _refuse_where(sheet, "select_no_share", asked.column, values, (values < 0) | (values > 1))
        share = (values * number + _PLUS_YES) / (number + _PLUS)
        spread: Floats = np.sqrt(share * (1 - share) / (number + _PLUS))
        return spread
    return None


def with_rates(
    sheet: Sheet,
    question: Question,
    indicators: Sequence[Indicator],
    found: Sequence[Criterion],
    notes: list[Note],
) -> list[Criterion]:
    """Give rates the noise of their counts, where the people are told or can be found."""
    told = {each.column: each.per for each in indicators if each.per}
    per = told | {name: PER for name in _rates_by_title(sheet) if name not in told}
    rates = [
        each for each in found if each.name in per and each.noise is None and np.isfinite(each.values).all()
    ]
    if not rates:
        return list(found)
    if question.people:
        column = question.people[-1]
        number = reading.numbers(sheet, [column], units_checked=True)[column]
        reading.check_people(sheet, column, number, np.zeros_like(number))
        counted = {each.name: (each.values * number / per[each.name], number) for each in rates}
    else:
        counted = _found_out(sheet, question, rates, per, notes)
    return [
        replace(each, noise=noise.of_counts(*counted[each.name], per[each.name]))
        if each.name in counted
        else each
        for each in found
    ]


def _found_out(
    sheet: Sheet, question: Question, rates: Sequence[Criterion], per: Mapping[str, float], notes: list[Note]
) -> dict[str, tuple[Floats, Floats]]:
    """Return counts and people behind the rates as far as the table itself gives them away."""
    shares = question.shares or tuple(
        name for name, title in sheet.titles.items() if title.startswith(_SHARE)
    )
    values = reading.numbers(sheet, [*shares, *_rates_by_title(sheet)], units_checked=True)
    number = people.behind([values[name] for name in shares])
    if not len(number):
        return {}
    # Every rate of the sheet narrows down how many people there are, also those that were not asked for.
    others = [values[name] / PER for name in _rates_by_title(sheet)]
    asked = {each.name: each.values / per[each.name] for each in rates}
    for rate in (*others, *asked.values()):
        told = people.counts(rate, number)
        number = number if told is None else told[1]
    found: dict[str, tuple[Floats, Floats]] = {}
    for name, rate in asked.items():
        told = people.counts(rate, number)
        if told is not None:
            found[name] = (told[0].astype(float), number.astype(float))
    if found:
        notes.append(Note("note_people_found", {"columns": named(list(found)), "people": int(number.sum())}))
    return found


def _rates_by_title(sheet: Sheet) -> list[str]:
    return [name for name, title in sheet.titles.items() if _PER_100K.search(title)]


def _refuse_where(sheet: Sheet, code: str, column: str, values: Floats, wrong: Any) -> None:
    for at in np.flatnonzero(wrong)[:1]:
        value = "—" if np.isnan(values[at]) else f"{values[at]:.10g}"
        raise SelectionRefused(code, value=value, **reading.where(sheet, column, int(at)))
