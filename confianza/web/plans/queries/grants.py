"""Calls for grants as pages and steps need them: what stands by now, and the order of the jury."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from confianza.analysis.selection import juries
from confianza.analysis.selection.juries import Marked, Sheet
from confianza.web.community.models import Seat
from confianza.web.plans.models import (
    Appeal,
    Applicant,
    Application,
    ApplicationState,
    Award,
    Ballot,
    Call,
    CallCriterion,
    CallState,
    CriterionKind,
    Juror,
    JurorCandidate,
    JurorState,
    JuryDraw,
    Tranche,
    TrancheState,
)
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.rules.grants import Payable, Ready
from confianza.web.territory import queries as territory

CENTS = 100
# Whoever sat in a body a year before the call opened still belongs to it.
STILL_OF_IT = timedelta(days=365)
RANKING_RULE = "confianza-jury/1"
# 64 bits: enough that nobody finds another name with the same code.
CODE_DIGITS = 16


@dataclass(frozen=True)
class Told:
    """A call at a glance."""

    call: Call
    place: str
    applications: int


def calls(user: Any) -> list[Told]:
    """Return the calls a person may see, the latest first."""
    pks = Call.objects.visible_to(user).values("pk")
    found: list[Any] = list(
        Call.objects.filter(pk__in=pks)
        .select_related("area")
        .annotate(received=Count("applications", distinct=True))
    )
    names = territory.names_by_key([each.area for each in found])
    return [Told(each, names.get(each.area_id, ""), each.received) for each in found]


def visible(user: Any) -> QuerySet[Call]:
    """Return the calls a person may see, with where they are."""
    return Call.objects.visible_to(user).select_related("area", "runner", "objective__plan")


def fixed(call: Call) -> dict[str, Any]:
    """Return what may not change once a call is open: what its digest is of."""
    return {
        "title": call.title,
        "purpose": call.purpose,
        "purse": str(call.purse),
        "at_most": str(call.at_most),
        "currency": call.currency,
        "opens_on": call.opens_on.isoformat(),
        "closes_on": call.closes_on.isoformat(),
        "jury": call.jury,
        "least": call.least,
        "ranking": RANKING_RULE,
        "criteria": [
            {"number": each.number, "kind": each.kind, "text": each.text, "weight": each.weight}
            for each in call.criteria.order_by("number")
        ],
    }


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of content as JSON: keys sorted, letters as they are, no blanks between."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def holds(call: Call) -> bool:
    """Say whether a call is still what was opened: computed again from its rows, not read."""
    return digest(fixed(call)) == call.digest == digest(call.rules)


def handed_in(application: Application) -> dict[str, str]:
    """Return what the digest of an application is of: what its receipt shows."""
    return {
        "code": application.code,
        "title": application.title,
        "what": application.what,
        "amount": f"{application.amount:.2f}",
    }


def criteria(call: Call, kind: str = CriterionKind.SCORES) -> list[CallCriterion]:
    """Return the criteria of a call, of a kind, in their order."""
    return list(call.criteria.filter(kind=kind).order_by("number"))


def seated(call: Call) -> QuerySet[Juror]:
    """Return who holds the places of the jury now."""
    return Juror.objects.filter(call=call).seated().select_related("candidate__person")


def admitted(call: Call) -> QuerySet[Application]:
    """Return the applications the jury reads, by code."""
    return call.applications.filter(state=ApplicationState.ADMITTED).order_by("code")


def ready(call: Call) -> Ready:
    """Return what a call has by now, as its rules ask for it."""
    tranches = Tranche.objects.filter(award__application__call=call)
    appeals = Appeal.objects.filter(call=call)
    since = _awarded_at(call)
    return Ready(
        today=timezone.localdate(),
        closes_on=call.closes_on,
        jury=call.jury,
        admitting=call.criteria.filter(kind=CriterionKind.ADMITS).count(),
        weights=tuple(each.weight for each in criteria(call)),
        unchecked=call.applications.filter(state=ApplicationState.RECEIVED).count(),
        left_out=len(left_out(call)),
        admitted=admitted(call).count(),
        drawn=JuryDraw.objects.filter(call=call, revealed_at__isnull=False).exists(),
        accepted=seated(call).filter(state=JurorState.ACCEPTED).count(),
        missing=missing(call),
        fewest=fewest(call),
        awarded=since is not None,
        paid=tranches.filter(state=TrancheState.PAID).count(),
        upheld=bool(since and appeals.filter(upheld=True, answered_on__gte=since).exists()),
        objections_until=call.objections_until,
        unanswered=appeals.filter(upheld=None).count(),
        unsettled=tranches.filter(state=TrancheState.DUE).count() + _unplanned(call),
        without_result=Award.objects.filter(application__call=call, results=None)
        .exclude(tranches__state=TrancheState.WITHHELD)
        .count(),
    )


def left_out(call: Call) -> list[Application]:
    """Return the applications that stand excluded though an objection to that was right, by code."""
    excluded = call.applications.filter(state=ApplicationState.EXCLUDED).order_by("code")
    return [each for each in excluded if was_right(each)]


def was_right(application: Application) -> bool:
    """Say whether the last objection to an application that was right was one to its exclusion."""
    return bool((last := right_objection(application)) and last.against_exclusion)


def right_objection(application: Application) -> Appeal | None:
    """Return the last objection to an application that was right."""
    upheld = Appeal.objects.filter(call=application.call_id, code=application.code, upheld=True)
    return upheld.order_by("-answered_on", "-pk").first()


def can_be_taken_back(call: Call) -> bool:
    """Say whether an award may be taken back: an objection to it was right, and nothing is paid."""
    return not rules.lacks(CallState.AWARDED, CallState.RANKED, ready(call), words="why")


def _awarded_at(call: Call) -> Any:
    first = Award.objects.filter(application__call=call).order_by("awarded_at").first()
    return timezone.localdate(first.awarded_at) if first else None


def _unplanned(call: Call) -> int:
    return sum(not is_planned(each) for each in Award.objects.filter(application__call=call))


def is_planned(award: Award) -> bool:
    """Say whether the parts of a grant add up to it."""
    return sum((each.amount for each in award.tranches.all()), Decimal(0)) == award.amount


def missing(call: Call) -> int:
    """Return how many scores are still to be handed in: of each juror for each application without
    conflict.
    """
    jurors = seated(call)
    done = Ballot.objects.done().filter(juror__in=jurors, application__in=admitted(call)).count()
    return jurors.count() * admitted(call).count() - done


def is_unfinished(juror: Juror) -> bool:
    """Say whether scores of a juror are missing, while no order has told those that are in: nobody who sees
    them may choose who stays.
    """
    if juror.call.steps.filter(state=CallState.RANKED).exists():
        return False
    asked = admitted(juror.call)
    return Ballot.objects.done().filter(juror=juror, application__in=asked).count() < asked.count()


def fewest(call: Call) -> int:
    """Return how many jurors without conflict the application has that has the fewest."""
    seats = seated(call).count()
    conflicts = Count(
        "ballots",
        filter=~Q(ballots__conflict="") & ~Q(ballots__juror__state=JurorState.REPLACED),
        distinct=True,
    )
    most = max((each.conflicts for each in admitted(call).annotate(conflicts=conflicts)), default=0)
    return int(seats - most)


def sits_there(call: Call, person: Any, application: Application) -> bool:
    """Say whether somebody sits in the body that applies, or did within the year before the call."""
    bodies = Applicant.objects.filter(application=application).values("body")
    still = Q(ends_on=None) | Q(ends_on__gt=call.opens_on - STILL_OF_IT)
    return Seat.objects.filter(still, body__in=bodies, person=person).exists()


def seats_in_applicants(call: Call) -> list[tuple[Juror, Application]]:
    """Return the jurors who sit in a body that applies, each with its application."""
    return [
        (juror, application)
        for application in admitted(call)
        for juror in seated(call)
        if sits_there(call, juror.candidate.person, application)
    ]


def sheets(call: Call) -> list[Sheet]:
    """Return what the jurors gave, of what counts, under codes."""
    counted = Ballot.objects.counted().filter(application__in=admitted(call))
    told = counted.select_related("application", "juror__candidate").prefetch_related("scores__criterion")
    return [
        Sheet(
            code=each.application.code,
            juror=each.juror.candidate.code,
            points={score.criterion.number: score.points for score in each.scores.all()},
        )
        for each in told
    ]


def in_order(call: Call) -> list[dict[str, Any]]:
    """Return the order of the jury as it is kept, with the points it comes from: all of it is public."""
    told = sheets(call)
    weights = {each.number: each.weight for each in criteria(call)}
    ranked = juries.ranking(told, weights, call.draw.record["seed"])
    points: dict[str, list[dict[str, Any]]] = {}
    for each in sorted(told, key=lambda sheet: sheet.juror):
        given = {str(number): given for number, given in sorted(each.points.items())}
        points.setdefault(each.code, []).append({"juror": each.juror, "points": given})
    return [row | {"points": points[row["code"]]} for row in frozen(ranked)]


def frozen(ranked: Iterable[Marked]) -> list[dict[str, Any]]:
    """Return an order as it is kept: each mark whole, as a fraction, and rounded for reading."""
    return [
        {
            "place": place,
            "code": each.code,
            "mark": f"{each.mark.numerator}/{each.mark.denominator}",
            "percent": round(float(each.mark), 2),
            "jurors": each.jurors,
            "lot": each.lot,
        }
        for place, each in enumerate(ranked, 1)
    ]


def suggested(call: Call) -> dict[str, int]:
    """Return what each application gets if the order of the jury is followed, in hundredths."""
    asked = {each.code: cents(each.amount) for each in admitted(call)}
    ranked = [
        Marked(each["code"], Fraction(each["mark"]), each["jurors"], each["lot"]) for each in call.ranking
    ]
    return juries.funded(ranked, asked, purse=cents(call.purse), least=call.least)


def cents(amount: Decimal) -> int:
    """Return money in hundredths."""
    return int(amount * CENTS)


def payable(tranche: Tranche) -> Payable:
    """Return what stands for or against paying a part of a grant."""
    call = tranche.award.application.call
    earlier = tranche.award.tranches.filter(number__lt=tranche.number)
    return Payable(
        shown=tranche.proofs.exists(),
        earlier_paid=not earlier.exclude(state=TrancheState.PAID).exists(),
        all_planned=is_planned(tranche.award),
        unanswered=Appeal.objects.filter(call=call, upheld=None).count(),
        left_out=len(left_out(call)),
        objections_until=call.objections_until,
    )


def code_of(salt: str, username: str) -> str:
    """Return the code by which a candidate stands in the public list."""
    return hashlib.sha256(f"{salt}|{username}".encode()).hexdigest()[:CODE_DIGITS]


def in_the_lot(call: Call) -> QuerySet[JurorCandidate]:
    """Return who may be drawn: agreed, seconded, and still with an account."""
    return JurorCandidate.objects.filter(
        call=call,
        agreed_at__isnull=False,
        seconded_by__isnull=False,
        declined_at=None,
        person__is_active=True,
    ).order_by("code")


def waits_since(juror: Juror) -> Any:
    """Return since which day a juror is waited for: since the draw, or since scores can be given."""
    steps = juror.call.steps.filter(state__in=("jury", "scoring")).order_by("-at")
    return timezone.localdate(steps[0].at) if steps else timezone.localdate()


def given_back(call: Call) -> list[Juror]:
    """Return the jurors whose place was given back and to nobody else yet."""
    draw = JuryDraw.objects.filter(call=call, revealed_at__isnull=False).first()
    followed = {each["name"] for each in draw.record["replaced"]} if draw else set()
    gone = Juror.objects.filter(call=call, state=JurorState.REPLACED).select_related("candidate")
    return [each for each in gone.order_by("pk") if each.candidate.code not in followed]


def has_too_few(call: Call) -> bool:
    """Say whether conflicts leave some application with too few jurors."""
    return fewest(call) < rules.majority(call.jury)


def place_of(candidate: JurorCandidate) -> Juror | None:
    """Return the place in the jury that somebody was drawn for, or stepped into."""
    return Juror.objects.filter(candidate=candidate).select_related("call", "candidate").first()


def ballot_of(juror: Juror, application: Application) -> Ballot | None:
    """Return what a juror said of an application, if anything."""
    return Ballot.objects.filter(juror=juror, application=application).first()


def list_is_fixed(call: Call) -> bool:
    """Say whether the list of those who stand for a jury was committed to."""
    return JuryDraw.objects.filter(call=call).exists()
