"""Passphrases: made of words that can be read out over the telephone, or chosen by a person."""

import secrets
import unicodedata
from pathlib import Path

from confianza.web.audit.chain import words
from confianza.web.project.backups.refusals import Refused

WORDS = 10  # of 11 bits each
SHORTEST = 12


def generate() -> str:
    """Make a passphrase nobody can guess."""
    return " ".join(secrets.choice(words.vocabulary()) for _ in range(WORDS))


def checked(passphrase: str) -> str:
    """Return a passphrase a person chose, as it will be used. Raises Refused for a short one."""
    plain = plainly(passphrase)
    if len(plain) < SHORTEST:
        raise Refused("short_passphrase", least=SHORTEST)
    return plain


def plainly(passphrase: str) -> str:
    """Return what was typed whichever way the keyboard composed its accents and spaces."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def in_file(path: Path) -> str:
    """Return the first line of a file."""
    return path.read_text(encoding="utf-8").partition("\n")[0]
