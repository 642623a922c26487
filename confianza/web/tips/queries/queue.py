"""What waits at the desk for one reader: tips they hold a key of, the most pressing first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from confianza.analysis.vocabulary.folding import fold
from confianza.web.tips.models import State, Tip
from confianza.web.tips.queries import opening
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.rules import deadlines
from confianza.web.tips.rules.standing import Standing

# What somebody told must not stay in the memory of this process among folded texts.
_folded = fold.__wrapped__


@dataclass(frozen=True)
class Row:
    """A tip of the queue. `due_on`: by when something is to be done about it, None where nothing is."""

    opened: OpenTip
    today: date

    @property
    def tip(self) -> Tip:
        return self.opened.tip

    @property
    def standing(self) -> Standing:
        return self.opened.standing

    @property
    def kind(self) -> str:
        return self.opened.answers.kind

    @property
    def is_danger(self) -> bool:
        """Whether the teller said that somebody is in danger now, and nobody closed the tip."""
        return self.opened.answers.danger == "yes" and self.tip.state != State.CLOSED

    @cached_property
    def due(self) -> deadlines.Due | None:
        return deadlines.due(
            self.tip.state,
            self.tip.received_on,
            self.tip.moved_on,
            is_danger=self.is_danger,
            teller_waits_since=self.opened.teller_waits_since,
        )

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due.on < self.today

    @property
    def urgency(self) -> tuple[Any, ...]:
        """Danger that nobody took up first, then what is due, then the oldest."""
        untouched = self.is_danger and self.tip.state == State.NEW
        return (not untouched, self.due.on if self.due else date.max, self.tip.received_on, self.tip.number)


@dataclass(frozen=True)
class Wanted:
    """Which tips to list: "" or () leaves a choice open. `state` may also be "open"."""

    state: str = "open"
    label: str = ""
    subject: str = ""
    assigned: str = ""
    only_late: bool = False

    def holds(self, row: Row) -> bool:
        standing = row.standing
        return (
            self.state in ("", row.tip.state, "open" if row.tip.state != State.CLOSED else "closed")
            and self.label in ("", *standing.labels)
            and self.subject in ("", standing.subject)
            and self.assigned in ("", standing.assigned_to or "nobody")
            and (row.is_late or not self.only_late)
        )


def rows(reader: Reader, today: date) -> list[Row]:
    """Return all tips a reader holds a key of, the most pressing first."""
    tips = opening.with_beginnings(Tip.objects.visible_to(reader.person))
    found = [Row(opened, today) for opened in opening.beginnings(tips, reader)]
    return sorted(found, key=lambda row: row.urgency)


def without_a_key(reader: Reader, listed: int) -> int:
    """Return how many tips wait for a key that nobody has handed to the reader yet."""
    return Tip.objects.visible_to(reader.person).count() - listed


def labels(listed: Iterable[Row]) -> list[str]:
    """Return the labels in use among these tips."""
    return sorted({label for row in listed for label in row.standing.labels}, key=str.casefold)


def assignees(listed: Iterable[Row]) -> list[tuple[str, str]]:
    """Return the people to whom some of these tips are assigned, as number and name."""
    found = {(row.standing.assigned_to, row.standing.assigned_name) for row in listed}
    return sorted(((who, name) for who, name in found if who), key=lambda one: one[1].casefold())


def search(reader: Reader, words: str, today: date) -> list[Row]:
    """Return the tips in which all words stand, in whatever they say: opened in memory, nothing is kept."""
    sought = _folded(words).split()
    found = []
    for tip in Tip.objects.visible_to(reader.person).prefetch_related("wraps", "entries"):
        try:
            opened = opening.opened(tip, reader)
        except opening.NoKey:
            continue
        text = _folded(" ".join(_texts(opened)))
        if sought and all(word in text for word in sought):
            found.append(Row(opened, today))
    return sorted(found, key=lambda row: row.urgency)


def _texts(opened: OpenTip) -> Sequence[str]:
    standing = opened.standing
    said = [text for one in opened.said for text in (one.text, *(one.answers.texts if one.answers else ()))]
    noted = [str(line.told.get("text", "")) for line in (*standing.notes, *standing.products)]
    files = [str(file.about.get("name", "")) for file in opened.files]
    return [opened.tip.number, *said, *noted, *files, *standing.labels]
