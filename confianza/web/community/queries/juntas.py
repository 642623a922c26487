"""Juntas with their warning signs, worked out from their record and from what was seen at visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from confianza.web.community.models import Body, Junta, Request, RequestState
from confianza.web.community.queries import bodies
from confianza.web.community.rules import warning_signs
from confianza.web.community.rules.warning_signs import Record, Warnings

# Waiting to be given to somebody, or with somebody who has not said anything.
UNANSWERED = (RequestState.ASKED, RequestState.ASSIGNED)


@dataclass(frozen=True)
class Overseen:
    """A junta and what calls for attention in it."""

    body: Body
    junta: Junta
    warnings: Warnings
    out: int


def overseen(user: Any) -> list[Overseen]:
    """Return the juntas a person may see, the most worrying first."""
    told = {each.body.pk: each for each in bodies.bodies(user, kind="junta")}
    found = [of(body, is_idle=told[body.pk].is_inactive) for body in bodies.juntas(user)]
    return sorted(found, key=lambda each: (-each.warnings.score, each.body.name))


def of(body: Body, *, is_idle: bool) -> Overseen:
    """Return a junta with its warning signs."""
    junta, today = body.junta, timezone.localdate()
    visits = list(junta.visits.all())
    record = Record(
        has_officer=junta.officer_id is not None,
        accepted_rules=junta.rules_accepted_on is not None,
        is_registered=junta.registered_on is not None,
        last_visited_on=max((each.visited_on for each in visits), default=None),
        long_unanswered=_long_unanswered(body, today - warning_signs.UNANSWERED),
        is_idle=is_idle,
        lost_equipment=junta.equipment.filter(back_on=None).exclude(lost_because="").count(),
    )
    seen: Iterable[tuple[Any, Iterable[str]]] = [(each.visited_on, each.signs) for each in visits]
    out = junta.equipment.filter(back_on=None).count()
    return Overseen(body, junta, warning_signs.of(record, seen, today), out)


def _long_unanswered(body: Body, before: Any) -> int:
    waiting = Request.objects.filter(body=body, state__in=UNANSWERED, asked_on__lt=before + timedelta(days=1))
    return waiting.count()


def words(language: str) -> dict[str, str]:
    """Return the words of the signs that are seen at visits, by code."""
    return {code: sign.said(language) for code, sign in warning_signs.signs("seen").items()}
