"""What people decide in the observatory: answers to criteria that no data can measure."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.observatory import answers


class AnswerRefused(Exception):
    """An answer lacks its reason, or is given to a criterion that is measured; the sentence says what."""


@transaction.atomic
def answer_criterion(*, criterion: str, source: str, reply: Any, reason: str, by: audit.Actor) -> None:
    """Answer a criterion of one source ("" is the whole), in the workspace's data file, with author and
    reason.

    A later answer to the same question replaces the earlier one; the file keeps both. Raises AnswerRefused
    without a reason, or for a criterion that is not a person's to answer.
    """
    from confianza.analysis.quality import criteria
    from confianza.analysis.quality.scorecard import REPLIES, Answer

    asked = {each.id: each for each in criteria.protocol().criteria}.get(criterion)
    if asked is None or asked.answered_by != "person" or reply not in REPLIES:
        raise AnswerRefused("unanswerable")
    if not reason.strip():
        raise AnswerRefused("no_reason")
    told = Answer(criterion, source, reply, by.display_name, reason.strip(), timezone.localdate())
    audit.record(
        by=by,
        action="observatory.answer_criterion",
        subject=criterion,
        details={"source": source, "reply": reply},
    )
    answers.append(told)
