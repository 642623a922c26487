"""Results as tables: on pages and sheets as people read them, in files as machines do."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design.tables import Column, Link, Table
from confianza.web.surveys import result_sentences as sentences
from confianza.web.surveys.telling import Figure, Moved, Place, Question, Survey

FILE_COLUMNS = (
    "question", "name_es", "name_en", "wording_es", "wording_en", "measure", "scale_lowest", "scale_highest",
    "wave", "begins_on", "ends_on", "mode", "area", "area_name", "status", "estimate", "low_95", "high_95",
    "n", "compared_with_wave", "change", "change_low_95", "change_high_95", "p_holm", "stars", "cautions",
)  # fmt: skip


def overview(told: Survey, links: Sequence[str] = ()) -> Table:
    """Every question: before, now, and the change with its stars."""
    earlier = _begun(told)
    columns = [
        Column(_("Question")),
        *([Column(earlier, 1)] if earlier else []),
        Column(sentences.when(told), 1),
        Column(_("95 % interval"), 1),
        *([Column(pgettext("between two waves", "Change"), 1)] if earlier else []),
        Column(_("Answers"), 0),
    ]
    names: list[Any] = [Link(q.title, url) for q, url in zip(told.questions, links, strict=False)]
    names = names or [q.title for q in told.questions]
    rows = [_overview(told, q, name) for q, name in zip(told.questions, names, strict=True)]
    return Table(_("All questions"), columns, rows, note=sentences.stars() if earlier else "")


def waves(told: Question) -> Table:
    """One question in every wave."""
    columns = (
        Column(_("Wave")),
        Column(sentences.scale(told), 1),
        Column(_("95 % interval"), 1),
        Column(_("Answers"), 0),
        Column(_("How people were asked")),
        Column(_("Note")),
    )
    rows = [
        (
            sentences.when(figure),
            _value(told, figure),
            _interval(told, figure),
            figure.n,
            sentences.mode(figure.mode),
            _note(figure),
        )
        for figure in told.figures
    ]
    return Table(told.title, columns, rows, note=told.asked)


def places(told: Question) -> Table:
    """One question in every neighbourhood, in the order of names."""
    columns = (
        Column(_("Neighbourhood")),
        Column(sentences.scale(told), 1),
        Column(_("95 % interval"), 1),
        Column(_("Answers"), 0),
        Column(_("Note")),
    )
    rows = [
        (
            p.name,
            sentences.value(told, p.estimate) if p.is_told else None,
            _interval(told, p),
            p.n,
            sentences.verdict(p.status),
        )
        for p in told.places
    ]
    note = sentences.not_told(told.places)
    return Table(_("%(name)s, by neighbourhood") % {"name": told.title}, columns, rows, note=note)


def file_rows(told: Survey) -> Iterator[list[Any]]:
    """Yield every figure as plain values, the heading first: questions, waves, and neighbourhoods."""
    yield list(FILE_COLUMNS)
    for question in told.questions:
        for figure in question.figures:
            yield _file_row(told, question, figure, None)
        for place in question.places:
            yield _file_row(told, question, question.last, place)


def _file_row(told: Survey, question: Question, figure: Figure, place: Place | None) -> list[Any]:
    found: Figure | Place = place or figure
    moved = (
        question.moved if place is None and question.moved and question.moved.later == figure.wave else None
    )
    about = [*(texts.get(code, "") for texts in (question.name, question.wording) for code in ("es", "en"))]
    where = (place.area, place.name) if place else (told.area, told.place)
    return [
        question.key, *about, question.measure, *question.scale, figure.wave, figure.begins_on,
        figure.ends_on, figure.mode, *where, found.status, found.estimate, found.low, found.high, found.n,
        *_file_change(moved),
    ]  # fmt: skip


def _file_change(moved: Moved | None) -> list[Any]:
    if moved is None:
        return [None] * 7
    cautions = [*moved.cautions, *(["other_scale"] if moved.refused else [])]
    return [moved.earlier, moved.estimate, moved.low, moved.high, moved.p, moved.stars, " ".join(cautions)]


def _begun(told: Survey) -> str:
    figures = [
        figure for question in told.questions for figure in question.figures if figure.wave == told.earlier
    ]
    return sentences.when(figures[0]) if figures else ""


def _overview(told: Survey, question: Question, name: Any) -> list[Any]:
    before = question.in_wave(told.earlier) if told.earlier is not None else None
    compared = bool(_begun(told))
    return [
        name,
        *([_value(question, before) if before else ""] if compared else []),
        _value(question, question.last),
        _interval(question, question.last),
        *([_change(question)] if compared else []),
        question.last.n,
    ]


def _change(question: Question) -> str:
    if question.moved is not None and question.moved.refused:
        return _("another scale")
    return sentences.change_cell(question)


def _value(told: Question, found: Figure | Place) -> str:
    return sentences.value(told, found.estimate) if found.is_told else sentences.verdict(found.status)


def _interval(told: Question, found: Figure | Place) -> str:
    return sentences.interval(told, found.low, found.high) if found.is_told else ""


def _note(figure: Figure) -> str:
    notes = [sentences.verdict(figure.status)] if figure.status == "with_caution" else []
    if not figure.is_comparable:
        notes.append(_("another scale"))
    return "; ".join(notes)
