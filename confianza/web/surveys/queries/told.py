"""Results in plain values: as whoever reads surveys sees them, and as they may leave the house."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from confianza.web.surveys import telling
from confianza.web.surveys.models import Item
from confianza.web.surveys.queries import comparison, results
from confianza.web.surveys.queries.comparison import Compared, Neighbourhood
from confianza.web.surveys.queries.results import Heard, Line, Point, Results, Step
from confianza.web.territory import queries as territory

if TYPE_CHECKING:
    from confianza.analysis.surveys.protecting import Said

# Decimals of what leaves the house: more would only pretend, and help to work out what is hidden.
SHARE_DECIMALS, MEAN_DECIMALS = 3, 2
# The margin told of a whole survey is that of a share of one half, whose standard deviation this is.
SPREAD_OF_HALF = 0.5
FEWEST_FOR_A_MARGIN = 2

Before = Callable[[Item], "Sequence[Said]"]


def nothing_before(_item: Item) -> "Sequence[Said]":
    """Return that nothing of a question was told before."""
    return ()


def survey(found: Results, *, before: Before = nothing_before) -> telling.Survey:
    """Return results in plain values; neighbourhoods are protected, also against what was told `before`."""
    heard, wave = found.later, found.later.wave
    frame = heard.found.table.frame
    return telling.Survey(
        title=found.survey.title,
        population=found.survey.population,
        area=found.survey.area.stable_id,
        place=territory.names_of([found.survey.area.stable_id]).get(found.survey.area.stable_id, ""),
        wave=wave.number,
        begins_on=wave.begins_on.isoformat(),
        ends_on=wave.ends_on.isoformat(),
        mode=wave.mode,
        interviews=heard.found.size,
        clusters=frame["_cluster"].n_unique(),
        margin=_margin(found),
        response_rate=heard.response_rate,
        unreached=_unreached(heard),
        earlier=found.earlier.wave.number if found.earlier else None,
        known_on=timezone.localdate().isoformat(),
        questions=tuple(question(found, line, before(line.item)) for line in found.lines),
    )


def question(found: Results, line: Line, before: "Sequence[Said]" = ()) -> telling.Question:
    """Return a question in plain values, with its neighbourhoods."""
    item, heard = line.item, found.later
    compared = comparison.compared(heard, item, before=before)
    figures = tuple(_figure(each, item) for each in line.points)
    if not compared.total_is_told and figures[-1].is_told:
        figures = (*figures[:-1], _without(figures[-1], telling.HIDDEN))
    return telling.Question(
        key=key(item),
        name=item.name,
        wording=item.wording,
        measure=str(item.measure),
        scale=results.scale(item),
        higher_is_better=item.higher_is_better,
        source=item.source,
        figures=figures,
        steps=tuple(_moved(each) for each in line.steps),
        moved=_moved(line.step) if line.step else None,
        places=tuple(_place(each) for each in compared.neighbourhoods),
        apart=_apart(compared),
    )


def key(item: Item) -> str:
    """Return the name of a question in addresses and files: its column, and the answers that count."""
    answers = "-".join(sorted(map(str, item.answers)))
    return f"{item.column}_{answers}" if answers else item.column


def for_everybody(told: telling.Survey) -> telling.Survey:
    """Return what may leave the house: rounded; of what is hidden neither a number nor the reason."""
    return replace(told, questions=tuple(_public(each) for each in told.questions))


def decimals(is_share: bool) -> int:
    return SHARE_DECIMALS if is_share else MEAN_DECIMALS


def _figure(point: Point, last: Item) -> telling.Figure:
    comparable = results.scale(point.item) == results.scale(last)
    wave = point.wave
    told = telling.Figure(
        wave.number, wave.begins_on.isoformat(), wave.ends_on.isoformat(), str(wave.mode), point.verdict,
        is_comparable=comparable,
    )  # fmt: skip
    return replace(told, **_numbers(point.estimate)) if point.is_told else told


def _place(found: Neighbourhood) -> telling.Place:
    return replace(telling.Place(found.stable_id, found.name, found.verdict), **_numbers(found.estimate))


def _numbers(estimate: Any) -> dict[str, Any]:
    if estimate is None:
        return {}
    return {"estimate": estimate.estimate, "low": estimate.low, "high": estimate.high, "n": estimate.n}


def _moved(step: Step) -> telling.Moved:
    earlier, later = step.earlier.wave, step.later.wave
    told = telling.Moved(earlier.number, later.number)
    if step.refused is not None:
        scales = (results.scale(step.earlier.item), results.scale(step.later.item))
        return replace(told, refused=scales)
    if step.change is None:
        return told
    change = step.change
    return replace(
        told, estimate=change.estimate, low=change.low, high=change.high, p=step.p, stars=step.stars,
        is_sure=step.is_more_than_noise, is_clear=change.is_more_than_noise, cautions=change.cautions,
        same_clusters=results.in_same_clusters(earlier, later),
    )  # fmt: skip


def _apart(compared: Compared) -> tuple[tuple[str, str], ...]:
    return tuple((each.lower.name, each.higher.name) for each in compared.differences)


def _margin(found: Results) -> float:
    """Return the half interval of a share of one half, by the design effect most questions have or exceed."""
    from confianza.analysis.surveys import planning

    if found.later.found.size < FEWEST_FOR_A_MARGIN:
        return 1.0
    shares = [line.last.estimate for line in found.lines if line.last.estimate is not None]
    effects = sorted(each.deff_replace for each in shares if each.deff_replace is not None)
    deff = effects[len(effects) // 2] if effects else 1.0
    return planning.margin(SPREAD_OF_HALF, found.later.found.size, deff=max(deff, 1.0))


def _unreached(heard: Heard) -> tuple[str, ...]:
    """Return the neighbourhoods in which clusters were drawn and nobody was interviewed."""
    reached = set(heard.found.table.texts("_area"))
    return tuple(sorted(name for area, name in heard.found.areas.items() if area not in reached))


def _public(told: telling.Question) -> telling.Question:
    places_ = decimals(told.is_share)
    moved = told.moved
    ends = [told.in_wave(number) for number in (moved.earlier, moved.later)] if moved else []
    if moved is not None and not all(end is not None and end.is_told for end in ends):
        moved = None
    return replace(
        told,
        figures=tuple(_rounded(each, places_) for each in told.figures),
        places=tuple(_rounded(each, places_) for each in told.places),
        moved=_rounded(moved, places_) if moved else None,
        steps=(),
    )


def _rounded(told: Any, places_: int) -> Any:
    if isinstance(told, telling.Moved):
        return replace(told, p=None, **_round(told, places_))
    if not told.is_told:
        return _without(told, told.status if told.status == "no_data" else telling.HIDDEN)
    return replace(told, **_round(told, places_))


def _round(told: Any, places_: int) -> dict[str, Any]:
    values = {name: getattr(told, name) for name in ("estimate", "low", "high")}
    return {name: None if value is None else round(value, places_) for name, value in values.items()}


def _without(told: Any, status: str) -> Any:
    return replace(told, status=status, estimate=None, low=None, high=None, n=None)
