"""Opening a problem and taking it further: signs, findings, pages kept as evidence, steps."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.models import Evidence, Finding, Move, Problem, Sign, Stage
from confianza.web.plans.queries import evidence as pages
from confianza.web.plans.queries import problems as queries
from confianza.web.plans.rules import problems as rules
from confianza.web.plans.rules.problems import Seen
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area


@transaction.atomic
def open_problem(
    *,
    title: str,
    area: Area,
    leader: Any,
    next_on: date,
    seen: Seen,
    by: Actor,
    offence: str = "",
    setting: str = "other",
    summary: str = "",
) -> Problem:
    """Open a problem of a place, with the first sign of it, somebody who leads it and the next look.

    Raises StepRefused day_has_passed.
    """
    _check_day(next_on)
    problem = Problem.objects.create(
        title=title.strip(),
        area=area,
        leader=leader,
        next_on=next_on,
        offence=offence,
        setting=setting,
        summary=summary.strip(),
        opened_by=by.display_name,
    )
    _write_sign(problem, seen, by)
    _write_move(problem, "", by)
    details = {"origin": seen.origin, "area": area.stable_id}
    audit.record(by=by, action="plans.open_problem", subject=str(problem.pk), details=details)
    return problem


@transaction.atomic
def add_sign(*, problem: Problem, seen: Seen, by: Actor) -> Sign:
    """Add another sign by which a problem is seen."""
    sign = _write_sign(problem, seen, by)
    audit.record(by=by, action="plans.add_sign", subject=str(problem.pk), details={"origin": seen.origin})
    return sign


@transaction.atomic
def find(*, problem: Problem, asks: str, text: str, by: Actor) -> Finding:
    """Write down what the analysis found, to one of its questions. Raises StepRefused closed."""
    _check_open(problem)
    found = Finding.objects.create(problem=problem, asks=asks, text=text.strip(), said_by=by.display_name)
    audit.record(by=by, action="plans.find", subject=str(problem.pk), details={"asks": asks})
    return found


@transaction.atomic
def keep_page(*, problem: Problem, page: str, by: Any) -> Evidence:
    """Keep a page of the analysis as it is today, as whoever keeps it may see it.

    Raises StepRefused closed, nothing_to_keep.
    """
    _check_open(problem)
    taken = pages.take(by, problem, page)
    if taken is None:
        raise StepRefused("nothing_to_keep")
    kept = Evidence.objects.create(
        problem=problem,
        page=page,
        title=taken.title,
        address=taken.address,
        content=taken.content,
        sha256=taken.sha256,
        taken_by=by.display_name,
    )
    details = {"page": page, "sha256": taken.sha256}
    audit.record(by=by, action="plans.keep_page", subject=str(problem.pk), details=details)
    return kept


@transaction.atomic
def move(*, problem: Problem, to: str, words: str, next_on: date, by: Actor, lesson: str = "") -> None:
    """Take a problem a step further, back or out; who closes what was assessed says what was learnt.

    Raises StepRefused.
    """
    current = Problem.objects.select_for_update().get(pk=problem.pk)
    rules.check_step(current.stage, to, queries.known(current), words)
    rules.check_lesson(current.stage, to, lesson)
    if to != Stage.CLOSED:
        _check_day(next_on)
    current.stage, current.moved_at = to, timezone.now()
    current.next_on = next_on
    current.lesson = lesson.strip() or current.lesson
    current.save(update_fields=["stage", "moved_at", "next_on", "lesson"])
    _write_move(current, words, by)
    audit.record(by=by, action="plans.move_problem", subject=str(current.pk), details={"stage": to})
    problem.refresh_from_db()


@transaction.atomic
def look_again(*, problem: Problem, leader: Any, next_on: date, summary: str, by: Actor) -> None:
    """Say who leads it, when somebody looks at it next, and what is seen by now.

    Raises StepRefused day_has_passed, closed.
    """
    _check_open(problem)
    _check_day(next_on)
    problem.leader, problem.next_on, problem.summary = leader, next_on, summary.strip()
    problem.save(update_fields=["leader", "next_on", "summary"])
    details = {"leader": leader.pk, "next_on": next_on.isoformat()}
    audit.record(by=by, action="plans.look_again", subject=str(problem.pk), details=details)


@transaction.atomic
def publish(*, problem: Problem, title: str, by: Actor) -> None:
    """Put a problem on the public site under a title of its own; "" takes it off."""
    problem.public_title = title.strip()
    problem.save(update_fields=["public_title"])
    details = {"public": bool(problem.public_title)}
    audit.record(by=by, action="plans.publish_problem", subject=str(problem.pk), details=details)


def _check_day(day: date) -> None:
    if day < timezone.localdate():
        raise StepRefused("day_has_passed")


def _check_open(problem: Problem) -> None:
    if problem.stage == Stage.CLOSED:
        raise StepRefused("closed")


def _write_sign(problem: Problem, seen: Seen, by: Actor) -> Sign:
    return Sign.objects.create(
        problem=problem,
        origin=seen.origin,
        text=seen.text.strip(),
        address=seen.address,
        request=seen.request,
        added_by=by.display_name,
    )


def _write_move(problem: Problem, words: str, by: Actor) -> None:
    Move.objects.create(problem=problem, stage=problem.stage, words=words.strip(), by=by.display_name)
