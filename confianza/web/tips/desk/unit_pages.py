"""What the page of a unit shows: members and keys, never a tip, and what is due in sentences."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.tips import permissions, sentences
from confianza.web.tips.desk.forms import units as forms
from confianza.web.tips.models import Membership, Unit
from confianza.web.tips.queries import units as queries


def unit_of(request: HttpRequest, unit_id: Any) -> Unit:
    """Return an open unit of the address; one the person does not see is 404."""
    found = Unit.objects.visible_to(request.user).filter(pk=unit_id, closed_on=None).first()
    if found is None:
        raise Http404
    return found


def membership_of(request: HttpRequest, unit: Unit, membership_id: Any) -> Membership:
    """Return a membership of a unit that has not ended; any other is 404."""
    seen = Membership.objects.visible_to(request.user).current()
    found = seen.filter(unit=unit, pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def shown(request: HttpRequest, unit: Unit, **changed: Any) -> Mapping[str, Any]:
    """Return all that the page needs; `changed` holds forms that were sent and refused."""
    today = timezone.localdate()
    standing = queries.standing(unit, today, request.user)
    keeps = permissions.can_keep_units(request.user)
    own = next((one for one in standing.members if one.person.pk == request.user.pk), None)
    return {
        "unit": unit,
        "standing": standing,
        "due": said(standing.due),
        "keeps": keeps,
        "own": own,
        "holds": bool(own and own.holds),
        "openings": queries.openings(unit),
        "can_escrow": bool(queries.escrow_keys()),
        "has_root": queries.has_root(),
        "member_form": forms.MemberForm(people=queries.eligible(unit, people(request)) if keeps else ()),
        "vouching_form": forms.VouchingForm(),
        "give_form": forms.GiveKeyForm(),
        **changed,
    }


def said(due: tuple[str, ...]) -> list[tuple[bool, str]]:
    """Return what is due in sentences, each with whether somebody must act now."""
    return [(code in sentences.PRESSING, str(sentences.DUE[code])) for code in due]


def listed(request: HttpRequest) -> list[tuple[queries.Standing, list[tuple[bool, str]]]]:
    """Return the units somebody may see, each with what is due."""
    return [(one, said(one.due)) for one in queries.all_of(request.user, timezone.localdate())]


def people(request: HttpRequest) -> Any:
    """Return the people whom whoever keeps the list may see."""
    return User.objects.visible_to(request.user).order_by("first_name", "username")
