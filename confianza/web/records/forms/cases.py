"""Which cases to list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.records.queries import cases, told


class CaseFilterForm(forms.Form):
    """Which cases to list; nothing chosen lists all."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    source = forms.ChoiceField(label=_("Told by"), required=False)
    series = forms.ChoiceField(label=_("Series"), required=False)
    disagreeing = forms.BooleanField(label=_("Only where sources disagree"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        self.fields["status"].choices = [everything, *told.STATUSES.items()]  # type: ignore[attr-defined]
        self.fields["source"].choices = [everything, *sources]  # type: ignore[attr-defined]
        self.fields["series"].choices = [everything, *cases.series_named()]  # type: ignore[attr-defined]

    def filters(self) -> cases.Filters:
        """Return what was chosen; nothing where the address makes no sense."""
        return cases.Filters(**self.cleaned_data) if self.is_valid() else cases.Filters()
