"""External causes of death and injury in ICD-10 (WHO): what a code says about the intent.

Homicide is X85–Y09 and Y87.1; legal intervention (Y35, Y89.0) is kept apart and may be added, labelled, as
the Bogotá Protocol asks. Undetermined intent is Y10–Y34, Y87.2 and Y89.9.
"""

import re

SHAPE = re.compile(r"^[A-Z]\d{2}[0-9A-Z]?$")

# First and last code, compared as text at the length of the bounds, and the intent they say.
_INTENTS: tuple[tuple[str, str, str], ...] = (
    ("V01", "X59", "accident"),
    ("X60", "X84", "suicide"),
    ("X85", "Y09", "homicide"),
    ("Y10", "Y34", "undetermined"),
    ("Y35", "Y35", "legal_intervention"),
    ("Y36", "Y36", "war"),
    ("Y85", "Y86", "accident"),
    ("Y870", "Y870", "suicide"),
    ("Y871", "Y871", "homicide"),
    ("Y872", "Y872", "undetermined"),
    ("Y890", "Y890", "legal_intervention"),
    ("Y891", "Y891", "war"),
    ("Y899", "Y899", "undetermined"),
)


def is_code(code: str) -> bool:
    """Whether a text without dot has the shape of an ICD-10 category or subcategory."""
    return SHAPE.match(code) is not None


def intent(code: str) -> str | None:
    """Return the intent a code without its dot says; None for a disease or a code that says none."""
    return next((intent for first, last, intent in _INTENTS if first <= code[: len(first)] <= last), None)
