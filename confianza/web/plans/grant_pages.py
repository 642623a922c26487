"""What stands on the pages of a call for grants, put together for whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from confianza.web.community.models import Body, BodyState
from confianza.web.design import writing
from confianza.web.plans import exhibit_pages, grant_sentences, permissions
from confianza.web.plans.models import (
    Application,
    Award,
    Ballot,
    Call,
    CallState,
    CriterionKind,
    JurorCandidate,
    JuryDraw,
)
from confianza.web.plans.models.calls import SCORES_KNOWN
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.territory import queries as territory

DEED_OF = {
    CallState.OPEN: "abrir",
    CallState.CLOSED: "cerrar",
    CallState.SCORING: "puntuar",
    CallState.RANKED: "ordenar",
    CallState.ENDED: "terminar",
}
FORWARD = {
    CallState.DRAFT: CallState.OPEN,
    CallState.OPEN: CallState.CLOSED,
    CallState.CLOSED: CallState.JURY,
    CallState.JURY: CallState.SCORING,
    CallState.SCORING: CallState.RANKED,
    CallState.RANKED: CallState.AWARDED,
    CallState.AWARDED: CallState.ENDED,
}


@dataclass(frozen=True)
class Next:
    """The step that comes next: its name, how it is taken, and what it waits for."""

    to: CallState
    label: Any
    deed: str
    waits_for: list[str]


@dataclass(frozen=True)
class Seat:
    """A place in the jury, under its code: how many applications are scored or in conflict, of how many."""

    code: str
    state: Any
    done: int
    of: int


@dataclass(frozen=True)
class Row:
    """An application in the order of the jury, with what following it would give, in the money of the
    call.
    """

    place: int
    code: str
    title: str
    percent: float
    jurors: int
    asked: Any
    suggested: Any
    award: Award | None
    reason: str


def call(user: Any, found: Call) -> dict[str, Any]:
    """Return what the page of a call shows to a person."""
    runs, gives = permissions.runs(user, found), permissions.gives(user, found)
    return {
        "call": found,
        "place": territory.names_by_key([found.area]).get(found.area_id, ""),
        "days": f"{writing.day(found.opens_on)} – {writing.day(found.closes_on)}",
        "least": f"{found.least} %",
        "until": writing.day(found.objections_until) if found.objections_until else "",
        "criteria": found.criteria.order_by("kind", "number"),
        "holds": queries.holds(found) if found.digest else None,
        "runs": runs,
        "gives": gives,
        "counts": _counts(found),
        "applications": found.applications.order_by("code") if runs or gives else (),
        "seats": seats(found) if runs or gives else (),
        "rows": ranked(found) if found.state in SCORES_KNOWN else (),
        "steps": found.steps.all(),
        "next": _next(found, runs, gives),
        "candidacy": JurorCandidate.objects.filter(call=found, person=user).first(),
    }


def _next(found: Call, runs: bool, gives: bool) -> Next | None:
    to = FORWARD.get(CallState(found.state))
    may = gives if to == CallState.AWARDED else runs
    if to is None or not may:
        return None
    ready = queries.ready(found)
    codes = rules.lacks(found.state, to, ready)
    if to == CallState.AWARDED:
        codes = [code for code in codes if code != "nothing_awarded"]
    label = grant_sentences.STEPS.get(to, "")
    return Next(to, label, DEED_OF.get(to, ""), grant_sentences.waiting_for(codes))


def _counts(found: Call) -> dict[str, int]:
    states = dict(found.applications.values_list("state").annotate(n=Count("pk")).order_by())
    return {"all": sum(states.values()), **states}


def seats(found: Call) -> list[Seat]:
    """Return the places of the jury with how far each is: numbers, no score."""
    read = queries.admitted(found).count()
    done = Count("ballots", filter=Q(ballots__handed_in_at__isnull=False) | ~Q(ballots__conflict=""))
    return [
        Seat(each.candidate.code, each.get_state_display(), each.done, read)
        for each in queries.seated(found).annotate(done=done)
    ]


def ranked(found: Call) -> list[Row]:
    """Return the applications in the order of the jury; of a call where every score is in."""
    given = {
        each.application.code: each
        for each in Award.objects.filter(application__call=found).select_related("application")
    }
    told = {each.code: each for each in queries.admitted(found)}
    suggested = queries.suggested(found)
    return [
        Row(
            place=each["place"],
            code=each["code"],
            title=told[each["code"]].title,
            percent=each["percent"],
            jurors=each["jurors"],
            asked=told[each["code"]].amount,
            suggested=suggested.get(each["code"], 0) / queries.CENTS,
            award=given.get(each["code"]),
            reason=told[each["code"]].reason,
        )
        for each in found.ranking
        if each["code"] in told
    ]


def jury(found: Call) -> dict[str, Any]:
    """Return what the page of a jury shows: who stands, and the draw as far as it is."""
    draw = JuryDraw.objects.filter(call=found).first()
    in_the_lot = set(queries.in_the_lot(found).values_list("pk", flat=True))
    candidates = list(found.candidates.select_related("person", "nominated_by", "seconded_by"))
    return {
        "call": found,
        "candidates": [(each, each.pk in in_the_lot) for each in candidates],
        "lot": len(in_the_lot),
        "needed": rules.CANDIDATES_A_SEAT * found.jury,
        "draw": draw,
        "jurors": [
            (each, grant_sentences.GAVE_UP.get(each.reason, ""))
            for each in found.jurors.select_related("candidate__person")
        ],
    }


def to_judge(juror: Any) -> list[tuple[Application, Ballot | None]]:
    """Return what a juror has before them, by code: the application, and their own sheet of it."""
    own = {each.application_id: each for each in Ballot.objects.filter(juror=juror)}
    return [(each, own.get(each.pk)) for each in queries.admitted(juror.call)]


def bodies_for(user: Any, found: Call) -> Sequence[Body]:
    """Return the bodies that may apply to a call: those that work, and that the person sees."""
    return list(Body.objects.visible_to(user).filter(state=BodyState.ACTIVE).order_by("name"))


def grant(user: Any, award: Award) -> dict[str, Any]:
    """Return what the page of a grant shows to a person."""
    found = award.application.call
    tranches = list(award.tranches.prefetch_related("proofs"))
    return {
        "award": award,
        "call": found,
        "tranches": tranches,
        "exhibits": exhibit_pages.of_grant(user, award),
        "planned": sum(each.amount for each in tranches),
        "is_planned": queries.is_planned(award),
        "results": award.results.all(),
        "runs": permissions.runs(user, found),
        "gives": permissions.gives(user, found),
        "open_for_objections": bool(
            found.objections_until and found.objections_until >= timezone.localdate()
        ),
    }


def admitting(found: Call) -> list[Any]:
    """Return the criteria an application must meet."""
    return queries.criteria(found, CriterionKind.ADMITS)
