"""What must hold before anything is served: every address has a door, every kind of row says who sees it.

Django runs them with its own (`manage check`); whatever serves asks for them with `insist`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models
from django.utils.translation import gettext as _

from confianza.web.lib import doors
from confianza.web.project import addresses

TAG = "confianza"
OURS = "confianza.web."


class Unsound(Exception):
    """What is installed would open what must stay closed; `findings` say where."""

    def __init__(self, findings: Sequence[checks.CheckMessage]) -> None:
        self.findings = tuple(findings)
        super().__init__(str(self.findings[0].msg))


def insist(*, on_the_register: bool = False) -> None:
    """Raise Unsound unless everything that can be checked holds; the register's own part only if asked for.

    Whoever serves calls this first: a page without a door must not be open for a single request.
    """
    found = checks.run_checks(databases=["default"] if on_the_register else None)
    serious = [each for each in found if each.is_serious(checks.ERROR) and not _is_silenced(each)]
    if serious:
        raise Unsound(serious)


def _is_silenced(finding: checks.CheckMessage) -> bool:
    """A setting may silence Django, never what stands in this house."""
    return finding.is_silenced() and not (finding.id or "").startswith(f"{TAG}.")


@checks.register(TAG)
def every_address_has_a_door(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """Find views that nobody said to whom they open (confianza.E001)."""
    return [
        checks.Error(
            _("The address %(name)s (/%(route)s) has no door.")
            % {"name": address.name, "route": address.route},
            hint=_("Say in its view to whom it opens (confianza.web.lib.doors)."),
            id=f"{TAG}.E001",
        )
        for address in addresses.everything()
        if doors.door_of(address.view) is None
    ]


@checks.register(TAG)
def every_model_says_who_sees_its_rows(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """Find models of ours without `visible_to(user)` and without a sentence on why not (confianza.E002)."""
    return [
        checks.Error(
            _("The model %(model)s does not say who sees its rows.") % {"model": model._meta.label},
            hint=_("Give its queryset visible_to(user), or the model a sentence: OPEN_BECAUSE."),
            id=f"{TAG}.E002",
        )
        for model in _our_models()
        if not _says_who_sees(model)
    ]


def _our_models() -> Iterator[type[models.Model]]:
    return (
        model
        for model in apps.get_models()
        if model.__module__.startswith(OURS) and ".tests." not in model.__module__
    )


def _says_who_sees(model: type[models.Model]) -> bool:
    if callable(getattr(model._default_manager, "visible_to", None)):
        return True
    # Of the class itself: a sentence inherited was written about other rows.
    reason = vars(model).get("OPEN_BECAUSE", "")
    return isinstance(reason, str) and len(reason.split()) > 2
