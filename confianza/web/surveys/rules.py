"""Pure decisions of surveys: what came of a visit, and what a wave may still become."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

# Dispositions of a visit (AAPOR, Standard Definitions): interview, partial, refusal, not at home, other,
# out of reach or no permission to enter, unknown for other reasons; NE: no dwelling, not counted.
OUTCOMES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
INTERVIEWS = frozenset({"I", "P"})
NOT_ELIGIBLE = "NE"
CONSENTED = frozenset({"si", "sí", "yes", "1"})
# Why a filled form counts for nothing.
LEFT_OUT = ("unknown_cluster", "given_up_cluster", "dwelling_twice", "no_outcome", "no_wave", "not_weighed")
# Why a drawn cluster may be replaced by the next of the list; nothing else is a reason.
REASONS = ("out_of_reach", "no_permission", "no_dwellings")


def folded(code: str) -> str:
    """Return a cluster's code as it is compared: interviewers write b-07 for B-07."""
    return code.strip().upper()


def outcome(told: Any, consent: Any) -> str:
    """Return the disposition of a visit: who was at home and did not agree refused."""
    code = str(told or "").strip().upper()
    if code in INTERVIEWS and consent is not None and str(consent).casefold() not in CONSENTED:
        return "R"
    return code


def is_interview(code: str) -> bool:
    """Say whether a visit led to answers."""
    return code in INTERVIEWS


def response_rate(counts: Mapping[str, int]) -> float | None:
    """Return AAPOR's RR1: complete interviews of all that could have been; None where nobody was visited."""
    below = sum(count for code, count in counts.items() if code != NOT_ELIGIBLE)
    return counts.get("I", 0) / below if below else None


def standing(*, is_replaced: bool, done: int, target: int, counts: Mapping[str, int]) -> str:
    """Say where a cluster stands: replaced, complete, inaccessible, begun or not_begun.

    It is inaccessible where every visit ended before a door was reached.
    """
    if is_replaced:
        return "replaced"
    if done >= target:
        return "complete"
    visited = sum(counts.values())
    if visited and visited == counts.get("UH", 0):
        return "inaccessible"
    return "begun" if visited else "not_begun"


def opens_on(ends_on: date) -> date:
    """Return the day from which anybody may know where interviewers were: they are home by then."""
    return ends_on + timedelta(days=1)
