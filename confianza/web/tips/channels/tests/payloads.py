"""What relays send, as they send it, with numbers nobody has."""

import hashlib
import hmac
import json
from typing import Any

NUMBER, OTHER_NUMBER = "+50255500147", "+50255500258"


def rapidpro(
    text: str, number: str = NUMBER, message: str = "9e1a7c7a-1111-4222-8333-000000000001"
) -> dict[str, Any]:
    """What a flow's “call webhook” posts unless its body was changed."""
    return {
        "channel": {"name": "Twilio", "uuid": "57f1078f-88aa-46f4", "address": "+50255500000"},
        "contact": {"name": "", "urn": f"tel:{number}", "uuid": "5d76d86b-3bb9-4d5a-b822-c9d86f5d8e4f"},
        "flow": {"name": "Avisos", "uuid": "615b8a0f-588c-4d20-a05f-363b0b4ce6f4", "revision": 3},
        "input": {
            "attachments": [], "created_on": "2026-11-28T10:00:00.000000Z", "text": text, "type": "msg",
            "urn": f"tel:{number}", "uuid": message,
        },
        "path": [{"arrived_on": "2026-11-28T10:00:01.000000Z", "uuid": "a58be63b-907d-4a1a"}],
        "results": {},
        "run": {"created_on": "2026-11-28T10:00:00.000000Z", "uuid": "8d8f4e6a-4a1d-4f39-9a4d-2d0d1f0a0001"},
    }  # fmt: skip


def whatsapp(*texts: str, number: str = NUMBER, first: int = 1) -> dict[str, Any]:
    """A notification with text messages."""
    messages = [
        {
            "from": number.lstrip("+"), "id": f"wamid.HBgLNTAyNTU1MDAxNDcVAgASGBQ{first + place:04d}",
            "timestamp": "1764324000", "type": "text", "text": {"body": text},
        }
        for place, text in enumerate(texts)
    ]  # fmt: skip
    contacts = [{"profile": {"name": "Vecina"}, "wa_id": number.lstrip("+")}]
    return _notification({"contacts": contacts, "messages": messages})


def whatsapp_status() -> dict[str, Any]:
    """A notification that a message of ours was delivered."""
    return _notification(
        {
            "statuses": [
                {
                    "id": "wamid.X",
                    "status": "delivered",
                    "timestamp": "1764324001",
                    "recipient_id": NUMBER[1:],
                }
            ]
        }
    )


def whatsapp_picture() -> dict[str, Any]:
    picture = {"mime_type": "image/jpeg", "sha256": "81d3bd8a", "id": "2754859441498128"}
    message = {
        "from": NUMBER[1:],
        "id": "wamid.P",
        "timestamp": "1764324002",
        "type": "image",
        "image": picture,
    }
    return _notification({"messages": [message]})


def signed(body: bytes, secret: bytes) -> str:
    """The header X-Hub-Signature-256 of a body."""
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


def packed(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def _notification(value: dict[str, Any]) -> dict[str, Any]:
    about = {"display_phone_number": "50255500000", "phone_number_id": "114896151713920"}
    value = {"messaging_product": "whatsapp", "metadata": about, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "122951744235903", "changes": [{"value": value, "field": "messages"}]}],
    }
