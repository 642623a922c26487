"""The sentences about a registration, in English; the wings that show them translate them.

`FIELDS` name what was registered, `DEPARTED` says how what was done is not that; see `departed`.
"""

from confianza.analysis.evaluation.registration import Deviation

FIELDS: dict[str, str] = {
    "hypothesis": "The hypothesis",
    "outcome": "The outcome",
    "area": "The area",
    "begins_on": "The first day of the programme",
    "last_day": "The last day of the data",
    "method": "The method",
    "first_day": "The first day of the data",
    "comparison": "The areas to compare with",
    "direction": "The direction foretold",
    "settings": "The settings of the method",
    "smallest_effect": "The smallest effect that matters",
}

DEPARTED: dict[str, str] = {
    "changed": "%(field)s: “%(registered)s” was registered, “%(done)s” was done.",
    "left_open": "%(field)s: it had been left open, and is “%(done)s”.",
    "not_told": "%(field)s: “%(registered)s” was registered, and nothing is told of it.",
}

KEPT = "What was done is what was registered."


def departed(found: Deviation) -> str:
    """Return which sentence of DEPARTED tells a deviation."""
    if not found.registered:
        return "left_open"
    return "changed" if found.done else "not_told"
