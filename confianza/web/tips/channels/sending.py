"""Answering a WhatsApp message: the only line that the gateway opens, to the address its keeper set.

The number lives in this call and in the request to Meta, who has it already, and nowhere else.
"""

import json
import urllib.request
from contextlib import suppress

from django.conf import settings

SECONDS = 10
SECURE = "https://"


def reply(number: str, text: str) -> bool:
    """Send an answer; say whether it went out. Whatever fails is not tried again: silence tells nothing."""
    token = settings.WHATSAPP_SENDS
    if not settings.WHATSAPP_ADDRESS.startswith(SECURE) or not token.is_file():
        return False
    told = {"messaging_product": "whatsapp", "to": number.lstrip("+"), "type": "text", "text": {"body": text}}
    request = urllib.request.Request(  # noqa: S310 - https only, checked above
        settings.WHATSAPP_ADDRESS,
        json.dumps(told).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token.read_text().strip()}"},
    )
    with suppress(OSError), urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
        return bool(response.status == 200)
    return False
