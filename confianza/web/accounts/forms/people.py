"""Inviting people, giving grants, choosing whom to see."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import rules
from confianza.web.accounts.models import Purpose, Role, State
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area

EVERYWHERE = "*"
# In the order of the work, so that nobody is made an administrator by the first line of a list.
ROLES = [("", "---"), *((role.value, role.label) for role in Role)]


class GrantForm(forms.Form):
    """A role, where, what for and until when, out of what somebody administers."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    area = forms.ChoiceField(
        label=_("Where"), help_text=_("The role opens this area and all that lies in it.")
    )
    purpose = forms.ChoiceField(
        label=_("To what end"),
        required=False,
        choices=[("", _("The usual for the role")), *Purpose.choices],
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty if no end is known. Whoever comes for a project should have one."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("For the person and the auditor: an order, a contract, a letter."),
    )

    def __init__(self, *args: Any, areas: Any, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [(EVERYWHERE, _("The whole installation"))] if everywhere else []
        self.fields["area"].choices = [("", "---"), *areas, *whole]

    def clean_area(self) -> Area | None:
        chosen = self.cleaned_data["area"]
        return None if chosen == EVERYWHERE else territory.area(chosen)

    def clean_purpose(self) -> Purpose | None:
        return Purpose(self.cleaned_data["purpose"]) if self.cleaned_data["purpose"] else None

    def clean_ends_on(self) -> date | None:
        last: date | None = self.cleaned_data["ends_on"]
        if last and last < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return last

    @property
    def wishes(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        chosen = self.cleaned_data
        last = chosen["ends_on"]
        ends = timezone.make_aware(datetime.combine(last, time.max)) if last else None
        return {
            "role": Role(chosen["role"]), "area": chosen["area"], "purpose": chosen["purpose"],
            "ends_at": ends, "reason": chosen["reason"],
        }  # fmt: skip


class InviteForm(GrantForm):
    """Who is to come, and the first role."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Surname"), max_length=150, required=False)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_(
            "What the person will type to log in. Small letters without blanks, for example ana.lopez"
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ("first_name", "last_name", "username", "role", "area", "purpose", "ends_on", "reason")

    @property
    def wishes(self) -> dict[str, Any]:
        own = {name: self.cleaned_data[name] for name in ("first_name", "last_name", "username")}
        return {**super().wishes, **own}


class InviteAnewForm(forms.Form):
    """A new code; after a lost telephone without the old second factor."""

    without_second_factor = forms.BooleanField(
        label=_("The telephone or key is lost: remove the second factor as well"), required=False
    )


class ReasonForm(forms.Form):
    """Why an account is suspended, reinstated or closed, or a grant ended."""

    reason = forms.CharField(label=_("Why"), max_length=500)


class PeopleFilter(forms.Form):
    """Whom to see."""

    search = forms.CharField(label=_("Name"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *ROLES[1:]])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    area = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("All")), *areas]

    @property
    def wishes(self) -> dict[str, Any]:
        """What was chosen; a choice that is none counts as none."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) or "" for name in ("search", "role", "state")}
        area = self.cleaned_data.get("area")
        return {**chosen, "area": territory.area(area) if area else None}


REFUSALS = {
    "wrong_purpose": _("This role is not held for that purpose."),
    "kept_apart": _("Administration and oversight are kept apart from every other role of the same person."),
    "to_oneself": _("Nobody gives or takes anything from oneself. Ask another administrator."),
    "not_administered": _("This lies outside what you administer."),
    "ends_before": _("It would end before it begins."),
    "has_ended": _("It has ended already."),
    "wrong_state": _("The state of the account does not allow it."),
    "last_administrator": _("Nobody else could administer then. Give another person the role first."),
}


def sentence(refused: rules.GrantRefused | rules.AccountRefused) -> Any:
    """Say why something was refused."""
    return REFUSALS[refused.code]
