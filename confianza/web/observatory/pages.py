"""The inside of every page, drawn once for a state of the data and a language, and then remembered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from confianza.web.lib.spreadsheets import csv_line
from confianza.web.observatory import drawings, labels, memory, permissions, queries, sentences, sheets
from confianza.web.observatory.queries import Answer, Horizon, Question
from confianza.web.records import queries as records
from confianza.web.records.permissions import can_upload

# What a person reads on a page; the file for download has every area.
MOST_ROWS = 40
KINDS = ("mechanism", "sex", "age_band")
UTF8_MARK = "\ufeff"  # without it Excel reads a CSV as Latin-1


class Form(Protocol):
    """What a page needs of the form its choices came in; the form itself belongs to the views."""

    @property
    def told(self) -> tuple[tuple[str, str], ...]: ...

    def is_valid(self) -> bool: ...

    def question(self, **fixed: Any) -> Question: ...

    def answered(self, answer: Answer, hidden: tuple[str, ...]) -> Any: ...


@dataclass(frozen=True)
class Asked:
    """One request of a page: who asks, what, and the choices the page itself makes."""

    request: HttpRequest
    form: Form
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def question(self) -> Question:
        return self.form.question(**self.fixed)

    @cached_property
    def horizon(self) -> Horizon:
        """How far whoever asks may see."""
        return queries.horizon(permissions.reach(self.request.user))

    @property
    def key(self) -> str:
        """What the answer depends on, besides the state of the data: what was asked, and how far one sees."""
        asked = (self.request.path, self.form.told, sorted(self.fixed.items()), self.horizon.key)
        return repr(asked)

    def permitted(self) -> "Asked":
        """Return the same request with its place and parts as whoever asks may see them, else a 404.

        Nothing is computed before this, and nothing of what is remembered is looked at.
        """
        if not self.form.is_valid():
            return self
        try:
            question = queries.permitted(self.question, self.horizon)
        except queries.UnknownArea as error:
            raise Http404 from error
        chosen = {"area": question.area, "level": question.level, "geography": question.geography}
        return replace(self, fixed={**self.fixed, **chosen})

    def answer(self) -> Answer:
        """Answer the question, offering on the form only what whoever asks may choose."""
        return queries.narrowed(queries.answer(self.question), self.horizon)


Draw = Callable[[Asked], dict[str, Any]]


def inside(asked: Asked, template: str, draw: Draw) -> SafeString:
    """Return the inside of a page: what `draw` says of the question asked, in its template.

    Whoever may see as much sees the same figures, so it is drawn once however many of them ask.
    """
    if not queries.Ground(None).has_data:
        may_bring = can_upload(asked.request.user)
        return render_to_string("observatory/inside/empty.html", {"may_bring": may_bring}, asked.request)
    asked = asked.permitted()
    drawn = memory.remembered(f"{asked.key}|{_moment()}", lambda: fresh(asked, template, draw))
    return mark_safe(drawn)  # noqa: S308 - drawn by templates, which escape


def _moment() -> str:
    """Name the state of the data, the language and the day."""
    return f"{queries.state(None)}|{labels.language()}|{timezone.localdate()}"


def fresh(asked: Asked, template: str, draw: Draw) -> SafeString:
    """Draw the inside of a page now, of a request that was permitted. Choices that mean nothing are told what
    is wrong.
    """
    if not asked.form.is_valid():
        return render_to_string("observatory/inside/unclear.html", {"form": asked.form}, asked.request)
    return render_to_string(template, draw(asked), asked.request)


def _common(asked: Asked, answer: Answer, *hidden: str) -> dict[str, Any]:
    """What every page of figures shows; `hidden` are the choices the page itself makes."""
    return {
        "answer": answer,
        "question": answer.question,
        "form": asked.form.answered(answer, hidden),
        "indicator": labels.indicator(answer.question.indicator_id),
        "caveat": labels.caveat(answer.question.indicator_id),
        "card": labels.card(answer.question.indicator_id),
        "place": labels.place(answer.place.name),
        "period": sentences.period(answer.question.first, answer.question.last),
        "source": labels.source(answer.question.source),
        "as_of": answer.question.as_of or timezone.localdate(),
        "headline": sentences.headline(answer, named="area" in hidden),
        "direction": sentences.direction(answer),
        "population": sentences.population(answer),
        "trend": drawings.trend(answer) if answer.months else None,
        "trend_sentence": sentences.last_month(answer.months),
        "trend_table": sheets.months(answer),
        "by_rate": drawings.is_by_rate(answer),
        "other_measure": answer.question.but(
            measure="count" if answer.question.measure == "rate" else "rate"
        ).address,
    }


def _areas(answer: Answer) -> dict[str, Any]:
    """The map and the table of the parts of the place; nothing where it has none."""
    if all(row.place.area_id == answer.place.area_id for row in answer.areas):
        return {}
    return {
        "map": drawings.area_map(answer),
        "areas_table": sheets.areas(answer, MOST_ROWS),
        "map_title": labels.measure(answer.question),
        "areas_sentence": sentences.areas(answer.areas),
        "highest": sentences.highest(answer),
        "elsewhere": sentences.elsewhere(answer),
    }


def _kinds(answer: Answer, *wanted: str) -> dict[str, Any]:
    return {
        "kinds": [
            {
                "name": name,
                "title": sheets.KIND_TITLES[name](),
                "sentence": sentences.split(name, answer.kinds[name]),
                "drawing": drawings.kinds(answer, name),
                "table": sheets.kinds(answer, name),
                "note": labels.source(answer.kinds[name].source),
            }
            for name in drawings.dimensions(answer, wanted)
        ]
    }


def _voices(answer: Answer) -> dict[str, Any]:
    return {
        "voices": drawings.voices(answer) if len(answer.voices) > 1 else None,
        "voices_sentence": sentences.voices(answer),
        "voices_table": sheets.voices(answer),
    }


def overview(asked: Asked) -> dict[str, Any]:
    """Everything about one indicator in one place."""
    answer = asked.answer()
    return {**_common(asked, answer), **_areas(answer), **_kinds(answer, *KINDS), **_voices(answer)}


def place(asked: Asked) -> dict[str, Any]:
    """One place: all its indicators, and the months and parts of the one chosen."""
    answer = asked.answer()
    indicators = sheets.indicators(answer.question, queries.of_place(answer.question))
    return {
        **_common(asked, answer, "area"),
        **_areas(answer),
        **_kinds(answer, *KINDS),
        "indicators_table": indicators,
    }


def offence(asked: Asked) -> dict[str, Any]:
    """One indicator: what it counts, where, by whom, of which kinds."""
    answer = asked.answer()
    kinds = _kinds(answer, "offence", *KINDS)
    return {**_common(asked, answer, "indicator"), **_areas(answer), **kinds, **_voices(answer)}


def origin(asked: Asked) -> dict[str, Any]:
    """The deliveries a figure rests on."""
    settled = queries.settled(asked.question)
    told = _behind(asked, settled)
    return {
        "question": settled,
        "indicator": labels.indicator(settled.indicator_id),
        "place": labels.place(queries.place_name(settled)),
        "period": sentences.period(settled.first, settled.last),
        "as_of": settled.as_of or timezone.localdate(),
        "tables": sheets.behind_each(told, settled.source),
    }


def _behind(asked: Asked, question: Question) -> Sequence[queries.Behind]:
    """The deliveries behind a figure; one that whoever asks may not know of keeps its name and its office."""
    sight = records.sight(asked.request.user)
    return [row if row.delivery in sight else row.nameless() for row in queries.behind(question)]


TABLES: dict[str, Callable[[Answer], Any]] = {
    "areas": sheets.areas,
    "months": sheets.months,
    "voices": sheets.voices,
    "mechanism": lambda answer: sheets.kinds(answer, "mechanism"),
    "sex": lambda answer: sheets.kinds(answer, "sex"),
    "age_band": lambda answer: sheets.kinds(answer, "age_band"),
    "offence": lambda answer: sheets.kinds(answer, "offence"),
    "indicators": lambda answer: sheets.indicators(answer.question, queries.of_place(answer.question)),
}


def as_csv(asked: Asked, name: str) -> str:
    """Write a table of a page as CSV, with last lines that say source, months and the day it was known."""
    if name not in (*TABLES, "origin") or not asked.form.is_valid():
        raise Http404
    asked = asked.permitted()
    if name == "areas" and asked.question.level == queries.WHOLE:
        raise Http404
    answer = asked.answer()
    table = TABLES[name](answer) if name in TABLES else sheets.behind(_behind(asked, answer.question))
    rows = [
        *sheets.written(table),
        [_("Source"), sheets.note(answer)],
        [_("As known on"), answer.question.as_of or timezone.localdate()],
    ]
    return UTF8_MARK + "".join(map(csv_line, rows))


def today(user: Any) -> str:
    """Return the sentence of a reader's first page of the overview; empty before anything was delivered."""
    horizon = queries.horizon(permissions.reach(user))
    key = f"today|{queries.state(None)}|{labels.language()}|{horizon.key}"
    return memory.remembered(key, lambda: _today(horizon))


def _today(horizon: Horizon) -> str:
    if not queries.Ground(None).has_data:
        return ""
    return sentences.headline(queries.answer(queries.permitted(Question(), horizon)))
