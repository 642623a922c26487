"""Everything that can be wrong with a delivery, as a code and a sentence.

`reject`: the record goes to quarantine; `left_out`: the row is no record (total, signature, blank);
`warn`: the claim is kept and the problem told; `refuse`: the delivery as a whole cannot be read.
Sentences are English message ids, translated by the wing that shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["refuse", "reject", "left_out", "warn"]


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return message


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem: its stable code, how severe it is, and its sentence with %(name)s places."""

    code: str
    severity: Severity
    sentence: str


KINDS: dict[str, ProblemKind] = {}


def _kind(code: str, severity: Severity, sentence: str) -> None:
    KINDS[code] = ProblemKind(code, severity, sentence)


@dataclass(frozen=True)
class Problem:
    """A kind of problem as met in one delivery: how often, where first, and an example value."""

    code: str
    count: int
    file: str = ""
    sheet: str = ""
    rows: tuple[int, ...] = ()
    column: str = ""
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class DeliveryRefused(Exception):
    """The delivery as a whole cannot be read; `problem` says why, in a code and its values."""

    def __init__(self, code: str, **details: Any) -> None:
        self.problem = Problem(code, 1, details=details)
        super().__init__(KINDS[code].sentence % details if code in KINDS else code)
