"""Who was visited in a wave, one row a dwelling, and what was left out of it, with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from confianza.web.fieldwork.queries import answers
from confianza.web.lib import walls
from confianza.web.surveys import rules
from confianza.web.surveys.models import Sampled, Wave
from confianza.web.surveys.queries import samples
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    import polars as pl

# What is known of each row beside its answers.
DESIGN = ("_stratum", "_cluster", "_area", "_dwelling", "_outcome", "_day", "_adults", "_chance", "_size")


@dataclass(frozen=True)
class LeftOut:
    """A filled form that counts for nothing in the wave: `reason` is one of rules.LEFT_OUT."""

    instance_id: str
    reason: str
    cluster: str
    dwelling: str


@dataclass(frozen=True)
class Visits:
    """One row a dwelling: the answers under their names, and the columns of DESIGN.

    `_stratum` and `_cluster` are labels that stay the same from wave to wave, `_area` the stable_id of the
    neighbourhood ("" where none is known), `_outcome` the disposition (rules.OUTCOMES), `_adults` how many
    could have been chosen, `_chance` the cluster's, `_size` its dwellings.
    """

    frame: "pl.DataFrame"
    questions: tuple[answers.Question, ...]
    left_out: tuple[LeftOut, ...]


def visits(wave: Wave, *, approved_only: bool = True) -> Visits:
    """Return the dwellings visited in a wave; without `approved_only` also what waits to be reviewed."""
    # The form may be of a wider area than the survey, and reviewed elsewhere; whoever keeps the survey works
    # with its answers all the same. Nobody else is led here: they read what was published.
    with walls.lowered():
        told = answers.rows(wave.survey.form, approved_only=approved_only)
    return of_answers(wave, told)


def of_answers(wave: Wave, told: answers.Answers) -> Visits:
    """Return the dwellings of a wave, of what was answered by the form of its survey."""
    taken = _Taken(wave)
    for row in told.top.iter_rows(named=True):
        taken.take(row)
    return Visits(_frame(told, taken.kept), told.questions, tuple(taken.left_out))


class _Taken:
    """Rows as they are looked at, the first interview of a dwelling before any other visit to it."""

    def __init__(self, wave: Wave) -> None:
        self.wave, self.columns = wave, wave.survey.columns
        self.periods = list(wave.survey.waves.values_list("begins_on", "ends_on"))
        self.sampled = {
            rules.folded(each.cluster.code): each for each in samples.of_wave(wave, with_replaced=True)
        }
        self.areas = _stable_ids(self.sampled)
        self.replaced = {each.replaces_id for each in self.sampled.values() if each.replaces_id}
        self._by_dwelling: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = {}
        self.left_out: list[LeftOut] = []

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The rows that count: their instance, and the columns of DESIGN."""
        return [known for _row, known in self._by_dwelling.values()]

    def take(self, row: Mapping[str, Any]) -> None:
        day, told = _day(row), self._told(row)
        if not self.wave.begins_on <= day <= self.wave.ends_on:
            if not any(begins <= day <= ends for begins, ends in self.periods):
                self._leave(told, "no_wave")
            return
        sampled = self.sampled.get(told["cluster"])
        if sampled is None:
            self._leave(told, "unknown_cluster")
        elif sampled.pk in self.replaced:
            self._leave(told, "given_up_cluster")
        elif told["outcome"] not in rules.OUTCOMES:
            self._leave(told, "no_outcome")
        else:
            self._keep(told, self._known(told, sampled, day))

    def _told(self, row: Mapping[str, Any]) -> dict[str, Any]:
        said = {role: row.get(column) for role, column in self.columns.items()}
        outcome = rules.outcome(
            said.get("outcome") if "outcome" in self.columns else "I",
            said.get("consent") if "consent" in self.columns else None,
        )
        return {
            "instance_id": row["instance_id"],
            "cluster": rules.folded(str(said.get("cluster") or "")),
            # Without numbers of dwellings every filled form is one.
            "dwelling": str(said["dwelling"]) if said.get("dwelling") is not None else row["instance_id"],
            "outcome": outcome,
            "adults": said.get("adults"),
        }

    def _known(self, told: Mapping[str, Any], sampled: Sampled, day: date) -> dict[str, Any]:
        return {
            "instance_id": told["instance_id"],
            "_stratum": sampled.cluster.stratum.name,
            "_cluster": sampled.cluster.code,
            "_area": self.areas.get(sampled.cluster.area_id, ""),
            "_dwelling": told["dwelling"],
            "_outcome": told["outcome"],
            "_day": day,
            "_adults": max(1, int(told["adults"] or 1)),
            "_chance": sampled.chance,
            "_size": sampled.cluster.size,
        }

    def _keep(self, told: dict[str, Any], known: dict[str, Any]) -> None:
        place = (told["cluster"], told["dwelling"])
        if place not in self._by_dwelling:
            self._by_dwelling[place] = (told, known)
            return
        before, before_known = self._by_dwelling[place]
        # A later visit that led to an interview tells more than an earlier one that did not.
        if rules.is_interview(told["outcome"]) and not rules.is_interview(before["outcome"]):
            self._by_dwelling[place] = (told, known)
            told, known = before, before_known
        self._leave(told, "dwelling_twice")

    def _leave(self, told: Mapping[str, Any], reason: str) -> None:
        self.left_out.append(LeftOut(told["instance_id"], reason, told["cluster"], told["dwelling"]))


def _day(row: Mapping[str, Any]) -> date:
    """Return the day of a visit: as the telephone tells, else the day it came."""
    moment = row["begun_at"] or row["ended_at"] or row["received_at"]
    return timezone.localtime(moment).date()


def _stable_ids(sampled: Mapping[str, Sampled]) -> dict[int | None, str]:
    wanted = {each.cluster.area_id for each in sampled.values() if each.cluster.area_id}
    return dict(Area.objects.filter(pk__in=wanted).values_list("pk", "stable_id"))


def _frame(told: answers.Answers, kept: list[dict[str, Any]]) -> "pl.DataFrame":
    import polars as pl

    known = pl.DataFrame(
        {name: [row[name] for row in kept] for name in ("instance_id", *DESIGN)},
        schema=dict(_schema()),
        strict=False,
    )
    return known.join(told.top, on="instance_id", how="left", maintain_order="left")


def _schema() -> "Iterator[tuple[str, Any]]":
    import polars as pl

    kinds: dict[str, Any] = {"_day": pl.Date, "_adults": pl.Int64, "_chance": pl.Float64, "_size": pl.Int64}
    for name in ("instance_id", *DESIGN):
        yield name, kinds.get(name, pl.String)
