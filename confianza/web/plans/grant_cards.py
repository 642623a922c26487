"""What grants put in the hall: what waits for whom, and what was done, in words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card
from confianza.web.plans import permissions
from confianza.web.plans.models import Ballot, Call, CallState, Juror, JurorCandidate, JurorState
from confianza.web.plans.models.calls import GIVERS, RUNNERS
from confianza.web.plans.queries import grants as queries

DEEDS = {
    "plans.write_call": _("wrote the call for grants"),
    "plans.add_criterion": _("added a criterion to the call"),
    "plans.drop_criterion": _("took a criterion out of the call"),
    "plans.move_call": _("took further the call for grants"),
    "plans.find_conflicts": _("found jurors in a body that applies, of the call"),
    "plans.receive_application": _("received an application to the call"),
    "plans.check_application": _("checked an application to the call"),
    "plans.withdraw_application": _("withdrew an application to the call"),
    "plans.read_applicant": _("read who applied to the call"),
    "plans.nominate_juror": _("proposed somebody for the jury of the call"),
    "plans.second_juror": _("seconded somebody for the jury of the call"),
    "plans.stand_for_jury": _("said whether they stand for the jury of the call"),
    "plans.commit_jury": _("committed to the draw of the jury of the call"),
    "plans.reveal_jury": _("drew the jury of the call"),
    "plans.accept_jury": _("took a place in the jury of the call"),
    "plans.replace_juror": _("gave back a place in the jury of the call"),
    "plans.fill_jury": _("seated the next in the draw of the call"),
    "plans.declare_conflict": _("said whether there is a conflict of interest, in the call"),
    "plans.hand_in_scores": _("handed in points, in the call"),
    "plans.award": _("gave the money of the call"),
    "plans.plan_tranche": _("planned a part of a grant of the call"),
    "plans.show_proof": _("wrote down what was shown for a grant of the call"),
    "plans.settle_tranche": _("paid or withheld a part of a grant of the call"),
    "plans.tell_result": _("wrote down what came of a grant of the call"),
    "plans.object": _("wrote down an objection to the call"),
    "plans.answer_appeal": _("answered an objection to the call"),
}


def granted(user: Any) -> list[Card]:
    """Show what of grants waits for a person: to agree, to score, to close, to award."""
    if not user.is_authenticated:
        return []
    told = {"own": _own(user), "to_close": _to_close(user), "to_give": _to_give(user)}
    if not any(told.values()):
        return []
    return [Card(_("Grants"), "plans/cards/grants.html", told, order=10)]


def _own(user: Any) -> list[dict[str, Any]]:
    """Return what waits for somebody who stands for a jury."""
    found = JurorCandidate.objects.filter(person=user).exclude(call__state__in=("ended", "cancelled"))
    return [told for each in found.select_related("call") if (told := _waits(each))]


def _waits(candidate: JurorCandidate) -> dict[str, Any] | None:
    juror = Juror.objects.filter(candidate=candidate).exclude(state=JurorState.REPLACED).first()
    call = candidate.call
    if juror is None:
        asked = candidate.agreed_at is None and candidate.declined_at is None
        return {"call": call, "what": "stand"} if asked and not hasattr(call, "draw") else None
    if juror.state == JurorState.DRAWN:
        return {"call": call, "what": "accept"}
    if call.state != CallState.SCORING:
        return None
    left = queries.admitted(call).count() - Ballot.objects.done().filter(juror=juror).count()
    return {"call": call, "what": "score", "left": left} if left else None


def _to_close(user: Any) -> list[Call]:
    if not permissions.can_run_calls(user):
        return []
    over = Call.objects.filter(state=CallState.OPEN, closes_on__lt=timezone.localdate())
    return list(over.filter(user.reach(*RUNNERS).rows()))


def _to_give(user: Any) -> list[Call]:
    if not permissions.can_give(user):
        return []
    return list(Call.objects.filter(state=CallState.RANKED).filter(user.reach(*GIVERS).rows()))
