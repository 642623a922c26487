"""The ten priority crime events: which they are, and how each precinct stands in its own ten.

The list is data that people decide (`priorities.toml`); a precinct may have its own. A change is told with
its probability, and what stands out is judged over the whole list, so that ten events looked at every week do
not make a false alarm every other week.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import polars as pl

from confianza.analysis.hotspots import changes
from confianza.analysis.hotspots.harm import Weights
from confianza.analysis.indicators import change
from confianza.analysis.vocabulary import folding, iccs

FILE = "priorities.toml"
MOST = 10


class NotPriorities(ValueError):
    """The text is no list of priorities; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Event:
    """A kind of crime: of any class that begins with `iccs`; with `words`, only if its label holds one of
    them, and never if it holds one of `but_words`.
    """

    id: str
    name_es: str
    name_en: str
    iccs: tuple[str, ...]
    words: tuple[str, ...] = ()
    but_words: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name in `es` or `en`."""
        return self.name_es if language == "es" else self.name_en


@dataclass(frozen=True)
class Priorities:
    """The events, in their order; `of_precincts` where a precinct has its own ids; who decided it and why."""

    version: str
    author: str
    reason: str
    decided_on: str
    events: tuple[Event, ...]
    of_precincts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patrol_finds: tuple[str, ...] = ()
    patrol_words: tuple[str, ...] = ()
    citizen_words: tuple[str, ...] = ()

    def of(self, precinct: str = "") -> tuple[Event, ...]:
        """Return the events of a precinct: its own, or the first ten of all."""
        own = self.of_precincts.get(precinct)
        if own is None:
            return self.events[:MOST]
        known = {event.id: event for event in self.events}
        return tuple(known[each] for each in own)


@lru_cache(maxsize=1)
def shipped() -> Priorities:
    """Return the list that comes with Confianza."""
    return read((files(__package__) / FILE).read_text("utf-8"))


def read(text: str) -> Priorities:
    """Read a list of priorities (TOML). NotPriorities says what is wrong."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotPriorities(f"The list of priorities is no TOML ({error}).") from None
    events = tuple(_event(place, each) for place, each in enumerate(told.get("event", ()), 1))
    ids = [event.id for event in events]
    if not ids or len(set(ids)) != len(ids):
        raise NotPriorities("The list of priorities must name each event once, and one event at least.")
    lacking = [name for name in ("author", "reason", "decided_on") if not told.get(name)]
    if lacking:
        raise NotPriorities(f"The list of priorities does not say its {lacking[0]}.")
    own = {each["area"]: tuple(each["events"]) for each in told.get("precinct", ())}
    _check_precincts(own, ids)
    origins = told.get("origins", {})
    return Priorities(
        version=str(told.get("version", "")),
        author=told["author"],
        reason=told["reason"],
        decided_on=str(told["decided_on"]),
        events=events,
        of_precincts=own,
        patrol_finds=tuple(told.get("patrol_finds", {}).get("iccs", ())),
        patrol_words=tuple(origins.get("patrol", ())),
        citizen_words=tuple(origins.get("citizen", ())),
    )


def _event(place: int, told: Mapping[str, Any]) -> Event:
    lacking = [name for name in ("id", "es", "en", "iccs") if not told.get(name)]
    if lacking:
        raise NotPriorities(f"Event {place} of the list of priorities does not say its {lacking[0]}.")
    for code in told["iccs"]:
        if code not in iccs.CLASSES:
            raise NotPriorities(f"Event {place} names {code}, which is no class of the ICCS.")
    words, but_words = (tuple(told.get(name, ())) for name in ("words", "but_words"))
    return Event(told["id"], told["es"], told["en"], tuple(told["iccs"]), words, but_words)


def _check_precincts(own: Mapping[str, Sequence[str]], ids: Sequence[str]) -> None:
    for area, chosen in own.items():
        strange = [each for each in chosen if each not in ids]
        if strange:
            raise NotPriorities(f"The precinct {area} asks for {strange[0]}, which is no event of the list.")
        if len(chosen) > MOST:
            raise NotPriorities(f"The precinct {area} has {len(chosen)} priorities; ten is the most.")


def event_of(event: Event) -> pl.Expr:
    """Say whether a case is of an event, from its `iccs` and its `offence_label`."""
    code, label = pl.col("iccs").cast(pl.String), pl.col("offence_label").cast(pl.String)
    ours = pl.any_horizontal(code.str.starts_with(prefix) for prefix in event.iccs)
    folded = folding.folded(label)
    if event.words:
        ours &= folded.str.contains(_any_word(event.words))
    if event.but_words:
        ours &= ~folded.str.contains(_any_word(event.but_words)).fill_null(False)
    return ours.fill_null(False)


def _any_word(words: Sequence[str]) -> str:
    return rf"\b({'|'.join(words)})\b"


def table(
    cases: pl.DataFrame,
    *,
    now: tuple[date, date],
    before: tuple[date, date],
    priorities: Priorities | None = None,
    weights: Weights | None = None,
) -> pl.DataFrame:
    """Return how each precinct stands in its events, in two spans of days (both ends included).

    `cases` has `precinct`, `iccs`, `offence_label`, `occurred_on` and `count`. One row for each precinct and
    event: precinct, event, now, before, ratio (of rates a day), low, high, p, probability_up, stands_out
    (judged over all events of the precinct, Holm 1979) and harm (now; null unless all cases have weights).
    """
    listed = priorities or shipped()
    told = pl.col("occurred_on").is_between(*now) | pl.col("occurred_on").is_between(*before)
    cases = cases.with_columns(pl.col("iccs", "offence_label").cast(pl.String))
    precincts = cases["precinct"].drop_nulls().unique().sort().to_list()
    rows = [
        row
        for precinct in precincts
        for row in _of_precinct(
            cases.filter(told, pl.col("precinct") == precinct), precinct, listed, now, before, weights
        )
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA: dict[str, Any] = {
    "precinct": pl.String, "event": pl.String, "now": pl.Float64, "before": pl.Float64, "ratio": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "p": pl.Float64, "probability_up": pl.Float64,
    "stands_out": pl.Boolean, "harm": pl.Float64,
}  # fmt: skip


def _of_precinct(
    cases: pl.DataFrame,
    precinct: str,
    listed: Priorities,
    now: tuple[date, date],
    before: tuple[date, date],
    weights: Weights | None,
) -> list[tuple[Any, ...]]:
    found = []
    kinds = cases.select("iccs", "offence_label").unique()
    for event in listed.of(precinct):
        of_event = kinds.filter(event_of(event))
        ours = cases.join(of_event, on=["iccs", "offence_label"], how="semi", nulls_equal=True)
        lately = ours.filter(pl.col("occurred_on").is_between(*now))
        earlier = ours.filter(pl.col("occurred_on").is_between(*before))
        sure = changes.of_counts(
            float(lately["count"].sum()),
            float(earlier["count"].sum()),
            exposure_now=_days(now),
            exposure_before=_days(before),
        )
        found.append((event, sure, weights.total(lately) if weights else None))
    stands_out = change.holm([sure.change.p for _, sure, _ in found])
    return [
        (
            precinct, event.id, sure.change.now, sure.change.before, sure.change.ratio, sure.change.low,
            sure.change.high, sure.change.p, sure.probability_up, out, harm,
        )
        for (event, sure, harm), out in zip(found, stands_out, strict=True)
    ]  # fmt: skip


def _days(span: tuple[date, date]) -> int:
    return (span[1] - span[0]).days + 1
