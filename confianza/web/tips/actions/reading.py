"""That somebody read: in the account of deeds each time, and among the tip's own lines once a day."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.models import Kind
from confianza.web.tips.actions import lines
from confianza.web.tips.queries.opening import File, OpenTip
from confianza.web.tips.rules import standing


@transaction.atomic
def note_reading(*, opened: OpenTip, by: Any) -> None:
    """Write down that `by` read a tip; call it before anything of it is shown."""
    if not standing.has_read(opened.standing, str(by.pk), timezone.localdate()):
        lines.write(opened=opened, what=standing.READ, told={}, by=by)
    lines.account_for(tip=opened.tip, action="read", by=by, kind=Kind.READ)


def note_file(*, opened: OpenTip, file: File, by: Any) -> None:
    """Write down that `by` opened the clean copy of a file."""
    told = {"file": str(file.attachment.pk)}
    lines.account_for(tip=opened.tip, action="read_file", by=by, kind=Kind.READ, **told)


def note_list(*, tips: int, by: Any) -> None:
    """Write down that `by` saw of so many tips what they are about."""
    audit.record(
        by=by, action="tips.read_list", subject="", details={"tips": tips}, kind=Kind.READ,
        purpose=lines.PURPOSE,
    )  # fmt: skip


def note_search(*, tips: int, by: Any) -> None:
    """Write down that `by` searched so many tips; never for which words."""
    audit.record(
        by=by, action="tips.search", subject="", details={"tips": tips}, kind=Kind.SEARCHED,
        purpose=lines.PURPOSE,
    )  # fmt: skip
