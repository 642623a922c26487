"""Warning signs of a junta: what each weighs, and what they add up to. The table is data, open to doubt."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

Level = Literal["calm", "watch", "act"]

TABLE = Path(__file__).with_name("warning_signs.toml")
# What was seen at a visit is news for so long; an armed junta is not forgotten because a visit was skipped.
NEWS = timedelta(days=180)
NOT_VISITED = timedelta(days=60)
UNANSWERED, UNANSWERED_AT_LEAST = timedelta(days=30), 3


@dataclass(frozen=True)
class Sign:
    """A warning sign: its code, its weight, and its words by language."""

    code: str
    weight: int
    words: Mapping[str, str]

    def said(self, language: str) -> str:
        return self.words.get(language[:2], self.words["es"])


@dataclass(frozen=True)
class Record:
    """What is known of a junta without having seen it."""

    has_officer: bool
    accepted_rules: bool
    is_registered: bool
    last_visited_on: date | None
    long_unanswered: int
    is_idle: bool
    lost_equipment: int


@dataclass(frozen=True)
class Warnings:
    """The signs of a junta, heaviest first, what they add up to, and what follows from that."""

    signs: tuple[Sign, ...]
    score: int
    level: Level


@cache
def signs(kind: Literal["seen", "known"]) -> Mapping[str, Sign]:
    """Return the signs of a kind by their codes."""
    return {
        code: Sign(code, told["weight"], {"es": told["es"], "en": told["en"]})
        for code, told in _table()[kind].items()
    }


def of(record: Record, seen: Iterable[tuple[date, Iterable[str]]], today: date) -> Warnings:
    """Return the warnings of a junta from its record and from what was seen at its visits (day, codes)."""
    recent = {code for day, codes in seen if today - day <= NEWS for code in codes}
    found = [signs("seen")[code] for code in recent if code in signs("seen")]
    found += [signs("known")[code] for code, holds in _known(record, today) if holds]
    score = sum(each.weight for each in found)
    return Warnings(tuple(sorted(found, key=lambda each: (-each.weight, each.code))), score, level(score))


def level(score: int) -> Level:
    """Return what a score calls for."""
    limits = _table()["levels"]
    if score >= limits["act"]:
        return "act"
    return "watch" if score >= limits["watch"] else "calm"


def _known(record: Record, today: date) -> tuple[tuple[str, bool], ...]:
    visited = record.last_visited_on
    return (
        ("no_officer", not record.has_officer),
        ("no_rules", not record.accepted_rules),
        ("not_registered", not record.is_registered),
        ("not_visited", visited is None or today - visited > NOT_VISITED),
        ("unanswered", record.long_unanswered >= UNANSWERED_AT_LEAST),
        ("idle", record.is_idle),
        ("lost_equipment", record.lost_equipment > 0),
    )


@cache
def _table() -> Mapping[str, Mapping[str, dict[str, object]]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
