"""Surveys: begun, what they follow, and the list they draw from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.fieldwork.actions import library
from confianza.web.fieldwork.library import catalogue
from confianza.web.fieldwork.models import Form
from confianza.web.surveys.frames import Row
from confianza.web.surveys.models import Cluster, Draw, Item, Measure, Sampled, Stratum, Survey
from confianza.web.surveys.queries import items, plans
from confianza.web.territory.models import Area


class FrameInUse(Exception):
    """Clusters were drawn from the list: it stays as it is, or nobody could check the draw."""


@transaction.atomic
def begin(
    *,
    title: str,
    area: Area,
    population: str,
    form: Form,
    by: Actor,
    columns: Mapping[str, str] | None = None,
    missing: Sequence[str] = items.READY_MISSING,
) -> Survey:
    """Begin a survey of a place by a form. Without `columns` those of the ready forms are meant; the
    questions of the form that are known to be worth following are followed from the beginning.
    """
    survey = Survey.objects.create(
        title=title.strip(),
        area=area,
        population=population.strip(),
        form=form,
        columns=dict(columns) if columns is not None else items.columns_of(form),
        missing=list(missing),
        made_by=by.display_name,
    )
    for place, known in enumerate(items.worded(form)):
        lowest, highest = known.scale or (None, None)
        Item.objects.create(
            survey=survey, column=known.column, place=place, name=dict(known.name),
            wording=dict(known.wording), measure=known.measure, answers=list(known.answers),
            lowest=lowest, highest=highest, higher_is_better=known.better, source=known.source,
        )  # fmt: skip
    _told(by, "surveys.begin", survey, items=survey.items.count())
    return survey


@transaction.atomic
def follow(
    *,
    survey: Survey,
    column: str,
    measure: str,
    name: Mapping[str, str],
    by: Actor,
    answers: Sequence[str] = (),
    scale: tuple[float, float] | None = None,
    higher_is_better: bool | None = None,
    source: str = "",
) -> Item:
    """Follow another question, or the same one in other words or on another scale: that is a new version."""
    question = next(each for each in items.questions(survey.form) if each.column == column)
    same = Item.objects.filter(survey=survey, column=column, measure=measure).order_by("-version").first()
    lowest, highest = scale if scale and measure == Measure.MEAN else (None, None)
    item = Item.objects.create(
        survey=survey, column=column, version=same.version + 1 if same else 1,
        place=survey.items.count(), name=dict(name), wording=items.wording_of(question), measure=measure,
        answers=list(answers), lowest=lowest, highest=highest, higher_is_better=higher_is_better,
        source=source,
    )  # fmt: skip
    _told(by, "surveys.follow", survey, column=column, version=item.version)
    return item


@transaction.atomic
def name_columns(*, survey: Survey, columns: Mapping[str, str], missing: Sequence[str], by: Actor) -> None:
    """Say which questions of the form tell how somebody was drawn, and which codes are no answer."""
    survey.columns, survey.missing = dict(columns), list(missing)
    survey.save(update_fields=["columns", "missing"])
    _told(by, "surveys.name_columns", survey, columns=dict(columns))


@transaction.atomic
def bring_frame(*, survey: Survey, rows: Sequence[Row], by: Actor) -> None:
    """Take a checked list as what the survey draws from, in place of an earlier one. Raises FrameInUse."""
    in_use = Sampled.objects.filter(wave__survey=survey).exists()
    if in_use or Draw.objects.filter(wave__survey=survey).exists():
        raise FrameInUse
    Cluster.objects.filter(stratum__survey=survey).delete()
    survey.strata.all().delete()
    places = dict(
        Area.objects.filter(stable_id__in={row.area for row in rows}).values_list("stable_id", "pk")
    )
    for name in sorted({row.stratum for row in rows}):
        own = [row for row in rows if row.stratum == name]
        people = sum(row.population for row in own)
        stratum = Stratum.objects.create(survey=survey, name=name, population=people)
        Cluster.objects.bulk_create(
            Cluster(stratum=stratum, code=row.code, size=row.size, area_id=places.get(row.area))
            for row in own
        )
    _told(by, "surveys.bring_frame", survey, clusters=len(rows))


@transaction.atomic
def begin_ready(*, title: str, area: Area, population: str, by: Actor) -> Survey:
    """Begin a survey by the form that comes with the program, which is taken in first. Raises FormRefused."""
    version = library.install(ready=catalogue.named(plans.READY_FORM), by=by, area=area)
    return begin(title=title, area=area, population=population, form=version.form, by=by)


def _told(by: Actor, action: str, survey: Survey, **details: Any) -> None:
    audit.record(by=by, action=action, subject=survey.title, details={"survey": survey.pk, **details})
