"""Pre-registration: what will be asked, of what, where, when and how, frozen before the data arrive.

A plain record with one way of writing it down (canonical JSON) and its SHA-256: whoever has the digest can
tell later that not a letter was changed. What was done in the end is compared with it field by field.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from confianza.analysis.evaluation.problems import EvaluationRefused

FORMAT = "confianza-registration/1"
# What cannot be left open: the rest may be.
REQUIRED = ("hypothesis", "outcome", "area", "begins_on", "last_day", "method")


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
    """Return the one way of writing a registration: JSON in UTF-8, sorted keys, no blanks, days as ISO."""
    plain = {"format": FORMAT, **{name: _plain(value) for name, value in asdict(told).items()}}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(told: Registration) -> str:
    """Return the SHA-256 of the canonical writing, in hexadecimal."""
    return hashlib.sha256(canonical(told)).hexdigest()


def read(content: bytes) -> Registration:
    """Return the registration in canonical or any other JSON. Raises EvaluationRefused not_a_registration."""
    try:
        told = json.loads(content)
        if not isinstance(told, dict) or told.pop("format", "") != FORMAT:
            raise EvaluationRefused("not_a_registration", detail=FORMAT)
        return checked(_from_plain(told))
    except (ValueError, TypeError, KeyError) as error:
        raise EvaluationRefused("not_a_registration", detail=str(error)[:80]) from None


def checked(told: Registration) -> Registration:
    """Return a registration, or raise EvaluationRefused where it leaves open what it must not."""
    for name in REQUIRED:
        if not str(getattr(told, name)).strip():
            raise EvaluationRefused("registration_leaves_open", field=name)
    if told.last_day <= told.begins_on or (told.first_day is not None and told.first_day >= told.begins_on):
        raise EvaluationRefused("registration_days", begins=told.begins_on.isoformat())
    return told


def is_before_the_data(told: Registration, registered_on: date) -> bool:
    """Say whether a registration was made before what it asks about could be known: before the data end."""
    return registered_on < told.last_day


def deviations(registered: Registration, done: Registration) -> tuple[Deviation, ...]:
    """Return every field in which what was done departs from what was registered, in their order."""
    pairs = (
        (each.name, getattr(registered, each.name), getattr(done, each.name)) for each in fields(registered)
    )
    return tuple(
        Deviation(name, _written(one), _written(other)) for name, one, other in pairs if one != other
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_plain(told: Mapping[str, Any]) -> Registration:
    days = {name: date.fromisoformat(told[name]) for name in ("begins_on", "last_day")}
    first = date.fromisoformat(told["first_day"]) if told.get("first_day") else None
    lists: dict[str, Any] = {
        "comparison": tuple(told.get("comparison", ())),
        "settings": tuple((str(name), str(value)) for name, value in told.get("settings", ())),
    }
    return Registration(**{**told, **days, **lists, "first_day": first})


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join("=".join(each) if isinstance(each, tuple) else str(each) for each in value)
    return "" if value is None else str(_plain(value))
