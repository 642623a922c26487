"""Secrets of second factors at rest, sealed under a key of the workspace that stands outside the register."""

import base64

import nacl.utils
from django.conf import settings
from nacl.secret import SecretBox

from confianza.store import durable

NAME = "second-factors"


def seal(text: str) -> str:
    """Return `text` sealed; the key is made at the first use."""
    return base64.b64encode(_box().encrypt(text.encode())).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises nacl.exceptions.CryptoError under another key, or if it was changed."""
    return _box().decrypt(base64.b64decode(sealed)).decode()


def _box() -> SecretBox:
    file = settings.WORKSPACE.keys / NAME
    if not file.exists():
        durable.keep_first(file, nacl.utils.random(SecretBox.KEY_SIZE))
    return SecretBox(file.read_bytes())
