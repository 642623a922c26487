"""What stands on a page or sheet of results, put together from what is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import drawing, typesetting
from confianza.web.design.tables import Table
from confianza.web.surveys import drawings, printing, result_tables, telling
from confianza.web.surveys import result_sentences as sentences

# Few big numbers: as many as a reader keeps in mind.
MOST_BIG = 4
# How tall a chart of waves is on paper, in points.
ON_PAPER = 95
PERCENT = 100


@dataclass(frozen=True)
class Part:
    """A question on a page."""

    question: telling.Question

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def title(self) -> str:
        return self.question.title

    @property
    def asked(self) -> str:
        return self.question.asked

    @property
    def sentence(self) -> str:
        return sentences.change(self.question)

    @property
    def cautions(self) -> Sequence[str]:
        return sentences.cautions(self.question)

    @cached_property
    def drawing(self) -> SafeString:
        return drawings.waves(self.question)

    @property
    def is_drawn(self) -> bool:
        return any(figure.is_told and figure.is_comparable for figure in self.question.figures)

    @property
    def table(self) -> Table:
        return result_tables.waves(self.question)

    # --- as a big number

    @property
    def value(self) -> str:
        last = self.question.last
        return (
            sentences.value(self.question, last.estimate) if last.is_told else sentences.verdict(last.status)
        )

    @property
    def interval(self) -> str:
        last = self.question.last
        return sentences.interval(self.question, last.low, last.high) if last.is_told else ""

    @property
    def scale(self) -> str:
        return sentences.scale(self.question)

    @property
    def change(self) -> str:
        """The change with its stars; "" where there is none to tell."""
        moved = self.question.moved
        return sentences.change_cell(self.question) if moved and moved.estimate is not None else ""

    @property
    def direction(self) -> str:
        """Whether a sure change is for the better ("good"), for the worse ("attention"), or neither ("")."""
        moved, better = self.question.moved, self.question.higher_is_better
        if moved is None or not moved.is_sure or better is None or moved.estimate is None:
            return ""
        return "good" if (moved.estimate > 0) == better else "attention"

    @property
    def direction_word(self) -> str:
        return {"good": _("better"), "attention": _("worse")}.get(self.direction, "")

    # --- by neighbourhood

    @property
    def places_sentence(self) -> str:
        return sentences.places(self.question)

    @property
    def places_table(self) -> Table:
        return result_tables.places(self.question)

    @cached_property
    def places_drawing(self) -> SafeString | None:
        return drawings.places(self.question) if self.has_places else None

    @cached_property
    def places_map(self) -> SafeString | None:
        return drawings.area_map(self.question) if self.has_places else None

    @property
    def has_places(self) -> bool:
        return sum(place.is_told for place in self.question.places) > 1


@dataclass(frozen=True)
class Page:
    """A page of results."""

    told: telling.Survey

    @property
    def title(self) -> str:
        return self.told.title

    @property
    def when(self) -> str:
        return sentences.when(self.told)

    @property
    def summary(self) -> str:
        return sentences.summary(self.told)

    @property
    def stars(self) -> str:
        return sentences.stars() if any(question.moved for question in self.told.questions) else ""

    @cached_property
    def parts(self) -> Sequence[Part]:
        return [Part(question) for question in self.told.questions]

    @cached_property
    def big(self) -> Sequence[Part]:
        """The first questions that may be told."""
        return [part for part in self.parts if part.question.last.is_told][:MOST_BIG]

    @property
    def method(self) -> Sequence[str]:
        return sentences.method(self.told)

    @property
    def made_by(self) -> str:
        """Say which institutions made the survey and paid for it; "" where nobody told."""
        values = {"made": self.told.made_by, "paid": self.told.paid_by}
        if self.told.made_by and self.told.paid_by:
            return _("Made by: %(made)s. Paid by: %(paid)s.") % values
        return _("Made by: %(made)s.") % values if self.told.made_by else ""

    def overview(self, links: Sequence[str] = ()) -> Table:
        return result_tables.overview(self.told, links)

    def part(self, key: str) -> Part | None:
        """Return a question by its key; the first one for a key that is blank."""
        return next((part for part in self.parts if part.key == key or not key), None)

    def paper(self) -> printing.Paper:
        """Return the printable sheet."""
        values = {"when": self.when, "place": self.told.place, "population": self.told.population}
        return printing.Paper(
            title=self.told.title,
            lead=_("%(place)s, %(when)s. %(population)s.") % values,
            summary=self.summary,
            numbers=[_number(part) for part in self.big],
            parts=[*(_on_paper(part) for part in self.parts), _places_on_paper(self.parts)],
            notes_title=_("How it was made, and what it cannot say"),
            notes=[
                *self.method,
                *([self.stars] if self.stars else []),
                *([self.made_by] if self.made_by else []),
            ],
            foot=f"{self.told.title} · {self.when}",
            last=date.fromisoformat(self.told.known_on),
        )


def _number(part: Part) -> dict[str, str]:
    return {
        "label": part.title,
        "value": part.value,
        "scale": part.scale,
        "interval": _("95 %% interval: %(ends)s") % {"ends": part.interval},
        "change": part.change,
        "word": part.direction_word,
    }


def _on_paper(part: Part) -> printing.Part:
    spec = drawings.waves_spec(part.question, height=ON_PAPER) if part.is_drawn else None
    drawn = drawing.for_paper(spec, width=printing.CHART_WIDTH, family=typesetting.FONT) if spec else ""
    said = [f"«{part.asked}»" if part.asked else "", part.sentence, *part.cautions]
    return printing.Part(part.title, said, drawn, part.sentence)


def _places_on_paper(parts: Sequence[Part]) -> printing.Part:
    tables = [part.places_table for part in parts if part.has_places]
    said = [] if tables else [_("Too little can be told of single neighbourhoods to compare them.")]
    return printing.Part(_("By neighbourhood"), said, tables=tables)
