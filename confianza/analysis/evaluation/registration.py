"""Pre-registration: what will be asked, of what, where, when and how, frozen before the data arrive.

A plain record with one way of writing it down (canonical JSON) and its SHA-256: whoever has the digest can
tell later that not a letter was changed. What was done in the end is compared with it field by field.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from typing import Any

from confianza.analysis.evaluation.problems import EvaluationRefused

FORMAT = "confianza-registration/1"
# What cannot be left open: the rest may be.
REQUIRED = ("hypothesis", "outcome", "area", "begins_on", "last_day", "method")
DIRECTIONS = ("fall", "rise", "either")
DAYS = ("begins_on", "last_day", "first_day")


@dataclass(frozen=True)
class Registration:
    """`outcome`: what is counted, of which source; `area`: the treated one; `comparison`: areas, or the rule
    that finds them. `first_day` and `last_day` bound the data, the programme `begins_on`. `method`: its name,
    `settings` what was chosen in it. `direction`: "fall", "rise" or "either". `smallest_effect`: the smallest
    that would matter, in the words of whoever asks.
    """

    hypothesis: str
    outcome: str
    area: str
    begins_on: date
    last_day: date
    method: str
    first_day: date | None = None
    comparison: tuple[str, ...] = ()
    direction: str = "fall"
    settings: tuple[tuple[str, str], ...] = ()
    smallest_effect: str = ""


@dataclass(frozen=True)
class Deviation:
    """A field in which what was done is not what was registered, both written out."""

    field: str
    registered: str
    done: str


def canonical(told: Registration) -> bytes:
    """Return the one way of writing a registration: JSON in UTF-8, sorted keys, no blanks, days as ISO.

    Letters with accents are written composed (Unicode NFC), however the keyboard made them.
    """
    plain = {"format": FORMAT, **{name: _plain(value) for name, value in asdict(told).items()}}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def digest(told: Registration) -> str:
    """Return the SHA-256 of the canonical writing, in hexadecimal."""
    return hashlib.sha256(canonical(told)).hexdigest()


def read(content: bytes) -> Registration:
    """Return the registration in canonical or any other JSON; settings may be pairs or an object.

    Raises EvaluationRefused not_a_registration, registration_format, and what `of_fields` raises.
    """
    try:
        told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise EvaluationRefused("not_a_registration", detail=str(error)[:80]) from None
    if not isinstance(told, dict) or told.pop("format", "") != FORMAT:
        raise EvaluationRefused("registration_format", format=FORMAT)
    return of_fields(told)


def of_fields(told: Mapping[str, Any]) -> Registration:
    """Return the registration of fields by their names, days as ISO text.

    Raises EvaluationRefused registration_field, registration_leaves_open, registration_text,
    registration_day, registration_list, and what `checked` raises.
    """
    known = [each.name for each in fields(Registration)]
    for name in told:
        if name not in known:
            raise EvaluationRefused("registration_field", field=str(name)[:40], fields=", ".join(known))
    for each in fields(Registration):
        if each.default is MISSING and told.get(each.name) in (None, ""):
            raise EvaluationRefused("registration_leaves_open", field=each.name)
    return checked(Registration(**{name: _value(name, value) for name, value in told.items()}))


def checked(told: Registration) -> Registration:
    """Return a registration, or raise EvaluationRefused where it leaves open what it must not."""
    for name in REQUIRED:
        if not str(getattr(told, name)).strip():
            raise EvaluationRefused("registration_leaves_open", field=name)
    if told.direction not in DIRECTIONS:
        raise EvaluationRefused("registration_direction", value=told.direction[:40])
    if told.last_day <= told.begins_on or (told.first_day is not None and told.first_day >= told.begins_on):
        raise EvaluationRefused("registration_days", begins=told.begins_on.isoformat())
    return told


def is_before_the_data(told: Registration, registered_on: date) -> bool:
    """Say whether a registration was made before what it asks about could be known: before the data end."""
    return registered_on < told.last_day


def deviations(registered: Registration, done: Registration) -> tuple[Deviation, ...]:
    """Return every field in which what was done departs from what was registered, in their order.

    The order in which comparison areas and settings are named is no departure.
    """
    pairs = (
        (each.name, getattr(registered, each.name), getattr(done, each.name)) for each in fields(registered)
    )
    return tuple(
        Deviation(name, _written(one), _written(other))
        for name, one, other in pairs
        if _in_any_order(one) != _in_any_order(other)
    )


def _in_any_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose names are each told once: of two, people read one and machines the other."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"“{name[:40]}” ×2")
        found[name] = value
    return found


def _value(name: str, value: Any) -> Any:
    if name in DAYS:
        return _day(name, value)
    if name == "comparison":
        return tuple(_text(name, each) for each in _list(name, value))
    if name == "settings":
        pairs = list(value.items()) if isinstance(value, dict) else _list(name, value)
        return tuple(_pair(name, each) for each in pairs)
    return _text(name, value)


def _text(name: str, value: Any) -> str:
    """Return text that can be written down. Half a letter (a lone surrogate) cannot."""
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise EvaluationRefused("registration_text", field=name)
    return unicodedata.normalize("NFC", value)


def _day(name: str, value: Any) -> date | None:
    if value in (None, "") and name == "first_day":
        return None
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        raise EvaluationRefused("registration_day", field=name, value=str(value)[:40]) from None


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise EvaluationRefused("registration_list", field=name)
    return value


def _pair(name: str, value: Any) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise EvaluationRefused("registration_list", field=name)
    return _text(name, value[0]), _text(name, value[1])


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join("=".join(each) if isinstance(each, tuple) else str(each) for each in value)
    return "" if value is None else str(_plain(value))
