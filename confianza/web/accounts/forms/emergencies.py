"""What is asked for in an emergency, and what internal control says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import rules
from confianza.web.accounts.models import Purpose, Role
from confianza.web.accounts.models.emergencies import EmergencyMode, Verdict

LONGEST_REASON, LONGEST_NOTE = 500, 1000
WHY_NOT = {
    "closed": _("The account is suspended, or holds no role any more."),
    "kept_apart": _("Who administers or audits Confianza reads no content, in an emergency neither."),
    "stranger": _("Only people who hold a role here can ask for emergency access."),
    "never": _("This role is never opened in an emergency."),
    "wrong_purpose": _("This role is not held for that purpose."),
    "short": _("Write in at least 20 letters what happens."),
    "held": _("You hold this role in this place already."),
    "under_way": _("You have another request under way. End it first."),
    "overdue": _(
        "An earlier emergency access of yours was not reviewed within 72 hours. "
        "Until internal control has reviewed it, you cannot ask again."
    ),
    "no_longer": _("Too late: somebody else was first, or its time ran out. This is how it stands now."),
    "not_yours": _("This request is not yours to decide."),
}


class AskForm(forms.Form):
    """Which role, where, why, and whether it can wait for a second person."""

    wanted = forms.ChoiceField(label=_("Role you need"))
    area = forms.ChoiceField(label=_("Where"))
    reason = forms.CharField(
        label=_("What happens, and why it cannot wait"),
        help_text=_("At least 20 letters. Without names of victims: those who decide read it too."),
        min_length=rules.SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mode = forms.ChoiceField(
        label=_("When it opens"),
        choices=EmergencyMode.choices,
        initial=EmergencyMode.WAITS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, areas: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = ("", _("Choose"))
        self.fields["wanted"].choices = [blank, *_wanted()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [blank, *areas]  # type: ignore[attr-defined]

    def clean_wanted(self) -> tuple[Role, Purpose]:
        role, purpose = self.cleaned_data["wanted"].split(":")
        return Role(role), Purpose(purpose)


class ReviewForm(forms.Form):
    """The verdict; whoever finds fault says which."""

    verdict = forms.ChoiceField(label=_("Was it right?"), choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What you found"),
        help_text=_("Needed unless it was justified. The person reads it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        justified = said.get("verdict") == Verdict.JUSTIFIED
        if said.get("verdict") and not justified and not said.get("note", "").strip():
            self.add_error("note", _("Say what you found."))
        return said


def _wanted() -> list[tuple[str, str]]:
    """Return every role with every purpose it may be held for, told where there are several."""
    return [
        (f"{role}:{purpose}", f"{role.label} · {purpose.label}" if len(purposes) > 1 else str(role.label))
        for role in rules.roles_in_emergency()
        for purposes in [rules.PURPOSES_OF[role]]
        for purpose in purposes
    ]
