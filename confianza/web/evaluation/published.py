"""The only door to the public: every evaluation that was registered once, whatever became of it.

Before it is published: question, design, registration, departures. After: what was published, frozen. Nobody
is named, and what would tell a small count by division is taken out with it. The sentence of the guard is the
only thing that is claimed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import tables, writing
from confianza.web.evaluation import drawings, next_door, pages, sentences
from confianza.web.evaluation.models import Deviation, Evaluation, Publication, Registration, State
from confianza.web.evaluation.models.critiques import Standing, Verdict
from confianza.web.evaluation.models.evaluations import Direction, Highness, Method
from confianza.web.evaluation.queries import delivered, publishing, telling
from confianza.web.evaluation.queries.numbers import Rounding
from confianza.web.observatory import labels

# The words of a licence under which whoever likes may use what is published.
LICENCE = "CC BY 4.0"
WORDS_OF_QUESTION = (
    "title",
    "question",
    "programme",
    "run_by",
    "does",
    "hopes",
    "because",
    "wrong_if",
    "why_here",
    "chosen_high",
)


@dataclass(frozen=True)
class PublicEvaluation:
    """One evaluation as everybody may see it. `publications`: the newest first, none before the first."""

    row: Evaluation
    registration: Registration
    publications: Sequence[Publication]

    @property
    def id(self) -> int:
        return self.row.pk

    @property
    def standing(self) -> str:
        return str(self.row.get_state_display())

    @property
    def tag(self) -> str:
        return pages.TAGS[State(self.row.state)]

    @property
    def is_abandoned(self) -> bool:
        return bool(self.row.state == State.ABANDONED)

    @property
    def is_published(self) -> bool:
        return bool(self.publications)

    @cached_property
    def told(self) -> dict[str, Any]:
        """What was published last, as JSON takes it; nothing before."""
        return dict(self.publications[0].content) if self.publications else {}

    @cached_property
    def words(self) -> dict[str, Any]:
        """The question in the words of who asks: as published, before that as registered."""
        if self.told:
            return dict(self.told["question"])
        own = {name: getattr(self.row, name) for name in WORDS_OF_QUESTION}
        return own | {"place": sentences.named([self.row.area.stable_id])}

    @property
    def begins_on(self) -> date:
        return self.row.begins_on

    @property
    def chosen_high(self) -> str:
        return str(Highness(self.words["chosen_high"]).label)

    # --- design -----------------------------------------------------------------------------------------

    @property
    def outcome(self) -> str:
        return labels.indicator(self.row.indicator)

    @property
    def source(self) -> str:
        return labels.source(self.row.source)

    @property
    def treated(self) -> str:
        return sentences.named(self.row.treated)

    @property
    def comparison(self) -> str:
        return sentences.named(self.row.comparison)

    @property
    def data_period(self) -> str:
        if not self.row.last_on:
            return ""
        return writing.period(self.row.first_on, delivered.end_of(self.row.last_on, self.row.step))

    @property
    def method(self) -> str:
        return str(Method(self.row.method).label) if self.row.method else ""

    @property
    def direction(self) -> str:
        return str(Direction(self.row.direction).label)

    @property
    def power(self) -> list[str]:
        return sentences.public_power(publishing.power(self.row.power, self.row.method))

    # --- registration -----------------------------------------------------------------------------------

    @property
    def timing(self) -> str:
        return sentences.timing(self.registration.timing, self.registration.known_until)

    @cached_property
    def deviations(self) -> list[dict[str, Any]]:
        """What was done otherwise than registered, and why."""
        found = Deviation.objects.filter(evaluation=self.row).order_by("pk")
        return [
            {
                "name": sentences.FIELDS.get(each.field, each.field),
                "registered": sentences.deviation(each.field, each.registered),
                "done": sentences.deviation(each.field, each.done),
                "reason": each.reason,
                "made_on": each.made_on,
            }
            for each in found
        ]

    # --- result -----------------------------------------------------------------------------------------

    @property
    def claim(self) -> str:
        """The guard's sentence; before a result, why there is none."""
        if self.told:
            return sentences.guard_says(self.told["answer"])
        if self.is_abandoned:
            return _("It was given up. Nothing can be said of whether it worked.")
        return _("Nothing can be said yet: no result was published.")

    @property
    def cautions(self) -> list[str]:
        return sentences.cautions(self.told["answer"])

    @property
    def cannot_say(self) -> list[tuple[str, list[str]]]:
        return sentences.cannot_say(self.told["answer"])

    @property
    def main(self) -> dict[str, str] | None:
        """The figure of the way that speaks; None where it would tell a hidden count."""
        ways = self.told["answer"]["ways"]
        if not ways:
            return None
        way = ways[0]
        return {
            "name": str(sentences.WAYS[way["name"]]),
            "difference": sentences.percent(way["ratio"]),
            "interval": sentences.interval(way),
            "p": sentences.chance(way["p"]),
        }

    @property
    def level(self) -> str:
        """How finely it is told."""
        return sentences.told_level(self.told["told"])

    @property
    def held_back(self) -> str:
        """Why it is not told more finely; "" where all of it is."""
        return sentences.held_back(self.told["told"])

    @property
    def counts(self) -> str:
        """How many before and with the programme; "" where that is told to nobody."""
        return sentences.counts(self.told["totals"])

    @property
    def fit(self) -> list[str]:
        answer = self.told["answer"]
        if self.told["told"]["rounding"] != Rounding.FINE:
            return []
        return [text for text in (sentences.followed(answer), sentences.placebo(answer)) if text]

    @property
    def note(self) -> str:
        known = writing.day(date.fromisoformat(self.told["data"]["known_on"]))
        return _("%(source)s; as known on %(day)s.") % {"source": self.source, "day": known}

    @property
    def path_note(self) -> str:
        """The note of the chart: also that years leave out parts of years, where they do."""
        if self.told["told"]["level"] == telling.PERIODS:
            return self.note
        by_years = _(
            "By whole years, before and since the programme began; parts of years are left out, so that "
            "small counts are not told."
        )
        return f"{self.note} {by_years}"

    @cached_property
    def path(self) -> dict[str, Any] | None:
        """Counted and expected as the drawings take them; None where nothing may be drawn."""
        steps = self.told["path"]
        if not steps or steps[0]["expected"] is None:
            return None
        begins = self.told["question"]["begins_on"]
        return {
            "periods": [each["period"] for each in steps],
            "counted": [each["counted"] for each in steps],
            "expected": [each["expected"] for each in steps],
            "before": sum(each["period"] < begins for each in steps),
        }

    @property
    def drawing(self) -> SafeString:
        return drawings.path(self.path or {}, self.outcome)

    @property
    def chart_sentence(self) -> str:
        return sentences.chart(self.path or {})

    @property
    def path_table(self) -> tables.Table:
        return drawings.path_table(self.path or {}, self.path_note)

    @property
    def ways_table(self) -> tables.Table:
        answer = self.told["answer"]
        answered = [each for each in answer["ways"] if not each["refused"]]
        return drawings.ways_table(answer | {"ways": answered}, self.note)

    @property
    def unanswered(self) -> str:
        """Which ways have no answer; why not may tell a count. "" where all have one."""
        return sentences.unanswered([each["name"] for each in self.told["answer"]["ways"] if each["refused"]])

    @property
    def nearby(self) -> list[str]:
        """What may be said of the areas next to it; why nothing can may tell a count."""
        if self.told["answer"]["nearby"] is None and self.told["design"]["around"]:
            return [_("What happened next door cannot be told.")]
        return next_door.said(self.told["answer"])

    # --- critique ---------------------------------------------------------------------------------------

    @property
    def verdict(self) -> str:
        said = self.told["critique"]
        return str(Verdict(said["verdict"]).label) if said else ""

    @property
    def agrees(self) -> bool:
        said = self.told["critique"]
        return bool(said and said["verdict"] == Verdict.AGREES)

    @property
    def objections(self) -> list[dict[str, Any]]:
        """What the critic held against it, what was answered, and what became of it."""
        return [
            each
            | {
                "stands": each["standing"] == Standing.STANDS,
                "standing": str(Standing(each["standing"]).label),
            }
            for each in self.told["objections"]
        ]

    # --- files ------------------------------------------------------------------------------------------

    def registration_file(self) -> bytes:
        """Return the file whose SHA-256 is the digest on the page."""
        return str(self.registration.content).encode()

    def data(self) -> dict[str, Any]:
        """Return everything that is public of it, as JSON takes it."""
        about = {
            "evaluation": self.id,
            "licence": LICENCE,
            "state": self.row.state,
            "abandoned_because": self.row.abandoned_because,
            "registration_sha256": self.registration.sha256,
            "registered_on": self.registration.registered_on.isoformat(),
            "publications": [
                {"made_at": each.made_at.isoformat(), "reason": each.reason} for each in self.publications
            ],
        }
        return about | {"published": self.told or None}


def evaluations() -> list[PublicEvaluation]:
    """Return every evaluation that was registered once, the last begun first."""
    rows = Evaluation.objects.listed().select_related("area").order_by("-begins_on", "-pk")
    frozen = {each.evaluation_id: each for each in Registration.objects.filter(evaluation__in=rows)}
    told: dict[int, list[Publication]] = {}
    for each in Publication.objects.order_by("-made_at", "-pk"):
        told.setdefault(each.evaluation_id, []).append(each)
    return [PublicEvaluation(row, frozen[row.pk], told.get(row.pk, [])) for row in rows if row.pk in frozen]


def published_ones() -> list[PublicEvaluation]:
    """Return those of which a result was published."""
    return [each for each in evaluations() if each.is_published]


def evaluation(number: int) -> PublicEvaluation | None:
    """Return one evaluation; None where nobody may know of one."""
    row = Evaluation.objects.listed().select_related("area").filter(pk=number).first()
    frozen = Registration.objects.filter(evaluation_id=number).first() if row else None
    if row is None or frozen is None:
        return None
    found = Publication.objects.filter(evaluation_id=number).order_by("-made_at", "-pk")
    return PublicEvaluation(row, frozen, list(found))


def everything() -> Sequence[tuple[int, datetime]]:
    """Return the number of every publication and when it was made, the newest first."""
    return list(Publication.objects.order_by("-made_at", "-pk").values_list("pk", "made_at"))
