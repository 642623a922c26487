"""Rescue keys: one half locks backups and may stand anywhere; the other, kept by a person, opens them."""

import os
from pathlib import Path

from nacl.public import PrivateKey, PublicKey

from confianza.web.project.backups import envelopes
from confianza.web.project.backups.refusals import Refused

ONLY_I_READ = 0o600


def make(file: Path) -> str:
    """Make a pair, write its secret half into a new file, and return its public half. Raises Refused."""
    secret = PrivateKey.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ)
    except FileExistsError:
        raise Refused("key_exists", path=file) from None
    with open(descriptor, "w") as kept:
        kept.write(envelopes.secret_text(secret) + "\n")
        kept.flush()
        os.fsync(kept.fileno())
    return envelopes.public_text(secret.public_key)


def of(told: str) -> PublicKey:
    """Return the public key somebody named: the key itself, or a file it is in. Raises Refused."""
    if not told.startswith(envelopes.PUBLIC) and Path(told).is_file():
        told = Path(told).read_text()
    return envelopes.public_key(told)
