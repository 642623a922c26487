"""Answers laid out as tables: one for the form and one for each repeat, and what is split beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from confianza.web.fieldwork.exports import headings
from confianza.web.fieldwork.models import Form, FormVersion, Standing
from confianza.web.fieldwork.queries import answers
from confianza.web.fieldwork.queries.answers import TOP, Answers, Question, Unread

if TYPE_CHECKING:
    import polars as pl

POINTS = frozenset({"geopoint", "start-geopoint"})
# Degrees, degrees, metres, metres: as ODK writes a point.
POINT_PARTS = ("lat", "lon", "alt", "accuracy")
SELECT_ONE = "select one"
# Between several answers in words; codes stand apart by a blank, as ODK writes them.
BETWEEN_WORDS = " · "
# What the frames call otherwise than whoever opens a file.
KNOWN_AS = {"form_version": "version"}
KEY, PARENT = "key", "parent_key"


@dataclass(frozen=True)
class Wish:
    """How answers are wanted: in codes (`language` "") or in the words of a language ("es"); headings with
    the groups that questions lie in, or without; only what was approved, or also what waits.
    """

    language: str = ""
    with_groups: bool = False
    approved_only: bool = True


@dataclass(frozen=True)
class Column:
    """A column. `question` is None for what is known beside the answers. `part`: the choice of which it says
    yes or no (1 or 0), or the part of a point; "" is the answer itself. `codes`: what a choice of one may be.
    """

    name: str
    heading: str
    kind: str
    question: Question | None
    part: str
    values: tuple[Any, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: `repeat` is the path of the repeat whose turns are its rows, "" the form itself."""

    name: str
    repeat: str
    columns: tuple[Column, ...]

    @property
    def height(self) -> int:
        return len(self.columns[0].values)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the cells of each row: None, int, float, str, date or datetime in the local time."""
        return zip(*(column.values for column in self.columns), strict=True)


@dataclass(frozen=True)
class Gathered:
    """All that is written of a form: its tables, and what was told and is not of the kind asked for."""

    form: Form
    versions: tuple[FormVersion, ...]
    languages: tuple[str, ...]
    tables: tuple[Table, ...]
    unread: tuple[Unread, ...]

    @property
    def height(self) -> int:
        """How many filled forms are in it."""
        return self.tables[0].height


def gathered(form: Form, wish: Wish) -> Gathered:
    """Return what was answered by a form over all its versions, in the order in which it came."""
    versions = tuple(form.versions.order_by("-made_at", "-pk"))
    found = _with_all_choices(answers.rows(form, approved_only=wish.approved_only), versions)
    bad: list[Unread] = []
    names = headings.of_tables(form.form_id, found.frames)
    made = tuple(
        Table(names[repeat], repeat, tuple(_columns(found, repeat, wish, bad))) for repeat in found.frames
    )
    return Gathered(form, versions, languages(versions), made, (*found.unread, *bad))


def languages(versions: Sequence[FormVersion]) -> tuple[str, ...]:
    """Return the languages of a form as it names them ("Español (es)"), those of the newest version first."""
    return tuple(dict.fromkeys(language for version in versions for language in version.languages))


def _with_all_choices(found: Answers, versions: Sequence[FormVersion]) -> Answers:
    """Return the answers with the choices of every version: what is no longer offered was chosen once."""
    choices: dict[str, dict[str, Mapping[str, str]]] = {}
    for version in versions:
        for entry in version.dictionary:
            known = choices.setdefault(entry["path"], {})
            for each in entry["choices"]:
                known.setdefault(each["name"], each["labels"])
    whole = (replace(each, choices=tuple(choices.get(each.path, {}).items())) for each in found.questions)
    return replace(found, questions=tuple(whole))


def _columns(found: Answers, repeat: str, wish: Wish, bad: list[Unread]) -> Iterator[Column]:
    frame = found.frames[repeat]
    taken = headings.Taken()
    for name, values in _about(frame, repeat, wish):
        yield Column(taken.free(name), name, "", None, "", tuple(values))
    keys = frame["instance_id"].to_list()
    for question in found.questions:
        if question.repeat != repeat:
            continue
        for part, kind, values in _parts(question, _local(frame[question.column]), keys, wish, bad):
            name = taken.free(headings.of(question, part, with_groups=wish.with_groups), question.path)
            heading = headings.in_words(question, part, wish.language) if wish.language else name
            codes = tuple(_codes(question, frame[question.column])) if kind == SELECT_ONE else ()
            yield Column(name, heading, kind, question, part, tuple(values), codes)


def _about(frame: "pl.DataFrame", repeat: str, wish: Wish) -> Iterator[tuple[str, Sequence[Any]]]:
    if repeat == TOP:
        yield KEY, frame["instance_id"].to_list()
        for name in answers.ABOUT[1:]:
            values = _local(frame[name])
            yield KNOWN_AS.get(name, name), _standings(values, wish) if name == "standing" else values
        return
    instances, turns = frame["instance_id"].to_list(), frame["turn"].to_list()
    yield KEY, [f"{one}{repeat}[{turn}]" for one, turn in zip(instances, turns, strict=True)]
    outer = repeat.rpartition("/")[0]
    if "parent" in frame.columns:
        told = zip(instances, frame["parent"].to_list(), strict=True)
        yield PARENT, [f"{one}{outer}[{parent}]" for one, parent in told]
    else:
        yield PARENT, instances
    yield "turn", turns


def _standings(values: Sequence[str], wish: Wish) -> list[str]:
    if not wish.language:
        return list(values)
    with translation.override(wish.language):
        return [str(Standing(value).label) for value in values]


def _parts(
    question: Question, values: list[Any], keys: Sequence[str], wish: Wish, bad: list[Unread]
) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield (part, kind, values) of what a question becomes."""
    if question.kind in answers.MULTIPLE:
        yield "", "text", [_several(question, value, wish) for value in values]
        for code in _codes(question, values):
            yield code, "yes_no", [None if value is None else int(code in value) for value in values]
    elif question.kind in POINTS:
        points = [_point(question, value, key, bad) for value, key in zip(values, keys, strict=True)]
        for place, part in enumerate(POINT_PARTS):
            yield part, "decimal", [point[place] if point else None for point in points]
    elif question.kind == SELECT_ONE:
        words = question.words(wish.language) if wish.language else {}
        yield "", SELECT_ONE, [words.get(value, value) for value in values]
    else:
        yield "", question.kind, values


def _several(question: Question, value: Sequence[str] | None, wish: Wish) -> str | None:
    if value is None:
        return None
    if not wish.language:
        return " ".join(value)
    words = question.words(wish.language)
    return BETWEEN_WORDS.join(words.get(code, code) for code in value)


def _codes(question: Question, values: "Sequence[Any] | pl.Series") -> list[str]:
    """Return the choices of a question, and after them what was chosen though no version offers it."""
    offered = [code for code, _labels in question.choices]
    chosen = {code for value in values if value is not None for code in _as_list(value)}
    return [*dict.fromkeys(offered), *sorted(chosen - set(offered))]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _point(question: Question, value: str | None, key: str, bad: list[Unread]) -> list[float | None] | None:
    if value is None:
        return None
    try:
        told = [float(each) for each in value.split()]
    except ValueError:
        told = []
    if not 2 <= len(told) <= len(POINT_PARTS):
        bad.append(Unread(key, question.path, value))
        return None
    return [*told, *[None] * (len(POINT_PARTS) - len(told))]


def _local(series: "pl.Series") -> list[Any]:
    """Return the cells of a column; moments by the clock of this place, as spreadsheets know no other."""
    import polars as pl

    if isinstance(series.dtype, pl.Datetime):
        here = timezone.get_default_timezone_name()
        series = series.dt.convert_time_zone(here).dt.replace_time_zone(None)
    return series.to_list()
