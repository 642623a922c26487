"""What the plans room puts in the hall."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.design.ways import Sight, Way
from confianza.web.plans import effectiveness_pages, grant_cards, permissions, problem_ways, promise_ways
from confianza.web.plans.queries import commitments, coordination, effectiveness
from confianza.web.plans.queries import problems as problem_queries

AHEAD = timedelta(days=7)
MOST_SHOWN = 5

MENU: tuple[MenuEntry, ...] = (
    MenuEntry(Stage.PLAN, _("Problems"), "plans:problems", permissions.can_see_plans),
    MenuEntry(Stage.PLAN, _("What was promised"), "plans:commitments", permissions.can_see_commitments),
    MenuEntry(Stage.PLAN, _("Prevention plans"), "plans:plans", permissions.can_see_prevention),
    MenuEntry(Stage.PLAN, _("Calls for grants"), "plans:calls", permissions.can_see_calls),
    MenuEntry(Stage.PLAN, _("Weekly meetings"), "plans:coordinations", permissions.can_see_plans),
    MenuEntry(Stage.ACCOUNT, _("What the work came to"), "plans:effectiveness", permissions.can_see_plans),
)
DEEDS: dict[str, Any] = grant_cards.DEEDS | {
    "plans.open_problem": _("opened the problem"),
    "plans.add_sign": _("added a sign to the problem"),
    "plans.find": _("wrote down a finding of the problem"),
    "plans.keep_page": _("kept a page of the analysis for the problem"),
    "plans.agree_measure": _("agreed on the measure of the problem"),
    "plans.appraise": _("computed what came of the problem"),
    "plans.move_problem": _("took further the problem"),
    "plans.look_again": _("said who looks at the problem again"),
    "plans.publish_problem": _("decided what the public site says of the problem"),
    "plans.promise": _("wrote down the promise"),
    "plans.move_commitment": _("said how far it is with the promise"),
    "plans.put_off": _("moved the day of the promise"),
    "plans.publish_commitment": _("decided what the public site says of the promise"),
    "plans.attach": _("attached pictures or papers to the promise"),
    "plans.show_exhibit": _("decided that everybody sees a file of it"),
    "plans.hide_exhibit": _("took a file of it off the public site"),
    "plans.take_back_exhibit": _("had a file of it destroyed"),
    "plans.read_exhibit": _("read a file shown for a grant of the call"),
    "plans.write_plan": _("began the plan"),
    "plans.rewrite_plan": _("changed the head of the plan"),
    "plans.write_chapter": _("wrote a step of the plan"),
    "plans.aim": _("wrote an objective of the plan"),
    "plans.drop_objective": _("took an objective out of the plan"),
    "plans.propose": _("put before the open meeting the plan"),
    "plans.decide": _("wrote down the vote on the plan"),
    "plans.take_back": _("took back the plan"),
    "plans.close_plan": _("ended, withdrew or took up again the plan"),
    "plans.account": _("accounted for a quarter of the plan"),
    "plans.call_coordination": _("called the weekly meeting"),
    "plans.open_coordination": _("opened the weekly meeting"),
    "plans.note": _("noted something in the weekly meeting"),
    "plans.agree": _("wrote down what was agreed in the weekly meeting"),
    "plans.give_decision": _("gave a decision its owner: promise"),
    "plans.drop_decision": _("took back what was agreed in the weekly meeting"),
    "plans.close_coordination": _("closed the weekly meeting"),
    "plans.cancel_coordination": _("left out the weekly meeting"),
    "plans.make_report": _("made the report of a quarter"),
    "plans.publish_report": _("put on the public site the report"),
}


def promised(user: Any) -> list[Card]:
    """Show what a person promised that is late or due within a week; nothing where there is nothing."""
    if not permissions.can_see_commitments(user):
        return []
    today = timezone.localdate()
    own = commitments.commitments(user).open().filter(owner=user)
    due = own.filter(due_on__gte=today, due_on__lte=today + AHEAD)
    late, ahead = own.late(today).count(), due.count()
    if not late and not ahead:
        return []
    told = {"late": late, "due": list(due[:MOST_SHOWN]), "more": max(ahead - MOST_SHOWN, 0)}
    return [Card(_("What you promised"), "plans/cards/promised.html", told, order=8 if late else 14)]


def led(user: Any) -> list[Card]:
    """Show the open problems a person leads, what is stalled first; nothing where there is none."""
    if not permissions.can_lead(user):
        return []
    today = timezone.localdate()
    mine = problem_queries.in_order(user, problem_queries.Asked(mine=True), today)
    rows = problem_queries.cards(mine[:MOST_SHOWN], today)
    if not rows:
        return []
    order = 9 if any(card.stalled for card in rows) else 20
    return [Card(_("Problems you lead"), "plans/cards/problems.html", {"cards": rows}, order=order)]


def weekly(user: Any) -> list[Card]:
    """Show who holds weekly meetings the next one, what is late and due, and reports that are missing."""
    if not permissions.can_coordinate(user):
        return []
    today = timezone.localdate()
    here = commitments.commitments(user).open()
    ahead = coordination.with_places(coordination.ahead(user)[:MOST_SHOWN])
    missing = effectiveness.missing(user, today)
    told = {
        "ahead": ahead,
        "late": here.late(today).count(),
        "due": here.filter(due_on__gte=today, due_on__lte=today + AHEAD).count(),
        "missing": effectiveness_pages.named(missing[:MOST_SHOWN]),
        "today": today,
    }
    is_today = any(row.held_on <= today for row, _place in ahead)
    return [Card(_("The weekly meeting"), "plans/cards/weekly.html", told, order=7 if is_today else 12)]


def ways_on(user: Any, sights: Sequence[Sight]) -> list[Way]:
    """Lead from what a page shows to its problems, and from a request to what was promised for it."""
    return [*problem_ways.ways_on(user, sights), *promise_ways.ways_on(user, sights)]


# One a subject, in this order.
CARDS: tuple[Callable[[Any], list[Card]], ...] = (
    weekly,
    promised,
    led,
    grant_cards.granted,
)


def home_cards(user: Any) -> list[Card]:
    """Show what is due to a person: promises, problems, the weekly meeting."""
    return [card for cards in CARDS for card in cards(user)]
