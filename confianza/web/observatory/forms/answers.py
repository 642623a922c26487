"""What a person answers about the quality of the sources."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """What a person answers about a criterion that no data can measure."""

    reply = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes, it is met")), ("partly", _("In part")), ("no", _("No, it is not met"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How you know"),
        help_text=_("A law, a web page, minutes of a meeting, who told you and when. Never a person's data."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
