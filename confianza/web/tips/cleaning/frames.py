"""What passes between the service and the process that reads a file: lengths first, then the bytes.

Whoever reads a reply trusts nothing in it: the process behind it may belong to whoever made the file.
"""

import json
import struct

from confianza.web.tips.cleaning import kinds, limits
from confianza.web.tips.cleaning.copies import NOTES, REASONS, Clean, Refused

# A random token goes with each file and comes back with its copy: a child that lives on cannot answer for the
# next one.
TOKEN_BYTES = 16
# The first byte a workshop says, once it has all it needs.
READY = b"\1"
REQUEST = struct.Struct(f"!{TOKEN_BYTES}sQ")
REPLY = struct.Struct(f"!{TOKEN_BYTES}sHQ")
LABEL_BYTES = 1024


class Nonsense(Exception):
    """This is no reply to what was asked."""


def reply_of(outcome: Clean | Refused, token: bytes) -> bytes:
    """Return the bytes that tell an outcome, to whoever sent `token`."""
    if isinstance(outcome, Refused):
        told, content = json.dumps({"refused": outcome.code}).encode(), b""
    else:
        label = {"media_type": outcome.media_type, "notes": outcome.notes}
        told, content = json.dumps(label).encode(), outcome.content
    return REPLY.pack(token, len(told), len(content)) + told + content


def lengths(head: bytes, token: bytes) -> tuple[int, int]:
    """Return how long label and content of a reply are. Raises Nonsense for what cannot be one to `token`."""
    returned, label, content = REPLY.unpack(head)
    if returned != token or label > LABEL_BYTES or content > limits.CLEAN_BYTES:
        raise Nonsense
    return label, content


def outcome_of(label: bytes, content: bytes) -> Clean:
    """Return the copy that a reply holds. Raises Refused where it says so, Nonsense where it is no reply."""
    try:
        told = json.loads(label)
        refused, media_type, notes = told.get("refused"), told.get("media_type"), tuple(told.get("notes", ()))
        is_known = refused in REASONS if refused is not None else media_type in kinds.MEDIA_TYPES
        is_sound = is_known and NOTES.issuperset(notes) and bool(content) != bool(refused)
    except (ValueError, AttributeError, TypeError) as problem:
        raise Nonsense from problem
    if not is_sound:
        raise Nonsense
    if refused:
        raise Refused(refused)
    return Clean(media_type, content, notes)
