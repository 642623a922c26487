"""Validation meetings: what may be put before them, and how the cases on an agenda stand now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from confianza.web.accounts.models import Reach
from confianza.web.records import rules
from confianza.web.records.models import CaseOutcome, PairDecision, ValidationMeeting
from confianza.web.records.queries import cases, custody, reviews, told
from confianza.web.records.queries.cases import Case, FieldShown
from confianza.web.records.queries.reviews import Pair, PairKey, Record
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    from confianza.store.linkages import StoredLinkage

# What a meeting gets through in a day; the rest waits for the next.
MOST_ON_AN_AGENDA = 60


@dataclass(frozen=True)
class Item:
    """A case on an agenda: as it stands now (None where the records are gone), and what was made of it."""

    key: str
    case: Case | None
    records: tuple[Record, ...]
    fields: tuple[FieldShown, ...]
    outcome: CaseOutcome | None
    undone: tuple[CaseOutcome, ...] = ()


@dataclass(frozen=True)
class PairItem:
    """A disputed pair on an agenda, and what the meeting made of it."""

    key: PairKey
    pair: Pair | None
    decision: PairDecision | None

    @property
    def ids(self) -> str:
        """The pattern of the identifiers that the form of this pair has on the page."""
        return ids_of(self.key)


def ids_of(key: PairKey) -> str:
    """Return the pattern of the identifiers that the form of a pair has on a page with others."""
    return f"{key[0]}_{key[1]}_%s"


@dataclass(frozen=True)
class Offered:
    """What may be put before a meeting."""

    cases: list[Case]
    pairs: list[Pair]
    linkage: "StoredLinkage | None"

    @property
    def case_choices(self) -> list[tuple[str, str]]:
        return [(case.key, case.key) for case in self.cases]

    @property
    def pair_choices(self) -> list[tuple[str, str]]:
        return [(pair.name, pair.name) for pair in self.pairs]

    def agenda(self, user: Any, said: dict[str, Any]) -> dict[str, Any]:
        """Return what a meeting is prepared with, from what was chosen. Raises ReviewRefused for what lies
        outside of its area.
        """
        area = custody.area_for(user, said.get("area"))
        records = {key: cases.records_of(key, self.linkage) for key in said["cases"] if self.linkage}
        chosen = [pair for pair in self.pairs if pair.key in said["pairs"]]
        told_by = [record for each in records.values() for record in each]
        told_by += [record for pair in chosen for record in (pair.a, pair.b)]
        check_within(area, (record.delivery for record in told_by))
        return {
            "area": area,
            "linkage": self.linkage.id if self.linkage else "",
            "cases": {key: [record.key for record in each] for key, each in records.items()},
            "pairs": [pair.key for pair in chosen],
            **{name: said[name] for name in ("held_on", "place", "institutions")},
        }


def offered(user: Any, linkage: "StoredLinkage | None") -> Offered:
    """Return the cases and pairs that a person may put before a meeting."""
    return Offered(to_discuss(user, linkage), reviews.disputed(user, reviews.queue(user, linkage)), linkage)


def meetings(user: Any) -> list[ValidationMeeting]:
    """Return the meetings a person sees, the last one first."""
    return list(
        ValidationMeeting.objects.visible_to(user).select_related("area", "by").prefetch_related("outcomes")
    )


def visible(user: Any) -> Any:
    """Return the meetings a person sees, to get one from."""
    return ValidationMeeting.objects.visible_to(user).select_related("area", "by", "closed_by")


def outcomes(user: Any, meeting: ValidationMeeting) -> Any:
    """Return what a meeting made of its cases, to get one from."""
    return CaseOutcome.objects.visible_to(user).filter(meeting=meeting)


def to_discuss(user: Any, linkage: "StoredLinkage | None") -> list[Case]:
    """Return the cases on which sources disagree and no meeting has spoken yet, the most disputed first."""
    spoken = {
        record
        for kept in CaseOutcome.objects.visible_to(user).standing().values_list("records", flat=True)
        for record in kept
    }
    found = [
        case
        for case in cases.cases(user, linkage, cases.Filters(disagreeing=True))
        if case.key not in spoken and case.status != "validated"
    ]
    return sorted(found, key=lambda case: -len(case.disagreements))[:MOST_ON_AN_AGENDA]


def agenda(user: Any, meeting: ValidationMeeting, linkage: "StoredLinkage | None") -> list[Item]:
    """Return the cases on the agenda as they stand now, with what sources say of the disputed fields."""
    made = list(outcomes(user, meeting).select_related("by", "undone_by"))
    found = {case.key: case for case in cases.cases(user, linkage)}
    return [_item(each, found, made, linkage) for each in meeting.agenda.get("cases", [])]


def _item(
    listed: dict[str, Any],
    found: dict[str, Case],
    made: Sequence[CaseOutcome],
    linkage: "StoredLinkage | None",
) -> Item:
    case = found.get(cases.now_of(listed["records"], linkage))
    own = [outcome for outcome in made if outcome.case == listed["case"]]
    records = cases.records_of(case.key, linkage) if case and linkage else []
    fields = cases.fields_of(case, records, told.rows_of(records)) if case else []
    return Item(
        key=listed["case"],
        case=case,
        records=tuple(records),
        fields=tuple(each for each in fields if each.disagrees),
        outcome=next((each for each in own if each.undone_at is None), None),
        undone=tuple(each for each in own if each.undone_at is not None),
    )


def pairs_on(user: Any, meeting: ValidationMeeting, linkage: "StoredLinkage | None") -> list[PairItem]:
    """Return the disputed pairs on the agenda, with what the meeting made of them."""
    made = PairDecision.objects.visible_to(user).standing().filter(meeting=meeting).select_related("by")
    decided = {each.pair: each for each in made}
    return [PairItem(key, _pair(user, key, linkage), decided.get(key)) for key in meeting.pairs]


def _pair(user: Any, key: PairKey, linkage: "StoredLinkage | None") -> Pair | None:
    try:
        return reviews.pair(user, key, linkage)
    except reviews.UnknownPair:
        return None


def check_within(area: Area | None, deliveries: Iterable[str]) -> None:
    """Raise ReviewRefused unless all these deliveries are of an area (None: the whole installation)."""
    reach = Reach(area is None, () if area is None else (area.pk,))
    if not all(reach.covers(custody.area_of(delivery)) for delivery in set(deliveries)):
        raise rules.ReviewRefused("outside_the_area")
