"""The inside of every page, drawn once for a state of the data and a language, and then remembered."""

import csv
import io
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from confianza.web.observatory import drawings, forms, labels, memory, queries, sentences, sheets
from confianza.web.observatory.queries import Answer, Question
from confianza.web.records.permissions import can_read_deliveries

KINDS = ("mechanism", "sex", "age_band")
LONGEST_CHOICE = 80
UTF8_MARK = "\ufeff"  # without it Excel reads a CSV as Latin-1

Draw = Callable[[HttpRequest, Question], dict[str, Any]]


def inside(request: HttpRequest, template: str, draw: Draw, **fixed: Any) -> SafeString:
    """Return the inside of a page: what `draw` says of the question in the address, in its template.

    Everybody who may see figures sees the same ones, so it is drawn once however many people ask.
    """
    drawn = memory.remembered(_key(request, fixed), lambda: fresh(request, template, draw, **fixed))
    return mark_safe(drawn)  # noqa: S308 - drawn by templates, which escape


def _key(request: HttpRequest, fixed: dict[str, Any]) -> str:
    choices = [(name, request.GET.get(name, "")[:LONGEST_CHOICE]) for name in forms.FIELDS]
    day = timezone.localdate()
    return repr((request.path, choices, sorted(fixed.items()), labels.language(), queries.state(None), day))


def fresh(request: HttpRequest, template: str, draw: Draw, **fixed: Any) -> SafeString:
    """Draw the inside of a page now. Choices that mean nothing give the form with what is wrong; an unknown
    area a 404.
    """
    form = forms.QuestionForm(request.GET)
    if not form.is_valid():
        return render_to_string("observatory/inside/unclear.html", {"form": form}, request)
    if not queries.Ground(None).has_data:
        return render_to_string("observatory/inside/empty.html", {}, request)
    try:
        context = draw(request, form.question(**fixed))
    except queries.UnknownArea as error:
        raise Http404 from error
    return render_to_string(template, context, request)


def _common(answer: Answer, *hidden: str) -> dict[str, Any]:
    """What every page of figures shows."""
    return {
        "answer": answer,
        "question": answer.question,
        "form": forms.answered(answer, hidden),
        "indicator": labels.indicator(answer.question.indicator_id),
        "caveat": labels.caveat(answer.question.indicator_id),
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
        "areas_table": sheets.areas(answer),
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
                "sentence": sentences.split(answer.kinds[name]),
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


def overview(request: HttpRequest, question: Question) -> dict[str, Any]:
    """Everything about one indicator in one place."""
    answer = queries.answer(question)
    return {**_common(answer), **_areas(answer), **_kinds(answer, *KINDS), **_voices(answer)}


def place(request: HttpRequest, question: Question) -> dict[str, Any]:
    """One place: all its indicators, and the months and parts of the one chosen."""
    answer = queries.answer(question)
    indicators = sheets.indicators(answer.question, queries.of_place(answer.question))
    return {
        **_common(answer, "area"),
        **_areas(answer),
        **_kinds(answer, *KINDS),
        "indicators_table": indicators,
    }


def offence(request: HttpRequest, question: Question) -> dict[str, Any]:
    """One indicator: what it counts, where, by whom, of which kinds."""
    answer = queries.answer(question)
    kinds = _kinds(answer, "offence", *KINDS)
    return {**_common(answer, "indicator"), **_areas(answer), **kinds, **_voices(answer)}


def origin(request: HttpRequest, question: Question) -> dict[str, Any]:
    """The deliveries a figure rests on."""
    settled = queries.settled(question)
    told = queries.behind(settled)
    return {
        "question": settled,
        "indicator": labels.indicator(settled.indicator_id),
        "place": labels.place(queries.place_name(settled)),
        "period": sentences.period(settled.first, settled.last),
        "as_of": settled.as_of or timezone.localdate(),
        "tables": sheets.behind_each(told, settled.source, may_open=can_read_deliveries(request.user)),
    }


TABLES: dict[str, Callable[[Answer], Any]] = {
    "areas": sheets.areas,
    "months": sheets.months,
    "voices": sheets.voices,
    "mechanism": lambda answer: sheets.kinds(answer, "mechanism"),
    "sex": lambda answer: sheets.kinds(answer, "sex"),
    "age_band": lambda answer: sheets.kinds(answer, "age_band"),
    "offence": lambda answer: sheets.kinds(answer, "offence"),
    "indicators": lambda answer: sheets.indicators(answer.question, queries.of_place(answer.question)),
    "origin": lambda answer: sheets.behind(queries.behind(answer.question)),
}


def as_csv(request: HttpRequest, name: str, **fixed: Any) -> str:
    """Write a table of a page as CSV, with a last line that says source, months and the day it was known."""
    form = forms.QuestionForm(request.GET)
    if name not in TABLES or not form.is_valid():
        raise Http404
    try:
        answer = queries.answer(form.question(**fixed))
    except queries.UnknownArea as error:
        raise Http404 from error
    text = io.StringIO(UTF8_MARK)
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(sheets.written(TABLES[name](answer)))
    writer.writerow([_("Source"), sheets.note(answer)])
    writer.writerow([_("As known on"), answer.question.as_of or timezone.localdate()])
    return text.getvalue()


def today() -> str:
    """Return the sentence of the overview's first page; empty before anything was delivered."""
    key = f"today|{queries.state(None)}|{labels.language()}"
    return memory.remembered(
        key, lambda: sentences.headline(queries.answer(Question())) if queries.Ground(None).has_data else ""
    )
