"""An evaluation leaves the house: frozen, with its critique, after small counts were taken out."""

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Evaluation, Publication, State
from confianza.web.evaluation.queries import evaluations, publishing
from confianza.web.evaluation.rules import StepRefused


@transaction.atomic
def publish(*, evaluation: Evaluation, by: Actor, reason: str = "") -> Publication:
    """Publish what was computed and criticised. A later publication takes over and says why.

    Raises StepRefused not_from_here, say_why.
    """
    current = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    rules.check_step(current.state, State.PUBLISHED)
    result = evaluations.latest_result(current)
    if result is None:
        raise StepRefused("not_from_here", state=current.state, to=State.PUBLISHED)
    if current.publications.exists() and not reason.strip():
        raise StepRefused("say_why")
    made = Publication.objects.create(
        evaluation=current,
        result=result,
        content=publishing.content(current, result),
        reason=reason.strip(),
        made_by=by.display_name,
    )
    current.state = State.PUBLISHED
    current.save(update_fields=["state"])
    details = {"result": result.sha256, "reason": reason.strip()}
    audit.record(by=by, action="evaluation.publish", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()
    return made
