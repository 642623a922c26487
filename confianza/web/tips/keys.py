"""The keys that the tip line itself keeps, each in its file outside the register.

None of them opens a tip: they hide which receipt belongs to which row, hold what somebody is still writing,
and recognise a badge, a voucher or a talk without keeping its number. The public half of the root key says
which unit keys are genuine; its private half never enters this machine.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from confianza.store import durable
from confianza.web.lib import sealing

ONLY_I_READ = 0o600
ROOT = "tips-root.pub"
# Where keys lie that the machine hands to one service alone (systemd, LoadCredential): looked for first.
APART = "CONFIANZA_TIPS_KEYS"
BADGES = "tips-badges"


class KeyMissing(Exception):
    """A key file is not where it must be; holds its name."""


@dataclass(frozen=True)
class IntakeKeys:
    """What the intake keeps: `salt` stretches receipts, `pepper` hides where their tips are, `draft` seals
    what is still being written, `root` (or None, before the ceremony) verifies unit keys, `badges` recognises
    the number of a badge.
    """

    salt: bytes
    pepper: bytes = field(repr=False)
    draft: bytes = field(repr=False)
    root: bytes | None
    badges: bytes = field(default=b"", repr=False)


def intake_keys(folder: Path) -> IntakeKeys:
    """Return the intake's keys from the folder of keys, making those that are not there yet."""
    return IntakeKeys(
        salt=ensured(folder, "tips-salt")[: sealing.SALT_BYTES],
        pepper=ensured(folder, "tips-pepper"),
        draft=ensured(folder, "tips-draft"),
        root=root(folder),
        badges=ensured(folder, BADGES),
    )


def root(folder: Path) -> bytes | None:
    """Return the public root key that the ceremony left here, or None before it."""
    try:
        told = _place(folder, ROOT).read_text().strip()
    except FileNotFoundError:
        return None
    return bytes.fromhex(told)


def bring_root(folder: Path, public: bytes) -> None:
    """Keep the public root key of a ceremony here, in place of any there was."""
    aside = folder / f".{ROOT}.{secrets.token_hex(4)}"
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "w") as handle:
        handle.write(public.hex() + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(folder / ROOT)


def kept(folder: Path, name: str) -> bytes:
    """Return the key called `name`. Raises KeyMissing."""
    try:
        return _place(folder, name).read_bytes()
    except FileNotFoundError:
        raise KeyMissing(name) from None


def ensured(folder: Path, name: str) -> bytes:
    """Return the key called `name`, made now if there is none; of two that make it at once the first wins."""
    if not _place(folder, name).exists():
        durable.keep_first(folder / name, sealing.new_key())
    return kept(folder, name)


def _place(folder: Path, name: str) -> Path:
    apart = Path(os.environ.get(APART) or folder) / name
    return apart if apart.exists() else folder / name
