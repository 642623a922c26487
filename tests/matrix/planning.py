"""What each town has planned: a draft, a plan before the open meeting and one it approved, with promises."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies, meetings
from confianza.web.community.models import BodyKind, Meeting
from confianza.web.community.rules.standing import Attendees
from confianza.web.plans.actions import commitments, exhibits, prevention
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.models import CycleStep, PlanVersion, PreventionPlan
from confianza.web.plans.rules import quarters
from confianza.web.tips.cleaning import Clean

MONTHS = timedelta(days=300)
PICTURE = Clean("image/png", b"\x89PNG\r\n\x1a\n")
LAST_QUARTER = quarters.before(quarters.of(timezone.localdate()))
QUARTER_BEFORE = quarters.before(LAST_QUARTER)


def build(area: Any) -> dict[str, int]:
    """Build it through the actions that the pages of the room go through."""
    keeper, clerk = (User.objects.create_user(f"{name}-{area.code}") for name in ("planes", "acta"))
    council = bodies.found(
        name=f"Consejo-{area.code}", kind=BodyKind.MUNICIPAL_COUNCIL, area=area, is_public=True,
        by=COMMAND_LINE,
    )  # fmt: skip
    draft, waiting, agreed = (_plan(area, council, keeper, name) for name in ("Plan", "Ante", "Acordado"))
    aim = draft.objectives.get()
    spare = prevention.aim(plan=draft, text="Otro", by_on=timezone.localdate(), by=keeper)
    for plan in (waiting, agreed):
        prevention.propose(plan=plan, why="Está listo.", by=keeper)
    _agree(agreed, council, clerk)
    prevention.account(plan=agreed, period=LAST_QUARTER, by=keeper)
    shown = agreed.objectives.get().commitments.get()
    commitments.publish(commitment=shown, text=f"Prometido-{area.code}", by=COMMAND_LINE)
    promised = aim.commitments.get()
    attached = exhibits.attach(
        commitment=promised, files=[PICTURE], caption=f"Archivo-{area.code}", by=keeper
    )
    return {
        "promised_file": attached[0].pk,
        "shown_promise": shown.pk,
        "promised": promised.pk,
        "draft": draft.pk,
        "aim": aim.pk,
        "spare_aim": spare.pk,
        "before_meeting": waiting.pk,
        "agreed": agreed.pk,
    }


def _plan(area: Any, council: Any, keeper: User, name: str) -> PreventionPlan:
    today = timezone.localdate()
    plan = prevention.write(
        area=area, kind="municipal", title=f"{name}-{area.code}", summary="Para todos.", body=council,
        begins_on=today - MONTHS, ends_on=today + MONTHS, by=keeper,
    )  # fmt: skip
    for step in CycleStep:
        prevention.write_chapter(plan=plan, step=step, text="Así.", by=keeper)
    aim = prevention.aim(plan=plan, text="Un objetivo", by_on=today, by=keeper)
    # What is proposed everybody reads, with its promises; only the draft's are the town's own.
    what = f"Compromiso-{area.code}" if name == "Plan" else "Un portón con llave"
    commitments.promise(
        area=area, what=what, whose="school", owner_name="Escuela",
        due_on=today + MONTHS, cause=Cause(objective=aim), by=keeper,
    )  # fmt: skip
    return plan


def _agree(plan: PreventionPlan, council: Any, clerk: User) -> None:
    """Have the council vote, a week after everybody could read the plan."""
    now = timezone.now()
    meeting = meetings.call(
        body=council, theme="school", starts_at=now - timedelta(hours=1), place="Plaza", by=COMMAND_LINE
    )
    Meeting.objects.filter(pk=meeting.pk).update(called_at=now - timedelta(days=9))
    PlanVersion.objects.filter(plan=plan).update(proposed_at=now - timedelta(days=8))
    meeting.refresh_from_db()
    meetings.hold(meeting=meeting, came=Attendees(9, 9, 1), highest_came=True, by=COMMAND_LINE)
    prevention.decide(plan=plan, meeting=meeting, in_favour=9, against=1, abstained=0, said="", by=clerk)
