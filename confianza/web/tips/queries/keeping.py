"""Which tips are to be destroyed, and which are held back."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from confianza.web.tips.models import Hold, RewardCase, RewardState, Tip
from confianza.web.tips.rules import holds
from confianza.web.tips.rules.holds import HoldFacts
from confianza.web.tips.rules.rewards import last_day

# A board that has not decided in half a year will not.
BOARD_DECIDES_WITHIN = timedelta(days=182)


def due(day: date) -> QuerySet[Tip]:
    """Return the tips whose time is over on `day` and that nobody holds."""
    return _over(day).exclude(pk__in=_holding(day).values("tip"))


def held_back(day: date) -> QuerySet[Tip]:
    """Return the tips whose time would be over, were they not held."""
    return _over(day).filter(pk__in=_holding(day).values("tip"))


def facts(tip: Tip) -> list[HoldFacts]:
    """Return what decides about the holds of a tip."""
    return [facts_of(hold) for hold in tip.holds.all()]


def facts_of(hold: Hold) -> HoldFacts:
    """Return what decides about a hold."""
    return HoldFacts(hold.asked_by_id, hold.asked_on, hold.confirmed_by_id, hold.review_on, hold.released_on)


def standing(tip: Tip, day: date) -> list[Hold]:
    """Return the holds that keep a tip on `day`, the newest first."""
    return [hold for hold in tip.holds.all() if holds.keeps(facts_of(hold), day)]


def _over(day: date) -> QuerySet[Tip]:
    """Return the tips whose time is over; not while the board decides, or a reward can be fetched."""
    open_cases = RewardCase.objects.filter(
        Q(state=RewardState.PROPOSED, proposed_on__gt=day - BOARD_DECIDES_WITHIN)
        | Q(state=RewardState.GRANTED, decided_on__gt=day - (last_day(day) - day))
    )
    return Tip.objects.filter(delete_on__lte=day).exclude(pk__in=open_cases.values("tip"))


def _holding(day: date) -> QuerySet[Hold]:
    """Return the holds that keep something, as `holds.keeps` says (a test compares the two)."""
    asked = Q(confirmed_by=None, asked_on__gt=day - holds.ANSWERED_WITHIN)
    confirmed = Q(confirmed_by__isnull=False, review_on__gt=day)
    return Hold.objects.filter(asked | confirmed, released_on=None)
