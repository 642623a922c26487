"""What becomes of something that a telephone sends: pure decisions, without the register."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Literal

Outcome = Literal["new", "same", "edit", "conflict", "stale_edit", "closed", "unknown_form"]

# What OpenRosa answers: taken (anew, or once more the same), or not, and then it is kept aside.
TAKEN = frozenset({"new", "same", "edit"})
STATUS = {"new": 201, "same": 201, "edit": 201, "unknown_form": 404, "closed": 409}
CONFLICT = 409


@dataclass(frozen=True)
class Known:
    """What stands under an instance: the content it came with, and whether a later edit took its place."""

    sha256: str
    is_replaced: bool


def outcome(
    *,
    form_is_known: bool,
    form_is_open: bool,
    sha256: str,
    known: Known | None,
    edits: str,
    edited: Known | None,
) -> Outcome:
    """Return what becomes of a submission.

    `known` stands under its own instance, `edited` under the one it says it edits (`edits`, "" for none).
    What came already and comes again byte for byte is the same, also after the form was closed: the
    telephone only did not hear that it had arrived.
    """
    if not form_is_known:
        return "unknown_form"
    if known is not None:
        return "same" if known.sha256 == sha256 else "conflict"
    if not form_is_open:
        return "closed"
    if not edits:
        return "new"
    if edited is None:
        # The first half of the edit's story never arrived; what it says is still the latest.
        return "new"
    return "stale_edit" if edited.is_replaced else "edit"


def status(result: Outcome) -> int:
    """Return the HTTP status that telephones understand for an outcome."""
    return STATUS.get(result, CONFLICT)


def free_name(name: str, taken: Container[str]) -> str:
    """Return a name for a file beside those that are taken: "casa.jpg", "casa.jpg (2)" and so on."""
    if name not in taken:
        return name
    return next(free for n in count(2) if (free := f"{name} ({n})") not in taken)


# --- reviewing ----------------------------------------------------------------------------------------

# Where a submission stands, and where a reviewer may put it.
VERDICTS: Mapping[str, frozenset[str]] = {
    "arriving": frozenset({"approved", "rejected"}),
    "waiting": frozenset({"approved", "rejected"}),
    "approved": frozenset({"rejected", "waiting"}),
    "rejected": frozenset({"approved", "waiting"}),
    "replaced": frozenset(),
}
# The first look at something whole and good needs no word; everything else does.
WITHOUT_A_WORD = frozenset({("waiting", "approved")})
# What was set aside, and whether it can still be taken in. What is no submission never can.
TAKEN_LATER = frozenset({"conflict", "stale_edit", "closed", "unknown_form", "file_conflict"})


class VerdictRefused(Exception):
    """A submission cannot be put there; `code` is "not_from_here" or "say_why"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def check_verdict(standing: str, to: str, comment: str) -> None:
    """Raise VerdictRefused unless a reviewer may put a submission that stands here there, with this word."""
    if to not in VERDICTS[standing]:
        raise VerdictRefused("not_from_here")
    if not comment.strip() and (standing, to) not in WITHOUT_A_WORD:
        raise VerdictRefused("say_why")


# --- counts for people who do not read what was sent ----------------------------------------------------

# A count is of so many telephones at least: whoever carries one of two knows what the other did.
FEWEST_TELEPHONES = 3


def tellable(piles: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return which parts of a whole may be counted beside it; `piles` has the telephones of each.

    A part of fewer than FEWEST_TELEPHONES is not told. What all that is told leaves of the whole must not be
    one part, nor of so few telephones either: else the smallest that could be told is kept back as well.
    """
    told = {name for name, phones in piles.items() if len(set(phones)) >= FEWEST_TELEPHONES}
    while told and (hidden := piles.keys() - told):
        left = {phone for name in hidden for phone in piles[name]}
        if len(hidden) > 1 and len(left) >= FEWEST_TELEPHONES:
            break
        told.remove(min(told, key=lambda name: (len(set(piles[name])), name)))
    return frozenset(told)
