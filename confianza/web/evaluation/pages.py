"""What stands on the page of an evaluation, from its question to its publication."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import tables, writing
from confianza.web.evaluation import drawings, next_door, sentences
from confianza.web.evaluation.models import Evaluation, State
from confianza.web.evaluation.queries import delivered, publishing
from confianza.web.evaluation.queries.evaluations import Dossier
from confianza.web.observatory import labels

ORDER = (
    State.DESIGNED,
    State.REGISTERED,
    State.RUNNING,
    State.COMPUTED,
    State.CRITICISED,
    State.PUBLISHED,
)
TAGS = {
    State.DESIGNED: "working",
    State.REGISTERED: "working",
    State.RUNNING: "working",
    State.COMPUTED: "attention",
    State.CRITICISED: "attention",
    State.PUBLISHED: "good",
    State.ABANDONED: "neutral",
}


class Page:
    """One evaluation, as its reader may see it."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.evaluation: Evaluation = dossier.evaluation
        self.answer: dict[str, Any] = dossier.result.content if dossier.result else {}

    @property
    def tag(self) -> str:
        return TAGS[State(self.evaluation.state)]

    @property
    def place(self) -> str:
        return sentences.named([self.evaluation.area.stable_id])

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The way from design to publication: each step's name, and whether it is done, current or ahead."""
        if self.evaluation.state == State.ABANDONED:
            return []
        at = ORDER.index(State(self.evaluation.state))
        standing = [
            "done" if place < at else "current" if place == at else "ahead" for place in range(len(ORDER))
        ]
        return [(str(sentences.STEPS[state]), where) for state, where in zip(ORDER, standing, strict=True)]

    # --- design -----------------------------------------------------------------------------------------

    @property
    def outcome(self) -> str:
        return labels.indicator(self.evaluation.indicator)

    @property
    def source(self) -> str:
        return labels.source(self.evaluation.source)

    @property
    def treated(self) -> str:
        return sentences.named(self.evaluation.treated)

    @property
    def comparison(self) -> str:
        return sentences.named(self.evaluation.comparison)

    @property
    def around(self) -> str:
        return sentences.named(self.evaluation.around)

    @property
    def starts(self) -> str:
        """The first day in each area, where it is not one for all."""
        asked = delivered.asked_by(self.evaluation)
        if not asked.starts:
            return ""
        names = publishing.names_of(asked.treated)
        days = [(names[area], asked.starts.get(area, asked.begins_on)) for area in asked.treated]
        return "; ".join(f"{name}: {writing.day(day)}" for name, day in days)

    @property
    def data_period(self) -> str:
        first, last = self.evaluation.first_on, self.evaluation.last_on
        return writing.period(first, delivered.end_of(last, self.evaluation.step)) if last else ""

    @property
    def power(self) -> list[str]:
        return sentences.power(self.evaluation.power)

    @property
    def proposed(self) -> tables.Table | None:
        """The areas that were proposed to compare with, most alike first."""
        if not self.evaluation.proposed:
            return None
        names = publishing.names_of([each["area"] for each in self.evaluation.proposed])
        chosen = set(self.evaluation.comparison)
        rows = [
            (
                names[each["area"]],
                each["parting"],
                each["level"],
                each["cases"],
                _("yes") if each["area"] in chosen else _("no"),
            )
            for each in self.evaluation.proposed
        ]
        columns = (
            tables.Column(_("Area")),
            tables.Column(_("Parts from it (1: as by chance)"), 2),
            tables.Column(_("Its rate over that of the place"), 2),
            tables.Column(_("Cases before"), 0),
            tables.Column(_("Compared with")),
        )
        note = _("Proposed from what lies before the programme alone. Above 2 it did not go the same way.")
        return tables.Table(_("Areas that went the same way before"), columns, rows, note)

    # --- registration -----------------------------------------------------------------------------------

    @property
    def timing(self) -> str:
        told = self.dossier.registration
        return sentences.timing(told.timing, told.known_until) if told else ""

    @property
    def deviations(self) -> list[dict[str, Any]]:
        return [
            {
                "name": sentences.FIELDS.get(each.field, each.field),
                "registered": sentences.deviation(each.field, each.registered),
                "done": sentences.deviation(each.field, each.done),
                "reason": each.reason,
                "made_on": each.made_on,
                "made_by": each.made_by,
            }
            for each in self.dossier.deviations
        ]

    # --- result -----------------------------------------------------------------------------------------

    @property
    def claim(self) -> str:
        return sentences.guard_says(self.answer)

    @property
    def cautions(self) -> list[str]:
        return sentences.cautions(self.answer)

    @property
    def cannot_say(self) -> list[tuple[str, list[str]]]:
        return sentences.cannot_say(self.answer)

    @property
    def main(self) -> dict[str, Any]:
        """The figure of the way that speaks: difference, interval, p, and its name."""
        way = self.answer["ways"][0]
        return {
            "name": sentences.WAYS[way["name"]],
            "difference": sentences.percent(way["ratio"]),
            "interval": sentences.interval(way),
            "p": sentences.chance(way["p"]),
        }

    @property
    def drawing(self) -> SafeString:
        return drawings.path(self.answer, self.outcome)

    @property
    def chart_sentence(self) -> str:
        return sentences.chart(self.answer)

    @property
    def note(self) -> str:
        """Source, and the day on which the figures were known."""
        vintage = self.dossier.result.vintage if self.dossier.result else None
        known = writing.day(vintage.known_on) if vintage else ""
        return _("%(source)s; as known on %(day)s.") % {"source": self.source, "day": known}

    @property
    def path_table(self) -> tables.Table:
        return drawings.path_table(self.answer, self.note)

    @property
    def ways_table(self) -> tables.Table:
        return drawings.ways_table(self.answer, self.note)

    @property
    def next_door(self) -> list[str]:
        return next_door.said(self.answer)

    @property
    def next_door_tables(self) -> list[tables.Table]:
        found = (next_door.parts_table(self.answer, self.note), next_door.areas_table(self.answer, self.note))
        return [each for each in found if each]

    @property
    def left_out(self) -> str:
        return next_door.left_out(self.answer)

    @property
    def fit(self) -> list[str]:
        """How well the path before was followed, and what placebos say."""
        return [text for text in (sentences.followed(self.answer), sentences.placebo(self.answer)) if text]

    @property
    def weights(self) -> str:
        """The mixture of a synthetic control, in words."""
        shares = self.answer["weights"]
        names = publishing.names_of([area for area, _share in shares])
        return ", ".join(f"{names[area]} {writing.number(share * 100)} %" for area, share in shares)


def rows(evaluations: Sequence[Evaluation]) -> list[dict[str, Any]]:
    """Return the evaluations of a list, each with its place and how it stands."""
    names = publishing.names_of([each.area.stable_id for each in evaluations])
    return [
        {
            "evaluation": each,
            "place": names[each.area.stable_id],
            "tag": TAGS[State(each.state)],
            "claim": _published_claim(each),
        }
        for each in evaluations
    ]


def _published_claim(evaluation: Evaluation) -> str:
    """Return the sentence that was published last, "" where nothing was."""
    last = evaluation.publications.latest_first().first()
    return sentences.guard_says(last.content["answer"]) if last else ""


def share_file(content: str, sha256: str) -> tuple[bytes, str]:
    """Return a registration as a file, and its name: who takes its SHA-256 gets the digest on the page."""
    return content.encode(), f"registration-{sha256[:12]}.json"


def today() -> date:
    """Return today, where people are."""
    from django.utils import timezone

    return timezone.localdate()
