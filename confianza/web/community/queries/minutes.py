"""Minutes that came from the field: the form for them, read into what a meeting keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from confianza.web.community.rules.standing import Attendees
from confianza.web.fieldwork.models import Form, Standing, Submission
from confianza.web.fieldwork.queries import answers

FORM = "acta_reunion"
# Who answers for something, as the form names them, and as requests do.
WHOSE = {
    "comunidad": "community",
    "alcaldia": "municipality",
    "policia": "police",
    "escuela": "school",
    "salud": "health",
    "otro": "other",
}
THEMES, PROMISES = "/tema", "/compromiso"


@dataclass(frozen=True)
class Promise:
    """Something that was promised in a meeting: what, whose it is, and by when."""

    what: str
    whose: str
    due_on: date | None


@dataclass(frozen=True)
class Minutes:
    """Minutes as they were written in the field. Nobody is named in them."""

    instance_id: str
    day: date | None
    place: str
    came: Attendees
    said: tuple[str, ...]
    promises: tuple[Promise, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.said)


def approved(user: Any) -> list[Minutes]:
    """Return the minutes that were approved and that a person may see, the latest first."""
    form = Form.objects.filter(form_id=FORM).first()
    if form is None:
        return []
    visible = Submission.objects.visible_to(user).filter(form=form, standing=Standing.APPROVED)
    seen = set(visible.values_list("instance_id", flat=True))
    told = answers.rows(form)
    themes, promises = (_by_instance(told, repeat) for repeat in (THEMES, PROMISES))
    found = [
        _minutes(row, themes.get(row["instance_id"], ()), promises.get(row["instance_id"], ()))
        for row in told.top.iter_rows(named=True)
        if row["instance_id"] in seen
    ]
    return sorted(found, key=lambda each: each.day or date.min, reverse=True)


def _by_instance(told: answers.Answers, repeat: str) -> dict[str, list[Mapping[str, Any]]]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    if repeat in told.frames:
        for row in told.frames[repeat].iter_rows(named=True):
            grouped.setdefault(row["instance_id"], []).append(row)
    return grouped


def _minutes(
    row: Mapping[str, Any], themes: Sequence[Mapping[str, Any]], promises: Sequence[Mapping[str, Any]]
) -> Minutes:
    return Minutes(
        instance_id=row["instance_id"],
        day=row["dia"],
        place=row["lugar"] or "",
        came=Attendees(row["mujeres"] or 0, row["hombres"] or 0, row["policias"] or 0),
        said=tuple(each["tema_dicho"] for each in themes if each["tema_dicho"]),
        promises=tuple(
            Promise(
                what=each["compromiso_que"] or "",
                whose=WHOSE.get(each["compromiso_quien"] or "", "other"),
                due_on=each["compromiso_cuando"],
            )
            for each in promises
        ),
    )
