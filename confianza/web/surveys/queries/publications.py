"""What was published of a survey, and what may be published next to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from confianza.web.surveys import telling
from confianza.web.surveys.models import Item, Publication, Survey, Wave
from confianza.web.surveys.queries import comparison, results, told
from confianza.web.surveys.queries.results import Heard, Results

if TYPE_CHECKING:
    from confianza.analysis.surveys.protecting import Said


@dataclass(frozen=True)
class Prepared:
    """What would be published of a wave. `kept` is what later publications are checked against: per question
    the exact total and for how many people each neighbourhood stands. It never leaves the house.

    `changed`: earlier waves whose figures are no longer those that were published.
    """

    told: telling.Survey
    kept: dict[str, Any]
    changed: tuple[int, ...]


def latest_of(wave: Wave | int) -> Publication | None:
    """Return the publication of a wave that stands, None where nothing was published."""
    return Publication.objects.filter(wave=wave).first()


def of_survey(waves: Sequence[Wave]) -> dict[int, Publication]:
    """Return the publication that stands of each of these waves, by the wave's number."""
    numbers = {wave.pk: wave.number for wave in waves}
    found: dict[int, Publication] = {}
    for each in Publication.objects.filter(wave__in=numbers):
        found.setdefault(numbers[each.wave_id], each)
    return found


def told_by(publication: Publication) -> telling.Survey:
    """Return what a publication tells."""
    return telling.read(publication.content["told"])


def prepared(found: Results) -> Prepared:
    """Return what may be published of the last wave of `found`: after protection, also against everything
    that was published of it before; of earlier waves only what was published of them.
    """
    earlier = [
        (each.content["kept"], told_by(each)) for each in Publication.objects.filter(wave=found.later.wave)
    ]
    survey = told.survey(found, before=lambda item: _before(item, earlier))
    standing = {wave: told_by(each) for wave, each in of_survey(found.waves).items()}
    public = told.for_everybody(survey)
    questions, changed = [], set[int]()
    for each in public.questions:
        question, others = _with_published(each, public.wave, standing)
        questions.append(question)
        changed |= others
    compared = any(each.moved for each in questions)
    public = replace(public, questions=tuple(questions), earlier=public.earlier if compared else None)
    return Prepared(public, _kept(found.later, [line.item for line in found.lines]), tuple(sorted(changed)))


def _before(item: Item, earlier: Sequence[tuple[dict[str, Any], telling.Survey]]) -> "list[Said]":
    """Return all that was ever published of a question of this wave; `earlier`: what each publication kept
    and what it told.
    """
    from confianza.analysis.surveys.protecting import Said

    said = []
    for kept_by_question, public in earlier:
        kept = kept_by_question.get(told.key(item))
        question = next((each for each in public.questions if each.key == told.key(item)), None)
        if kept is None or question is None or not question.last.is_told:
            continue
        places = {p.area: p.estimate for p in question.places if p.is_told and p.estimate is not None}
        said.append(Said(kept["total"], kept["people"], places))
    return said


def _with_published(
    question: telling.Question, wave: int, standing: dict[int, telling.Survey]
) -> tuple[telling.Question, set[int]]:
    """Return a question with the figures of earlier waves as they were published, without those that were
    not; and the waves whose figures are others now.
    """
    figures, changed = [], set[int]()
    for figure in question.figures:
        if figure.wave == wave:
            figures.append(figure)
            continue
        published = _published_figure(question.key, figure.wave, standing)
        if published is None:
            continue
        if (published.estimate, published.status) != (figure.estimate, figure.status):
            changed.add(figure.wave)
        figures.append(replace(published, is_comparable=figure.is_comparable))
    shown = {figure.wave for figure in figures}
    moved = question.moved if question.moved and question.moved.earlier in shown else None
    steps = tuple(_published_steps(question.key, shown - {wave}, standing))
    return replace(question, figures=tuple(figures), moved=moved, steps=steps), changed


def _published_steps(
    key: str, waves: set[int], standing: dict[int, telling.Survey]
) -> Iterator[telling.Moved]:
    """Yield the changes between earlier waves, as they were published."""
    for number in sorted(waves):
        found = next((each for each in standing[number].questions if each.key == key), None)
        if found is not None and found.moved is not None and found.moved.earlier in waves:
            yield found.moved


def _published_figure(key: str, wave: int, standing: dict[int, telling.Survey]) -> telling.Figure | None:
    public = standing.get(wave)
    if public is None:
        return None
    found = next((each for each in public.questions if each.key == key), None)
    return found.in_wave(wave) if found else None


def _kept(heard: Heard, items: Sequence[Item]) -> dict[str, Any]:
    kept = {}
    for item in items:
        whole = results.point(heard, item)
        if whole.estimate is not None:
            people = comparison.people(heard, item)
            kept[told.key(item)] = {"total": whole.estimate.estimate, "people": people}
    return kept


def institutions(survey: Survey) -> dict[str, str]:
    """Return who made the survey and who paid for it, as was said at its last publication."""
    last = Publication.objects.filter(wave__survey=survey).order_by("-made_at", "-pk").first()
    told = last.content["told"] if last else {}
    return {name: told.get(name, "") for name in ("made_by", "paid_by")}
