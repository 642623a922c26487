"""What the pages of a prevention plan show: how far its objectives are, its versions, and its paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from confianza.web.community.models import Whose
from confianza.web.design import writing
from confianza.web.design.tables import Column, Table
from confianza.web.observatory import labels
from confianza.web.plans import prevention_sentences, printing
from confianza.web.plans.models import Commitment, CycleStep, Gives, Objective, PlanKind, PlanVersion
from confianza.web.plans.models import PreventionPlan as Plan
from confianza.web.plans.queries import commitments, prevention, quarter
from confianza.web.plans.queries.prevention import Candidate
from confianza.web.plans.rules import comparing

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """An objective on a page: how far it is in sentences, and what was promised for it."""

    objective: Objective
    sentences: Sequence[str]
    commitments: QuerySet[Commitment]
    figures: str = ""


@dataclass(frozen=True)
class Changed:
    """What a version changed in one part, with the words that went out and came in."""

    part: str
    turn: str
    words: Sequence[tuple[str, str]]


def goals(user: Any, plan: Plan) -> list[Goal]:
    """Return the objectives of a plan as its page shows them."""
    promised = commitments.of_plan(user, plan)
    return [
        Goal(
            objective=each,
            sentences=progress(quarter.progress(each, plan)),
            commitments=promised.filter(objective=each),
            figures=_figures(each.indicator, plan),
        )
        for each in prevention.objectives(plan)
    ]


def progress(told: Told) -> list[str]:
    """Say how far an objective is, from what `queries.quarter.progress` tells."""
    if told["gives"]:
        return [_reached(told)]
    if not told["indicator"]:
        return [_("Nothing is counted for it: what was promised and kept says how far it is.")]
    if not told["now"] or told["now"]["value"] is None:
        return [_("Nobody has told twelve whole months of it there yet.")]
    return [_counted(told), _against(told)]


def lacks(candidate: Candidate) -> list[str]:
    """Say why a meeting cannot vote on a plan; nothing where it can."""
    return [str(prevention_sentences.PLANS[code]) for code in candidate.verdict.lacks]


def changes(before: Told | None, after: Told) -> list[Changed]:
    """Return what a version changed, against the one approved before, in words."""
    if before is None:
        return []
    turns = {
        "changed": pgettext("a version", "Changed"),
        "added": pgettext("a version", "New"),
        "removed": pgettext("a version", "Gone"),
    }
    return [
        Changed(str(prevention_sentences.part(each)), turns[each.turn], each.words)
        for each in comparing.versions(readable(before), readable(after))
    ]


def readable(content: Told) -> dict[str, Any]:
    """Return the content of a version with words in place of codes."""
    return {
        **content,
        "chapters": [{**each, "name": CycleStep(each["step"]).label} for each in content.get("chapters", ())],
        "objectives": [_readable(each) for each in content.get("objectives", ())],
        "kind": PlanKind(content["kind"]).label if content.get("kind") else "",
    }


def aim(each: Told) -> str:
    """Say what an objective of a version wants to reach, as everybody may read it."""
    if each["people"] is not None:
        return _("%(what)s for %(n)s young people.") % {"what": each["gives"], "n": each["people"]}
    if each["per_cent"] is None:
        return str(each["indicator"])
    n = abs(each["per_cent"])
    if each["per_cent"] < 0:
        return _("%(what)s: %(n)s per cent less than before the plan.") % {"what": each["indicator"], "n": n}
    return _("%(what)s: %(n)s per cent more than before the plan.") % {"what": each["indicator"], "n": n}


def paper(plan: Plan, version: PlanVersion, today: date) -> printing.Paper:
    """Return a version of a plan on paper, word for word, with its digest and what the meeting said."""
    said = readable(version.content)
    return printing.Paper(
        title=said["title"],
        lead=said["summary"],
        foot=_("Version %(n)s · SHA-256 %(digest)s") % {"n": version.number, "digest": version.sha256},
        last=today,
        facts={
            _("Kind"): said["kind"],
            pgettext("plan", "Whose plan it is"): said["body"],
            _("Where"): said["area"],
            _("From"): writing.day(date.fromisoformat(said["begins_on"])),
            _("Until"): writing.day(date.fromisoformat(said["ends_on"])),
            _("The open meeting"): decision(version),
        },
        parts=[
            *(printing.Part(each["name"], each["text"].splitlines()) for each in said["chapters"]),
            *(_objective_part(each) for each in said["objectives"]),
        ],
    )


def decision(version: PlanVersion) -> str:
    """Say what the open meeting said to a version."""
    if version.taken_back_on:
        return _("Taken back on %(day)s.") % {"day": writing.day(version.taken_back_on)}
    if version.meeting is None:
        return _("It has not voted yet.")
    votes = _("%(yes)s in favour, %(no)s against, %(neither)s abstained") % {
        "yes": writing.number(version.in_favour),
        "no": writing.number(version.against),
        "neither": writing.number(version.abstained),
    }
    words = _("Not carried on %(day)s in %(body)s: %(votes)s.")
    if version.approved_on:
        words = _("Approved on %(day)s by %(body)s: %(votes)s.")
    day = writing.day(version.approved_on or version.refused_on)
    return words % {"day": day, "body": version.meeting.body.name, "votes": votes}


def _figures(indicator: str, plan: Plan) -> str:
    if not indicator:
        return ""
    told = {"indicator": indicator, "area": plan.area.stable_id, "geography": plan.area.geography}
    return reverse("observatory:overview", query=told)


def _reached(told: Told) -> str:
    n = told["people"]
    words = ngettext(
        "%(what)s: kept for %(n)s young person so far, of %(aim)s.",
        "%(what)s: kept for %(n)s young people so far, of %(aim)s.",
        n,
    )
    what = Gives(told["gives"]).label
    return words % {"what": what, "n": writing.number(n), "aim": writing.number(told["target"])}


def _counted(told: Told) -> str:
    now = told["now"]
    words = _("%(what)s: %(n)s in the twelve months to %(month)s (chance alone: %(interval)s).")
    return words % {
        "what": labels.indicator(told["indicator"]),
        "n": writing.number(now["value"]),
        "month": writing.month(date.fromisoformat(now["last"])),
        "interval": writing.interval(now["low"], now["high"], 0),
    }


def _against(told: Told) -> str:
    if told["baseline"] is None:
        return _("Where it started was not told.")
    numbers = {"start": writing.number(told["baseline"]), "aim": writing.number(told["target"])}
    return " ".join([_("It started at %(start)s and wants to be at %(aim)s.") % numbers, _verdict(told)])


def _verdict(told: Told) -> str:
    if told["shares_months"]:
        return _("It is too early to compare: some of these months lie before the plan.")
    if told["verdict"] == "down":
        return _("That is fewer than chance alone explains. Whether the plan did it, this does not say.")
    if told["verdict"] == "up":
        return _("That is more than chance alone explains. Whether the plan did it, this does not say.")
    return _("The difference is no more than chance makes by itself.")


def _readable(each: Told) -> dict[str, Any]:
    told = {
        **each,
        "gives": str(Gives(each["gives"]).label) if each["gives"] else "",
        "indicator": labels.indicator(each["indicator"]) if each["indicator"] else "",
        "promises": [_promise(row) for row in each["promises"]],
    }
    return {**told, "aim": aim(told)}


def _promise(row: Told) -> dict[str, Any]:
    return {
        "number": row["number"],
        "what": row["what"],
        "whose": row["institution"] or str(Whose(row["whose"]).label),
        "due_on": writing.day(date.fromisoformat(row["due_on"])),
        "cost": writing.number(float(row["cost"])) if row["cost"] else "",
        "people": row["people"],
    }


def _objective_part(each: Told) -> printing.Part:
    columns = [
        Column(_("What will be done")),
        Column(_("Who answers for it")),
        Column(_("By when")),
        Column(_("Money")),
    ]
    rows = [
        [
            row["what"],
            row["whose"],
            row["due_on"],
            row["cost"],
        ]
        for row in each["promises"]
    ]
    title = _("Objective %(n)s") % {"n": each["number"]}
    sentences = [each["text"], each["aim"]]
    return printing.Part(title, sentences, [Table(_("What was promised"), columns, rows)])
