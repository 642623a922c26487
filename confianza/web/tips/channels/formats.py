"""What relays of text messages send, read into one form; and whether it was really they who sent it. Pure."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 4000
LONGEST_ID = 200
# ITU-T E.164: a country's code and the rest, fifteen digits at most.
E164_DIGITS = range(8, 16)
SIGNED_BY = "sha256="


class NotAMessage(ValueError):
    """What was sent is in none of the forms that are known; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class Incoming:
    """A message as it came: the number in E.164 with its plus, the text, and what the relay calls it."""

    number: str = field(repr=False)
    text: str = field(repr=False)
    id: str = field(repr=False)


def generic(told: Mapping[str, Any], calling_code: str) -> Incoming:
    """Return the message of a generic webhook: `from`, `text` and `id`. Raises NotAMessage."""
    return _incoming(told.get("from"), told.get("text"), told.get("id"), calling_code)


def rapidpro(told: Mapping[str, Any], calling_code: str) -> Incoming:
    """Return the message that a flow of RapidPro or TextIt sends in its “call webhook”. Raises NotAMessage.

    `contact.urn` (tel:+502…, whatsapp:502…) is who, `input.text` what, `input.uuid` or `run.uuid` its number.
    """
    contact, said, run = (_part(told, name) for name in ("contact", "input", "run"))
    scheme, _, number = str(said.get("urn") or contact.get("urn") or "").partition(":")
    if scheme not in ("tel", "whatsapp"):
        raise NotAMessage("no_number")
    return _incoming(
        number if scheme == "tel" else f"+{number}", said.get("text"), said.get("uuid") or run.get("uuid"),
        calling_code,
    )  # fmt: skip


def whatsapp(told: Mapping[str, Any]) -> list[Incoming]:
    """Return the text messages of a WhatsApp Cloud API notification; statuses and other kinds are dropped.

    Raises NotAMessage where it is none.
    """
    if told.get("object") != "whatsapp_business_account":
        raise NotAMessage("not_whatsapp")
    found = []
    for message in _whatsapp_messages(told):
        said = _part(message, "text").get("body")
        if message.get("type") == "text" and said:
            found.append(_incoming(f"+{message.get('from')}", said, message.get("id"), ""))
    return found


def read(body: bytes) -> Mapping[str, Any]:
    """Return a JSON object. Raises NotAMessage."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAMessage("no_json") from None
    if not isinstance(told, Mapping):
        raise NotAMessage("no_json")
    return told


def is_signed(secret: bytes, body: bytes, header: str) -> bool:
    """Say whether the header X-Hub-Signature-256 is that of these very bytes under the app's secret."""
    made = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(
        f"{SIGNED_BY}{made}".encode(), header.encode("utf-8", "replace")
    )


def e164(number: str, calling_code: str) -> str:
    """Return a number with plus and country code; a national one gets `calling_code`. Raises NotAMessage."""
    written = re.sub(r"[\s().\-]", "", number)
    international = re.sub(r"^00", "+", written)
    full = international if international.startswith("+") else f"+{calling_code}{international}"
    if not re.fullmatch(r"\+[1-9][0-9]+", full) or len(full) - 1 not in E164_DIGITS:
        raise NotAMessage("no_number")
    return full


def _incoming(number: Any, text: Any, message: Any, calling_code: str) -> Incoming:
    if not isinstance(number, str):
        raise NotAMessage("no_number")
    if not isinstance(text, str) or not text.strip():
        raise NotAMessage("no_text")
    if not isinstance(message, str | int) or not str(message):
        raise NotAMessage("no_id")
    told = "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()
    return Incoming(e164(number, calling_code), told[:LONGEST_TEXT], str(message)[:LONGEST_ID])


def _whatsapp_messages(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in _list(told, "entry"):
        for change in _list(entry, "changes"):
            yield from _list(_part(change, "value"), "messages")


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = told.get(name)
    return part if isinstance(part, Mapping) else {}


def _list(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    part = told.get(name)
    return [each for each in part if isinstance(each, Mapping)] if isinstance(part, list) else []
