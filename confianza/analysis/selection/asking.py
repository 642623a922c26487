"""From a table and a question to criteria: which columns, which way, how noisy, and what to know of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from confianza.analysis.indicators.direction import FEWEST_YEARS, Direction
from confianza.analysis.selection import criteria, noise_told, reading
from confianza.analysis.selection.criteria import Criterion
from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.problems import SelectionRefused
from confianza.analysis.selection.questions import Indicator, Note, Question, named
from confianza.analysis.selection.reading import Sheet

# A column that nobody named is left out where more of it is blank.
MOST_BLANK = 0.05
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, eq=False)
class Understood:
    """Names and criteria, and by name of a direction each municipality's own, not drawn towards the
    others.
    """

    names: list[str]
    criteria: list[Criterion]
    others: list[Criterion]
    directions: dict[str, list[Direction | None]]
    notes: list[Note]


def understand(sheet: Sheet, question: Question) -> Understood:
    """Return what a question means for a table. Raises SelectionRefused, for the table or for the
    question.
    """
    name, code = _name(sheet, question)
    names = reading.names(sheet, name, code)
    if sheet.high:
        # Of a sheet that says itself what its columns are, every cell is looked at.
        reading.numbers(sheet, list(sheet.high), units_checked=question.units_checked)
    counted, directions, notes = _counted(sheet, question)
    indicators, told, everything = _indicators(sheet, question, {name, code})
    notes += told
    values = reading.numbers(
        sheet, [each.column for each in indicators], units_checked=question.units_checked
    )
    found = [_criterion(sheet, question, each, values[each.column], notes) for each in indicators]
    found = noise_told.with_rates(sheet, question, indicators, found, notes)
    every = [*counted, *found]
    others = _others(sheet, question, {each.name for each in every}, everything, {name, code})
    weighed = _weighed(every, question.weights)
    return Understood(names, weighed, others, directions, [*notes, *_notes_of(weighed, indicators)])


def _name(sheet: Sheet, question: Question) -> tuple[str, str]:
    """Return the columns of name and code: as asked; else the first two of an A2SIT sheet; else the first of
    words.
    """
    if question.name:
        return question.name, question.code
    if sheet.high:
        return sheet.header[1], question.code or sheet.header[0]
    words = [column for column in sheet.header if column and not _is_of_numbers(sheet, column)]
    return (words or list(sheet.header))[0], question.code


def _is_of_numbers(sheet: Sheet, column: str) -> bool:
    """Say whether at least half of what a column holds are numbers; the rest will be refused as cells."""
    told = [text for text in sheet.texts(column) if text]
    number = r"[-+]?[\d.]+(?:e[-+]?\d+)?|[-+]?\d+,\d+"
    numbers = sum(bool(re.fullmatch(number, text, re.IGNORECASE)) for text in told)
    return bool(told) and numbers * 2 >= len(told)


# --- counts --------------------------------------------------------------------------------------------


def _counted(
    sheet: Sheet, question: Question
) -> tuple[list[Criterion], dict[str, list[Direction | None]], list[Note]]:
    if not question.counts:
        return [], {}, []
    _check_years(question.counts)
    by_year = _checked(sheet, question.counts)
    lived = _people(sheet, question, by_year)
    found = criteria.of_counts(by_year[:, -1], None if lived is None else lived[:, -1])
    if len(question.counts) < FEWEST_YEARS:
        few = [Note("note_few_years", {"years": len(question.counts)})] if len(question.counts) > 1 else []
        return found, {}, few
    directions = {criteria.COUNT_DIRECTION: criteria.directions(by_year, None)}
    if lived is not None:
        directions[criteria.RATE_DIRECTION] = criteria.directions(by_year, lived)
    found += [criteria.of_directions(name, each) for name, each in directions.items()]
    without = sum(each is None for each in directions[criteria.COUNT_DIRECTION])
    return found, directions, [Note("note_no_slope", {"number": without})] if without else []


def _checked(sheet: Sheet, columns: Sequence[str]) -> Floats:
    values = reading.numbers(sheet, columns, units_checked=True)
    for column in columns:
        reading.check_counts(sheet, column, values[column])
    return np.column_stack([values[column] for column in columns])


def _people(sheet: Sheet, question: Question, by_year: Floats) -> Floats | None:
    """Return people by municipality and year; one column of them stands for every year."""
    if not question.people:
        return None
    if len(question.people) not in (1, len(question.counts)):
        told = {"populations": len(question.people), "counts": len(question.counts)}
        raise SelectionRefused("select_population_years", **told)
    values = reading.numbers(sheet, question.people, units_checked=True)
    columns = question.people if len(question.people) > 1 else question.people * len(question.counts)
    for at, column in enumerate(columns):
        reading.check_people(sheet, column, values[column], by_year[:, at])
    return np.column_stack([values[column] for column in columns])


def _check_years(columns: Sequence[str]) -> None:
    """Refuse years that do not follow one another; columns without any year are taken in the order given."""
    years = [_YEAR.findall(column) for column in columns]
    if not any(years) or len(columns) < 2:
        return
    for at in range(1, len(columns)):
        before, after = years[at - 1], years[at]
        if len(before) != 1 or len(after) != 1 or int(after[0]) != int(before[0]) + 1:
            raise SelectionRefused("select_years", before=columns[at - 1], after=columns[at])


# --- any indicator -------------------------------------------------------------------------------------


def _indicators(
    sheet: Sheet, question: Question, names: set[str]
) -> tuple[list[Indicator], list[Note], list[str]]:
    """Return the indicators asked for, notes, and all columns that could be one."""
    possible = [column for column in sheet.header if column and column not in names]
    everything = [
        column
        for column in possible
        if column in sheet.high or (not sheet.high and _is_of_numbers(sheet, column))
    ]
    if question.indicators or question.counts:
        return list(question.indicators), [], everything
    usable, notes = _usable(sheet, everything, question)
    if not usable:
        raise SelectionRefused("select_no_criterion")
    return [Indicator(column) for column in usable], [Note("note_all_columns"), *notes], everything


def _usable(sheet: Sheet, columns: Sequence[str], question: Question) -> tuple[list[str], list[Note]]:
    """Return the columns full enough to choose by, and why the others are not."""
    values = reading.numbers(sheet, columns, units_checked=question.units_checked)
    usable, hollow, constant = [], [], []
    for column in columns:
        known = values[column][np.isfinite(values[column])]
        if len(sheet.rows) - len(known) > MOST_BLANK * len(sheet.rows):
            hollow.append(column)
        elif known.min() == known.max():
            constant.append(column)
        else:
            usable.append(column)
    left = {"note_blank_columns": hollow, "note_constant_columns": constant}
    return usable, [
        Note(code, {"number": len(names), "columns": named(names)}) for code, names in left.items() if names
    ]


def _criterion(
    sheet: Sheet, question: Question, asked: Indicator, values: Floats, notes: list[Note]
) -> Criterion:
    blank = np.flatnonzero(~np.isfinite(values))
    if len(blank) and (question.gaps == "refuse" and question.indicators):
        reading.check_gaps(sheet, asked.column, values)
    if len(blank):
        row = sheet.numbers[int(blank[0])]
        notes.append(Note("note_any", {"column": asked.column, "blanks": len(blank), "row": row}))
    weight = asked.weight if asked.weight is not None else sheet.weights.get(asked.column, 1.0)
    group = sheet.groups.get(asked.column, "")
    errors = noise_told.errors_of(sheet, asked, values)
    return criteria.of_values(
        asked.column, values, high=_points_up(sheet, asked), weight=weight, group=group, errors=errors
    )


# --- weights, others, notes ----------------------------------------------------------------------------


def _weighed(found: Sequence[Criterion], weights: Mapping[str, float]) -> list[Criterion]:
    names = [each.name for each in found]
    for name in weights:
        if name not in names:
            raise SelectionRefused("select_weight_unknown", name=name, names=", ".join(names))
    return [replace(each, weight=weights.get(each.name, each.weight)) for each in found]


def _others(
    sheet: Sheet, question: Question, taken: set[str], everything: Sequence[str], names: set[str]
) -> list[Criterion]:
    """Return the criteria that were not asked for: as named, or of a sheet that says which way its columns
    point.
    """
    used = {*taken, *question.counts, *question.people, *names}
    left = [column for column in everything if column in sheet.high and column not in used]
    usable, _notes = _usable(sheet, left, question) if left and not question.also else ([], [])
    asked = [*question.also] or [Indicator(column) for column in usable]
    columns = [each.column for each in asked]
    values = reading.numbers(sheet, columns, units_checked=question.units_checked)
    return [
        criteria.of_values(each.column, values[each.column], high=_points_up(sheet, each))
        for each in asked
        if each.column not in used
    ]


def _points_up(sheet: Sheet, asked: Indicator) -> bool:
    """Say whether a high value is a reason to choose: as asked, else as the sheet says, else yes."""
    return asked.high if asked.high is not None else sheet.high.get(asked.column, True)


def _notes_of(found: Sequence[Criterion], indicators: Sequence[Indicator]) -> list[Note]:
    notes = []
    silent = [each.name for each in found if each.noise is None]
    if silent:
        notes.append(Note("note_no_noise", {"columns": named(silent)}))
    assumed = [each.column for each in indicators if each.relative is not None]
    if assumed:
        notes.append(Note("note_assumed", {"columns": named(assumed)}))
    for each in found:
        if each.noise is not None and np.ptp(each.noise.centre) == 0:
            notes.append(Note("note_alike", {"name": each.name}))
    if not any(each.noise is not None and not each.name.startswith("direction_") for each in found):
        notes.append(Note("note_no_return"))
    return notes
