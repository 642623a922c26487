"""What the municipality decides that a crime weighs."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.observatory import weights


class WeightsRefused(Exception):
    """A decision lacks its reason, or changes nothing; the code says which."""


@transaction.atomic
def decide_weights(*, values: Mapping[str, str], reason: str, by: audit.Actor) -> int:
    """Decide what cases of offences weigh (classes of the ICCS; "" takes a weight back), in the workspace's
    data file, with author and reason; return how many were decided.

    What holds already is not written again. Raises WeightsRefused without a reason or without a change.
    """
    if not reason.strip():
        raise WeightsRefused("no_reason")
    held = {code: each.weight for code, each in weights.standing().items()}
    changed = {code: value for code, value in values.items() if value != held.get(code, "")}
    if not changed:
        raise WeightsRefused("no_change")
    audit.record(by=by, action="observatory.decide_weights", subject="harm_weights", details=changed)
    on = timezone.localdate().isoformat()
    weights.append(
        weights.Decision(code, value, by.display_name, reason.strip(), on) for code, value in changed.items()
    )
    return len(changed)
