"""Forms as people see them: what was asked, what came by it, and who may bring one where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from confianza.web.fieldwork.models import Form, FormVersion, Quarantined, Standing
from confianza.web.fieldwork.permissions import REVIEWERS, can_bring_for
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area

# Most is done for a whole town; a form of one beat is a rarity.
LEVELS = ("department", "municipality", "commissariat", "substation")


@dataclass(frozen=True)
class Question:
    """One question of a version, in the reader's language."""

    name: str
    kind: str
    label: str
    choices: tuple[tuple[str, str], ...]
    is_required: bool
    row: int
    depth: int


def kept_by(user: Any) -> QuerySet[Form]:
    """Return the forms that a person keeps, with how many submissions wait and how many there are."""
    found = _kept(user)
    waiting = Count("submissions", filter=Q(submissions__standing=Standing.WAITING))
    return found.annotate(sent=Count("submissions"), waiting=waiting).select_related("area")


def versions_kept_by(user: Any) -> QuerySet[FormVersion]:
    """Return the versions of the forms that a person keeps."""
    return FormVersion.objects.filter(form__in=_kept(user)).select_related("form")


def _kept(user: Any) -> QuerySet[Form]:
    keeps = user.reach(*REVIEWERS)
    return Form.objects.filter(keeps.rows()) if keeps else Form.objects.none()


def counts(form: Form) -> dict[str, int]:
    """Return how many filled forms are approved, and how many may still be."""
    sent = form.submissions
    return {
        "approved": sent.filter(standing=Standing.APPROVED).count(),
        "waiting": sent.filter(standing__in=(Standing.WAITING, Standing.ARRIVING)).count(),
    }


def set_aside_for(user: Any) -> QuerySet[Quarantined]:
    """Return what was kept aside and still waits for a person's word."""
    return Quarantined.objects.visible_to(user).filter(resolved_at=None).select_related("form", "device")


def questions(version: FormVersion, language: str) -> list[Question]:
    """Return what a version asks, in its order."""
    return [
        Question(
            name=each["name"],
            kind=each["kind"],
            label=said(each["labels"], language),
            choices=tuple((one["name"], said(one["labels"], language)) for one in each["choices"]),
            is_required=each["required"],
            row=each["row"],
            depth=1 if each["repeat"] and each["kind"] != "repeat" else 0,
        )
        for each in version.dictionary
    ]


def taken_in(user: Any, names: Sequence[str]) -> dict[str, Form]:
    """Return those of the forms of these names that are here and that a person keeps, by name."""
    return {form.form_id: form for form in _kept(user).filter(form_id__in=names)}


def where(user: Any) -> dict[str, Any]:
    """Return where a person may take forms in: `areas`, and whether `everywhere`."""
    return {"areas": areas_for(user), "everywhere": can_bring_for(user, None)}


def said(labels: Mapping[str, str], language: str) -> str:
    """Return a label in a language ("es"), as forms name them ("Español (es)"); else in whatever there is."""
    own = (text for name, text in labels.items() if name == language or name.endswith(f"({language})"))
    return next(own, next(iter(labels.values()), ""))


def areas_for(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the areas that a person may choose for a form or a telephone."""
    reach = user.reach("analyst", "system_administrator")
    found = Area.objects.filter(level__in=LEVELS) if reach.everywhere else _inside(reach.roots)
    areas = list(found.order_by("geography", "level", "stable_id"))
    names = territory.names_of(area.stable_id for area in areas)
    return [(area.stable_id, names.get(area.stable_id, area.code)) for area in areas]


def _inside(roots: Sequence[int]) -> QuerySet[Area]:
    return Area.objects.filter(pk__in=roots)


def area_of(stable_id: str) -> Area | None:
    """Return an area by its identity, None for the whole installation."""
    return Area.objects.get(stable_id=stable_id) if stable_id else None
