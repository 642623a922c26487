"""Secrets of second factors at rest, sealed under a key of the workspace that stands outside the register."""

import base64
import os
import secrets

import nacl.utils
from django.conf import settings
from nacl.secret import SecretBox

NAME = "second-factors"
ONLY_I_READ = 0o600


def seal(text: str) -> str:
    """Return `text` sealed; the key is made at the first use."""
    return base64.b64encode(_box().encrypt(text.encode())).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises nacl.exceptions.CryptoError under another key, or if it was changed."""
    return _box().decrypt(base64.b64decode(sealed)).decode()


def _box() -> SecretBox:
    file = settings.WORKSPACE.keys / NAME
    if not file.exists():
        _make(file)
    return SecretBox(file.read_bytes())


def _make(file: os.PathLike[str]) -> None:
    """Make the key; of two processes that try at once the first wins, and nobody reads half a key."""
    aside = settings.WORKSPACE.keys / f".{NAME}.{secrets.token_hex(4)}"
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "wb") as key:
        key.write(nacl.utils.random(SecretBox.KEY_SIZE))
        key.flush()
        os.fsync(key.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)
