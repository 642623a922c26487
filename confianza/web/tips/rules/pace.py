"""How soon tips are answered, in the few words in which that is counted."""

ANSWERED = "answered"
# Up to so many days, the first that fits; what took longer is LATER.
PACES = {"answered_3": 3, "answered_10": 10, "answered_30": 30}
LATER = "answered_later"


def pace_of(days: int) -> str:
    """Return how a first answer after so many days is counted."""
    return next((name for name, most in PACES.items() if days <= most), LATER)
