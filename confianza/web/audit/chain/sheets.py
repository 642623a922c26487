"""The auditor's sheet: the key of the account as it is today, taken off the machine.

Whoever holds it can check the mac of every entry from then on, which nobody on the machine can any more; it
signs nothing. It belongs to the auditor alone: with it and the register, entries could be forged.
"""

import json
from dataclasses import asdict, dataclass

from confianza.web.audit.chain.keys import State

FORMAT = "confianza-audit-sheet-1"


class Unreadable(Exception):
    """A file is no auditor's sheet."""


@dataclass(frozen=True)
class Sheet:
    """From entry `next` on, the first of which was made with `key`."""

    account: str
    next: int
    key: str


def of(state: State) -> Sheet:
    """Return the sheet of an account that stands at `state`."""
    return Sheet(state.account, state.next, state.key)


def as_text(sheet: Sheet) -> str:
    return json.dumps({"format": FORMAT, **asdict(sheet)}, indent=2) + "\n"


def parsed(text: str) -> Sheet:
    """Return what a sheet's file holds. Raises Unreadable."""
    try:
        told = json.loads(text)
        sheet = Sheet(str(told["account"]), int(told["next"]), str(told["key"]))
        bytes.fromhex(sheet.key)
    except (ValueError, TypeError, KeyError):
        raise Unreadable from None
    if told["format"] != FORMAT:
        raise Unreadable
    return sheet
