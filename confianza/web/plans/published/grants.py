"""What everybody may see of grants: rules, codes, the draw, points, money. No person's name, and of those who
applied only bodies that stand on the public site and got money.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from confianza.web.lib import draws
from confianza.web.plans.models import (
    Application,
    ApplicationState,
    Award,
    Call,
    JuryDraw,
    Tranche,
    TrancheState,
)
from confianza.web.plans.models.calls import SCORES_KNOWN
from confianza.web.plans.published import exhibits
from confianza.web.plans.published.exhibits import Shown
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules.grants import TAKES_APPLICATIONS
from confianza.web.territory import queries as territory

FORMAT = "confianza-grants/1"
COLUMNS = (
    "call", "title", "area", "state", "opens_on", "closes_on", "currency", "purse", "rules_sha256", "code",
    "asked", "application_state", "place", "percent", "given", "given_to", "paid", "withheld",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A call at a glance: what was asked for, given and paid so far, in its currency."""

    pk: int
    title: str
    place: str
    state: str
    standing: Any
    closes_on: date
    currency: str
    purse: Decimal
    applications: int
    given: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Part:
    """A part of a grant: paid, withheld with its reason, or still due."""

    number: int
    amount: Decimal
    due_on: date
    must_show: str
    state: str
    standing: Any
    reason: str
    shown: int
    exhibits: tuple[Shown, ...]


@dataclass(frozen=True)
class Given:
    """A grant: to whom, where a body may be named, in which parts, and what came of it."""

    code: str
    title: str
    amount: Decimal
    to: str
    departs: str
    parts: tuple[Part, ...]
    results: tuple[Any, ...]


@dataclass(frozen=True)
class Opened:
    """A call with everything that is public of it by now."""

    told: Told
    purpose: str
    rules: dict[str, Any]
    digest: str
    holds: bool
    draw: dict[str, Any] | None
    seats: tuple[str, ...]
    applications: tuple[Application, ...]
    ranking: tuple[dict[str, Any], ...]
    annulled: tuple[dict[str, Any], ...]
    given: tuple[Given, ...]
    appeals: tuple[Any, ...]
    steps: tuple[tuple[Any, datetime, str], ...]
    objections_until: date | None

    @property
    def takes_objections(self) -> bool:
        return self.objections_until is not None and self.objections_until >= timezone.localdate()


def calls() -> list[Told]:
    """Return every call that was ever opened, the latest first."""
    found = list(Call.objects.public().select_related("area"))
    names = territory.names_by_key([each.area for each in found])
    return [_told(each, names.get(each.area_id, "")) for each in found]


def call(pk: int) -> Opened | None:
    """Return one call, None where none of that number was opened."""
    found = Call.objects.public().filter(pk=pk).select_related("area").first()
    if found is None:
        return None
    names = territory.names_by_key([found.area])
    return Opened(
        told=_told(found, names.get(found.area_id, "")),
        purpose=found.purpose,
        rules=found.rules,
        digest=found.digest,
        holds=queries.holds(found),
        draw=_record(found),
        seats=_seats(found),
        applications=_applications(found),
        ranking=tuple(found.ranking) if found.state in SCORES_KNOWN else (),
        annulled=tuple(found.annulled),
        given=_all_given(found),
        appeals=tuple(found.appeals.all()),
        steps=tuple((each.get_state_display(), each.at, each.words) for each in found.steps.all())[1:],
        objections_until=found.objections_until,
    )


def draw(pk: int) -> dict[str, Any] | None:
    """Return the record of the draw of a jury, for `confianza draw verify`; None where none was announced."""
    found = Call.objects.public().filter(pk=pk).first()
    return _record(found) if found else None


def register(pk: int) -> dict[str, Any] | None:
    """Return all that is public of a call, as data: enough to compute the order of the jury again."""
    found, opened = Call.objects.public().filter(pk=pk).first(), call(pk)
    if found is None or opened is None:
        return None
    return {
        "format": FORMAT,
        "title": opened.told.title,
        "area": opened.told.place,
        "state": opened.told.state,
        "rules": opened.rules,
        "rules_sha256": opened.digest,
        "applications": [_application(each) for each in opened.applications],
        "draw_commitment": opened.draw["commitment"] if opened.draw else None,
        "jury": list(opened.seats),
        "ranking": list(opened.ranking),
        "annulled": list(opened.annulled),
        "grants": [_plain(each) for each in opened.given],
        "objections": [
            {"code": each.code, "text": each.text, "upheld": each.upheld, "answer": each.answer}
            for each in opened.appeals
        ],
        "steps": [{"state": str(name), "at": at, "words": words} for name, at, words in opened.steps],
    }


def rows() -> Iterator[list[Any]]:
    """Yield the register as a table, a line an application, the names of its columns first."""
    yield list(COLUMNS)
    for told in calls():
        opened = call(told.pk)
        if opened is None:
            continue
        places = {each["code"]: each for each in opened.ranking}
        given = {each.code: each for each in opened.given}
        for each in opened.applications:
            yield [*_of_call(told, opened), *_of_application(each, places, given)]


def _of_call(told: Told, opened: Opened) -> list[Any]:
    rules = opened.rules
    return [
        told.pk, told.title, told.place, told.state, rules["opens_on"], rules["closes_on"], told.currency,
        told.purse, opened.digest,
    ]  # fmt: skip


def _of_application(
    each: Application, places: dict[str, dict[str, Any]], given: dict[str, Given]
) -> list[Any]:
    rank, award = places.get(each.code, {}), given.get(each.code)
    sums = {
        state: sum((part.amount for part in award.parts if part.state == state), Decimal(0)) if award else ""
        for state in (TrancheState.PAID, TrancheState.WITHHELD)
    }
    return [
        each.code, each.amount, each.state, rank.get("place", ""), rank.get("percent", ""),
        award.amount if award else "", award.to if award else "", *sums.values(),
    ]  # fmt: skip


def _told(found: Call, place: str) -> Told:
    awards = Award.objects.filter(application__call=found)
    paid = Tranche.objects.filter(award__in=awards, state=TrancheState.PAID)
    return Told(
        pk=found.pk,
        title=found.title,
        place=place,
        state=found.state,
        standing=found.get_state_display(),
        closes_on=found.closes_on,
        currency=found.currency,
        purse=found.purse,
        applications=found.applications.count(),
        given=awards.aggregate(told=Sum("amount"))["told"] or Decimal(0),
        paid=paid.aggregate(told=Sum("amount"))["told"] or Decimal(0),
    )


def _record(found: Call) -> dict[str, Any] | None:
    told = JuryDraw.objects.filter(call=found).first()
    return told.record if told else None


def _applications(found: Call) -> tuple[Application, ...]:
    """Return the applications once the call is closed: before, whoever watched the register while people walk
    into the town hall would learn whose code is whose.
    """
    if found.state in TAKES_APPLICATIONS:
        return ()
    return tuple(found.applications.order_by("code").prefetch_related("admissions__criterion"))


def _seats(found: Call) -> tuple[str, ...]:
    """Return the codes of who holds the places, from the record: nobody is looked up."""
    record = _record(found)
    if not record or "drawn" not in record:
        return ()
    return tuple(code for codes in draws.seats(record).values() for code in codes)


def _awards(found: Call) -> Any:
    awards = Award.objects.filter(application__call=found).select_related("application")
    return awards.prefetch_related("tranches__proofs", "results")


def _all_given(found: Call) -> tuple[Given, ...]:
    awards = list(_awards(found))
    files = exhibits.of_grants([each.pk for each in awards])
    return tuple(_given(each, files) for each in awards)


def _given(award: Award, files: Mapping[int, Sequence[Shown]]) -> Given:
    return Given(
        code=award.application.code,
        title=award.application.title,
        amount=award.amount,
        to=award.public_name,
        departs=award.departs,
        parts=tuple(
            Part(
                number=each.number,
                amount=each.amount,
                due_on=each.due_on,
                must_show=each.must_show,
                state=each.state,
                standing=each.get_state_display(),
                reason=each.reason,
                shown=len(each.proofs.all()),
                exhibits=tuple(files.get(each.pk, ())),
            )
            for each in award.tranches.all()
        ),
        results=tuple(award.results.all()),
    )


def _application(each: Application) -> dict[str, Any]:
    return {
        "code": each.code,
        "sha256": each.digest,
        "amount": f"{each.amount:.2f}",
        "state": each.state,
        "reason": "" if each.state == ApplicationState.WITHDRAWN else each.reason,
        "criteria": [
            {"number": said.criterion.number, "met": said.met, "reason": said.reason}
            for said in each.admissions.all()
        ],
    }


def _plain(given: Given) -> dict[str, Any]:
    return {
        "code": given.code,
        "title": given.title,
        "amount": f"{given.amount:.2f}",
        "to": given.to,
        "departs": given.departs,
        "parts": [
            {
                "number": each.number,
                "amount": f"{each.amount:.2f}",
                "due_on": each.due_on,
                "must_show": each.must_show,
                "state": each.state,
                "reason": each.reason,
            }
            for each in given.parts
        ],
        "results": [
            {"what": each.what, "planned": each.planned, "reached": each.reached} for each in given.results
        ],
    }
