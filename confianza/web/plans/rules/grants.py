"""What may become of a call for grants and of all that belongs to it, and what each step needs."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from confianza.web.plans.models import ApplicationState, CallState, JurorState, TrancheState
from confianza.web.plans.rules.refusals import StepRefused

# A list shorter than that is no lot: whoever writes it chooses the jury.
CANDIDATES_A_SEAT = 2
SMALLEST_JURY = 3
WHOLE = 100
# Whoever was drawn answers within a week, and scores within three; else the next in the draw steps in.
ANSWERS_WITHIN = timedelta(days=7)
SCORES_WITHIN = timedelta(days=21)
# From the award on; nothing is paid before, so that an answer can still change something.
OBJECTIONS_FOR = timedelta(days=10)
# Shorter words of a name are in every text.
TELLING_LETTERS = 5
# Of a telephone in the region eight; shorter ones are sums and years.
SHORTEST_NUMBER = 7
# Words of the kinds of bodies and groups: they tell nobody apart, and a youth committee writes of the young.
TELL_NOBODY = {
    "aldea", "asociacion", "barrio", "canton", "caserio", "ciudadana", "ciudadano", "cocode", "colectivo",
    "colonia", "comite",
    "comites", "comunal", "comunidad", "comunitaria", "comunitario", "consejo", "desarrollo",
    "directiva", "escolar", "escuela", "grupo", "jovenes", "junta", "juntas", "juventud", "local",
    "madres", "mujeres", "municipal", "organizacion", "padres", "prevencion", "seguridad",
    "vecinal", "vecinas", "vecinos",
}  # fmt: skip

CALLS: Mapping[str, frozenset[str]] = {
    CallState.DRAFT: frozenset({CallState.OPEN, CallState.CANCELLED}),
    CallState.OPEN: frozenset({CallState.CLOSED, CallState.CANCELLED}),
    CallState.CLOSED: frozenset({CallState.JURY, CallState.CANCELLED}),
    CallState.JURY: frozenset({CallState.SCORING, CallState.CANCELLED}),
    CallState.SCORING: frozenset({CallState.RANKED, CallState.CANCELLED}),
    # An exclusion that was wrong annuls the order, openly: the jury scores what it was not given.
    CallState.RANKED: frozenset({CallState.AWARDED, CallState.SCORING, CallState.CANCELLED}),
    # An objection that was right takes the award back, while nothing is paid.
    CallState.AWARDED: frozenset({CallState.ENDED, CallState.RANKED}),
    CallState.ENDED: frozenset(),
    CallState.CANCELLED: frozenset(),
}
# Steps that take something back: with a reason that everybody reads.
BACK = ((CallState.AWARDED, CallState.RANKED), (CallState.RANKED, CallState.SCORING))
APPLICATIONS: Mapping[str, frozenset[str]] = {
    ApplicationState.RECEIVED: frozenset(
        {ApplicationState.ADMITTED, ApplicationState.EXCLUDED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.ADMITTED: frozenset({ApplicationState.EXCLUDED, ApplicationState.WITHDRAWN}),
    ApplicationState.EXCLUDED: frozenset({ApplicationState.ADMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.WITHDRAWN: frozenset(),
}
# What a check comes to; while the call is closed it may be done again, with the same outcome.
CHECKED = (ApplicationState.ADMITTED, ApplicationState.EXCLUDED)
JURORS: Mapping[str, frozenset[str]] = {
    JurorState.DRAWN: frozenset({JurorState.ACCEPTED, JurorState.REPLACED}),
    JurorState.ACCEPTED: frozenset({JurorState.REPLACED}),
    JurorState.REPLACED: frozenset(),
}
TRANCHES: Mapping[str, frozenset[str]] = {
    TrancheState.DUE: frozenset({TrancheState.PAID, TrancheState.WITHHELD}),
    TrancheState.WITHHELD: frozenset({TrancheState.PAID}),
    TrancheState.PAID: frozenset(),
}
# While a call stands there, those may come in, be checked, be proposed, be objected to.
TAKES_APPLICATIONS = (CallState.OPEN,)
CHECKS = (CallState.CLOSED,)
# Later an application comes in only where an objection to its exclusion was right, and before it is ranked.
READMITS = (CallState.JURY, CallState.SCORING)
TAKES_CANDIDATES = (CallState.OPEN, CallState.CLOSED)
TAKES_OBJECTIONS = (CallState.CLOSED, CallState.JURY, CallState.SCORING, CallState.RANKED, CallState.AWARDED)
# Why somebody gives up a place; the words stand in the public record of the draw.
DECLINED, CONFLICTS, SILENT = "declined", "conflicts", "silent"


@dataclass(frozen=True)
class Ready:
    """What a call has by now. `fewest`: without conflict, jurors of the application that has the fewest;
    `left_out`: applications that stand excluded though an objection to that was right.
    """

    today: date
    closes_on: date
    jury: int = 0
    admitting: int = 0
    weights: tuple[int, ...] = ()
    unchecked: int = 0
    left_out: int = 0
    admitted: int = 0
    drawn: bool = False
    accepted: int = 0
    missing: int = 0
    fewest: int = 0
    awarded: bool = False
    paid: int = 0
    upheld: bool = False
    objections_until: date | None = None
    unanswered: int = 0
    unsettled: int = 0
    without_result: int = 0


def check_call(state: str, to: str, ready: Ready, words: str) -> None:
    """Raise StepRefused unless a call may go from `state` to `to` with what it has."""
    for code in lacks(state, to, ready, words):
        raise StepRefused(code)


def lacks(state: str, to: str, ready: Ready, words: str = "") -> list[str]:
    """Return the codes of what a step of a call still waits for."""
    if to not in CALLS[state]:
        return ["not_from_here"]
    if to == CallState.CANCELLED or (state, to) in BACK:
        needs = (("say_why", bool(words.strip())), *_needs_to_go_back(to, ready))
    else:
        needs = _NEEDS[CallState(to)](ready)
    return [code for code, holds in needs if not holds]


Needs = tuple[tuple[str, bool], ...]


def _needs_to_go_back(to: str, ready: Ready) -> Needs:
    if to == CallState.CANCELLED:
        return ()
    if to == CallState.SCORING:
        return (("nobody_left_out", ready.left_out > 0),)
    return (("nothing_upheld", ready.upheld), ("paid_already", ready.paid == 0))


def _to_open(ready: Ready) -> Needs:
    return (
        ("criteria_first", bool(ready.weights) and ready.admitting > 0),
        ("weights_of_100", sum(ready.weights) == WHOLE),
        ("jury_odd", ready.jury >= SMALLEST_JURY and ready.jury % 2 == 1),
        ("day_has_passed", ready.closes_on > ready.today),
    )


def _to_close(ready: Ready) -> Needs:
    return (("still_open", ready.today > ready.closes_on),)


def _to_jury(ready: Ready) -> Needs:
    return (
        ("unchecked", ready.unchecked == 0),
        ("left_out", ready.left_out == 0),
        ("nobody_admitted", ready.admitted > 0),
        ("draw_first", ready.drawn),
    )


def _to_scoring(ready: Ready) -> Needs:
    return (("seats_open", ready.accepted == ready.jury), ("left_out", ready.left_out == 0))


def _to_ranked(ready: Ready) -> Needs:
    return (
        ("left_out", ready.left_out == 0),
        ("scores_missing", ready.missing == 0),
        ("too_few_jurors", ready.fewest >= majority(ready.jury)),
    )


def _to_awarded(ready: Ready) -> Needs:
    return (
        ("objections_open", ready.unanswered == 0),
        ("annul_first", ready.left_out == 0),
        ("nothing_awarded", ready.awarded),
    )


def _to_end(ready: Ready) -> Needs:
    until = ready.objections_until
    return (
        ("objections_open", ready.unanswered == 0 and bool(until and until < ready.today)),
        ("take_back_first", ready.left_out == 0),
        ("tranches_open", ready.unsettled == 0),
        ("results_first", ready.without_result == 0),
    )


_NEEDS = {
    CallState.OPEN: _to_open,
    CallState.CLOSED: _to_close,
    CallState.JURY: _to_jury,
    CallState.SCORING: _to_scoring,
    CallState.RANKED: _to_ranked,
    CallState.AWARDED: _to_awarded,
    CallState.ENDED: _to_end,
}


def majority(jury: int) -> int:
    """Return how many jurors without conflict an application needs: more than half."""
    return jury // 2 + 1


def check_intake(
    state: str, *, opens_on: date, closes_on: date, today: date, amount: Decimal, at_most: Decimal
) -> None:
    """Raise StepRefused unless an application may still be taken: in its days, and within what one may ask
    for.
    """
    if state not in TAKES_APPLICATIONS or today < opens_on:
        raise StepRefused("not_open")
    if today > closes_on:
        raise StepRefused("too_late")
    if not 0 < amount <= at_most:
        raise StepRefused("too_much")


def check_application(call: str, state: str, to: str, *, all_met: bool, was_right: bool = False) -> None:
    """Raise StepRefused unless an application may be admitted, excluded, withdrawn while the call stands so.

    `was_right`: an objection to its exclusion was right. Then it is admitted, also after the jury was drawn,
    and not excluded again.
    """
    stays = to == state and to in CHECKED
    if to not in APPLICATIONS[state] and not stays:
        raise StepRefused("not_from_here")
    if to == ApplicationState.WITHDRAWN:
        if call not in (*TAKES_APPLICATIONS, *CHECKS):
            raise StepRefused("too_late")
        return
    if was_right and to != ApplicationState.ADMITTED:
        raise StepRefused("objection_was_right")
    comes_late = was_right and not stays
    if call not in CHECKS and not (comes_late and call in READMITS):
        raise StepRefused(_when_to_check(call) if comes_late else "not_closed")
    if all_met != (to == ApplicationState.ADMITTED):
        raise StepRefused("not_from_here")


def _when_to_check(call: str) -> str:
    """Return the code of what comes before an application can come in after all."""
    steps = {CallState.RANKED: "annul_first", CallState.AWARDED: "take_back_first"}
    return steps.get(CallState(call), "not_closed")


def betrays(text: str, name: str) -> str:
    """Return the first word of an applicant's name that a text holds and that tells something, or ""."""
    words = set(_words(text)) - TELL_NOBODY
    return next((word for word in _words(name) if len(word) >= TELLING_LETTERS and word in words), "")


def betrays_contact(text: str, contact: str) -> bool:
    """Say whether a text holds the telephone, however it is spaced, or the mail address of an applicant."""
    number = "".join(filter(str.isdecimal, contact))
    mails = [word for word in contact.casefold().split() if "@" in word]
    rings = len(number) >= SHORTEST_NUMBER and number in "".join(filter(str.isdecimal, text))
    return rings or any(each.strip(",;.") in text.casefold() for each in mails)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return kept.split()


def check_candidates(state: str, *, there_are: int, jury: int) -> None:
    """Raise StepRefused unless a jury may be drawn from so many."""
    if state not in CHECKS:
        raise StepRefused("not_closed")
    if there_are < CANDIDATES_A_SEAT * jury:
        raise StepRefused("list_too_short")


def check_replacement(
    state: str,
    why: str,
    *,
    has_scored: bool,
    is_unfinished: bool,
    waits_since: date,
    today: date,
    too_few: bool,
) -> None:
    """Raise StepRefused unless a place in the jury may go to the next: never of somebody whose scores are in,
    but where the rest does not come and nobody has seen those that did.

    `is_unfinished`: scores are missing, and no order has told the others; `waits_since`: the day from which
    they were asked, or could score; `too_few`: their conflicts leave too few.
    """
    if JurorState.REPLACED not in JURORS[state]:
        raise StepRefused("not_from_here")
    if has_scored and not (why == SILENT and is_unfinished):
        raise StepRefused("has_scored")
    patience = ANSWERS_WITHIN if state == JurorState.DRAWN else SCORES_WITHIN
    if why == SILENT and today - waits_since <= patience:
        raise StepRefused("not_yet_silent")
    if why == CONFLICTS and not too_few:
        raise StepRefused("enough_jurors")


def departures(given: Mapping[str, int], suggested: Mapping[str, int]) -> list[str]:
    """Return the applications whose award is not what the order of the jury gives, by code."""
    return sorted(code for code in {*given, *suggested} if given.get(code, 0) != suggested.get(code, 0))


def check_award(
    given: Mapping[str, int],
    *,
    asked: Mapping[str, int],
    marks: Mapping[str, float],
    suggested: Mapping[str, int],
    purse: int,
    least: int,
    reasons: Mapping[str, str],
) -> None:
    """Raise StepRefused unless this money may be given; all in the smallest unit.

    Within the purse, to nobody more than was asked for, to nobody below the mark; and each departure from the
    order of the jury with its reason.
    """
    if not any(given.values()):
        raise StepRefused("nothing_awarded")
    if sum(given.values()) > purse:
        raise StepRefused("over_the_purse")
    for code, amount in given.items():
        if amount > asked[code]:
            raise StepRefused("more_than_asked", application=code)
        if amount and marks[code] < least:
            raise StepRefused("below_the_mark", application=code)
    for code in departures(given, suggested):
        if not reasons.get(code, "").strip():
            raise StepRefused("say_why_not_ranking", application=code)


def check_objection(state: str, *, until: date | None, today: date) -> None:
    """Raise StepRefused unless somebody may still object."""
    if not takes_objections(state, until=until, today=today):
        raise StepRefused("too_late_to_object")


def takes_objections(state: str, *, until: date | None, today: date) -> bool:
    """Say whether somebody may still object."""
    return state in TAKES_OBJECTIONS and (until is None or today <= until)


def check_tranche(amount: Decimal, *, others: Decimal, award: Decimal) -> None:
    """Raise StepRefused unless another part fits into a grant, beside the other parts."""
    if amount <= 0 or others + amount > award:
        raise StepRefused("more_than_awarded")


@dataclass(frozen=True)
class Payable:
    """What stands for or against paying a part of a grant."""

    shown: bool
    earlier_paid: bool
    all_planned: bool
    unanswered: int
    left_out: int
    objections_until: date | None


def check_payment(state: str, to: str, has: Payable, *, words: str, today: date) -> None:
    """Raise StepRefused unless a part of a grant may be paid, or withheld with its reason."""
    if to not in TRANCHES[state]:
        raise StepRefused("not_from_here")
    if to == TrancheState.WITHHELD:
        if not words.strip():
            raise StepRefused("say_why")
        return
    until = has.objections_until
    if has.unanswered or until is None or today <= until:
        raise StepRefused("objections_open")
    needs = (
        ("take_back_first", has.left_out == 0),
        ("plan_tranches", has.all_planned),
        ("earlier_first", has.earlier_paid),
        ("show_first", has.shown),
    )
    for code, holds in needs:
        if not holds:
            raise StepRefused(code)
