"""An evaluation leaves the house: frozen, with its critique, no finer than may be."""

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Evaluation, Publication, State
from confianza.web.evaluation.queries import evaluations, publishing, telling
from confianza.web.evaluation.rules import StepRefused
from confianza.web.observatory import archive


@transaction.atomic
def publish(*, evaluation: Evaluation, by: Actor, reason: str = "") -> Publication:
    """Publish what was computed and criticised, as finely as `queries.telling` lets it. A later publication
    takes over and says why. What is told is kept with the releases: later ones are audited along with it.

    Raises StepRefused not_from_here, say_why.
    """
    current = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    rules.check_step(current.state, State.PUBLISHED)
    result = evaluations.latest_result(current)
    if result is None:
        raise StepRefused("not_from_here", state=current.state, to=State.PUBLISHED)
    if current.publications.exists() and not reason.strip():
        raise StepRefused("say_why")
    told = telling.telling(current, result)
    made = Publication.objects.create(
        evaluation=current,
        result=result,
        content=publishing.content(current, result, told),
        reason=reason.strip(),
        made_by=by.display_name,
    )
    if told.kept is not None and told.has_counts:
        archive.keep_beside(f"evaluation-{made.pk:06}", told.kept, told.source)
    current.state = State.PUBLISHED
    current.save(update_fields=["state"])
    details = {"result": result.sha256, "reason": reason.strip(), "level": told.level, "held_back": told.why}
    audit.record(by=by, action="evaluation.publish", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()
    return made
