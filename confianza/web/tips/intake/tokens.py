"""What a form carries from page to page: sealed, so that the browser keeps it for us and cannot read it.

There are no cookies and no addresses: without an ambient sign of who somebody is, no other site can act in
their name. A token is good for one purpose and for so long.
"""

import base64
import binascii
import json
import time
from typing import Any

from django.conf import settings

from confianza.web.lib import sealing
from confianza.web.tips import keys as key_files

PURPOSE = "tips/token/v1"
# A form's size on the wire tells how much was written only in these steps.
BUCKETS = (1024, 4096, 16384, 65536)


class Stale(Exception):
    """The token is none of ours, was made for something else, or is too old."""


def sealed(purpose: str, told: dict[str, Any]) -> str:
    """Return what is told, sealed for one purpose, as it stands in a hidden field."""
    content = json.dumps({"made": now(), **told}, ensure_ascii=False).encode()
    blob = sealing.seal(_key(), sealing.pad(content, BUCKETS), about=purpose)
    return base64.urlsafe_b64encode(blob).decode()


def opened(purpose: str, token: str, *, seconds: int) -> dict[str, Any]:
    """Return what a token of at most that age tells; `made` is when it was sealed. Raises Stale."""
    try:
        content = sealing.unseal(_key(), base64.urlsafe_b64decode(token), about=purpose)
        told: dict[str, Any] = json.loads(sealing.unpad(content))
    except (sealing.CannotOpen, binascii.Error, ValueError):
        raise Stale from None
    if not 0 <= now() - told["made"] <= seconds:
        raise Stale
    return told


def now() -> int:
    """Return the time as tokens tell it, in seconds."""
    return int(time.time())


def _key() -> bytes:
    return sealing.derive(key_files.intake_keys(settings.WORKSPACE.keys).draft, PURPOSE)
