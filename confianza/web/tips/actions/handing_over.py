"""What leaves the desk: a text without its teller, for a case, a problem, or the information centre."""

from typing import Any

from django.db import transaction

from confianza.web.audit.models import Kind
from confianza.web.tips import receipts
from confianza.web.tips.actions import lines
from confianza.web.tips.actions.answering import HoldsAReceipt
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules import scrubbing, standing
from confianza.web.tips.rules.scrubbing import Telling
from confianza.web.tips.rules.standing import Line


class TellsOnTheTeller(Exception):
    """The text may give the teller away, and nobody said yet that it does not; holds the places."""

    def __init__(self, places: list[Telling]) -> None:
        self.places = places
        super().__init__(len(places))


@transaction.atomic
def hand_over(*, opened: OpenTip, to: str, text: str, looked_at: bool, by: Any) -> Line:
    """Keep, sealed with the tip, the text that is handed over, to whom and by whom.

    Raises TellsOnTheTeller unless whoever hands it over has `looked_at` what may give the teller away, and
    HoldsAReceipt always.
    """
    if receipts.holds_one(text):
        raise HoldsAReceipt
    places = scrubbing.tellings(text, _spoken(opened))
    if places and not looked_at:
        raise TellsOnTheTeller(places)
    told = {"to": to, "text": text, "grade": opened.standing.grade}
    line = lines.write(opened=opened, what=standing.HANDED_OVER, told=told, by=by)
    lines.account_for(tip=opened.tip, action="hand_over", by=by, kind=Kind.EXPORTED, to=to)
    return line


def _spoken(opened: OpenTip) -> list[str]:
    """Return what the teller said in their own words."""
    return [*opened.answers.texts, *(one.text for one in opened.said if one.unit is None)]
