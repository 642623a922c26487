"""Draws that nobody can steer and anybody can do again: juries of grants, vetting, schedules.

Before the draw one side keeps a random *secret* and publishes its *commitment*: a SHA-256 over the secret
and over all that must not change afterwards (purpose, list, sizes, strata, method, how many, what will be
witnessed). Then something is *witnessed* that the keeper of the secret cannot choose: words or dice said
aloud in an open meeting, or a public number of a later day. Then the secret is revealed. The seed is SHA-256
of "secret|witnessed" (UTF-8, in hexadecimal); every name gets the number that `analysis.surveys.drawing`
gives it, and the smallest numbers are drawn.

A record is one JSON object; `draw_checks.verify` needs nothing else. Who knows the secret and also
chooses the witnessed part can steer: they must be different people. See decision 37.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from confianza.analysis.surveys import drawing
from confianza.web.lib import draw_plans
from confianza.web.lib.draw_plans import ALL, Candidate, DrawRefused, Plan, is_line

FORMAT = "confianza-draw/1"
SECRET_BYTES = 32
# Ten letters or digits (ten dice: 60 million ways). Where there are few ways, the keeper of the secret could
# try secrets until most of the ways please: with six, a chance of one in five becomes certainty after 16,000
# tries; with 60 million it grows by less than 0.001 after 2^50 (√(2 ln 2^50 · ¼ / 6^10)).
SHORTEST_WITNESSED = 10

Record = dict[str, Any]


def new_secret() -> str:
    """Return a secret of 256 random bits, in hexadecimal. Keep it where nobody reads it until the draw."""
    return secrets.token_hex(SECRET_BYTES)


def parts(secret: str, plan: Plan) -> dict[str, str]:
    """Return a SHA-256 for each thing that is fixed: where a record was altered, they say where.

    Each is over lines with a line feed between them; columns of a line stand apart by tabs.
    """
    rows = sorted(f"{each.stratum}\t{each.name}\t{_plain(each.size)}" for each in plan.candidates)
    return {
        "secret": sha(secret),
        "purpose": sha(plan.purpose),
        "list": sha(*rows),
        "order": sha(*(each.name for each in plan.candidates)),
        "method": sha(plan.method),
        "counts": sha(*_numbers(plan.counts)),
        "replacements": sha(*_numbers(plan.replacements)),
        "announced": sha(plan.announced),
        "committed_at": sha(plan.committed_at),
    }


def commitment(secret: str, plan: Plan, version: str = FORMAT) -> str:
    """Return what to publish before the draw: SHA-256 of the version and of all parts, each "name hash", a
    line each.

    It tells nothing of the secret, and no other secret, list or number gives the same.
    """
    return commitment_of(parts(secret, plan), version)


def commitment_of(hashes: Mapping[str, str], version: str = FORMAT) -> str:
    """Return the commitment that belongs to the hashes of its parts."""
    return sha(version, *(f"{name} {hashes[name]}" for name in sorted(hashes)))


def announce(plan: Plan, secret: str) -> Record:
    """Return the record to publish before the draw: everything but the secret. Raises DrawRefused."""
    if not is_secret(secret):
        raise DrawRefused("draw_secret_short")
    return {
        "format": FORMAT,
        "purpose": plan.purpose,
        "committed_at": plan.committed_at,
        "announced": plan.announced,
        "method": plan.method,
        "counts": dict(plan.counts),
        "replacements_wanted": dict(plan.replacements),
        "list": [vars(each) for each in plan.candidates],
        "parts": parts(secret, plan),
        "commitment": commitment(secret, plan),
    }


def record(announced: Record, *, secret: str, witnessed: str, witnessed_at: str = "") -> Record:
    """Return the whole record: what was announced, what was witnessed, the secret, and who was drawn.

    Raises DrawRefused: draw_other_secret, draw_witnessed_short.
    """
    plan = plan_of(announced)
    if sha(secret) != announced["parts"]["secret"]:
        raise DrawRefused("draw_other_secret")
    said = spoken(witnessed)
    seed = seed_of(secret, said)
    told = {"witnessed": said, "witnessed_at": witnessed_at, "secret": secret, "seed": seed}
    return announced | told | outcome(plan, seed) | {"replaced": []}


def spoken(witnessed: str) -> str:
    """Return what was witnessed as it is written down: NFC, single blanks. Raises DrawRefused
    draw_witnessed_short.
    """
    said = " ".join(unicodedata.normalize("NFC", witnessed).split())
    letters = sum(map(str.isalnum, said))
    if letters < SHORTEST_WITNESSED:
        raise DrawRefused("draw_witnessed_short", letters=letters, least=SHORTEST_WITNESSED)
    return said


def seed_of(secret: str, witnessed: str) -> str:
    """Return the seed: neither side knows it before the other has spoken."""
    return sha(f"{secret}|{witnessed}")


def outcome(plan: Plan, seed: str) -> dict[str, dict[str, list[str]]]:
    """Return who is `drawn` and, in the order in which they would step in, the `replacements`, by stratum."""
    found: dict[str, dict[str, list[str]]] = {"drawn": {}, "replacements": {}}
    for stratum in draw_plans.strata(plan.candidates):
        sizes = {each.name: float(each.size) for each in plan.candidates if each.stratum == stratum}
        own = f"{seed}|{stratum}" if stratum != ALL else seed
        draw = _by_size if plan.method == "by_size" else _simple
        taken = draw(sizes, plan.counts[stratum], plan.replacements.get(stratum, 0), own)
        found["drawn"][stratum], found["replacements"][stratum] = taken
    return found


def replace(told: Record, *, name: str, reason: str) -> Record:
    """Return the record with somebody drawn replaced by the next in order. Raises DrawRefused.

    Codes: draw_not_drawn, draw_no_more, draw_no_reason.
    """
    if not is_line(reason):
        raise DrawRefused("draw_no_reason", name=name)
    seated = seats(told)
    stratum = next((each for each, names in seated.items() if name in names), None)
    if stratum is None:
        raise DrawRefused("draw_not_drawn", name=name)
    used = {each["by"] for each in told["replaced"]}
    following = next((each for each in told["replacements"][stratum] if each not in used), None)
    if following is None:
        raise DrawRefused("draw_no_more", stratum=stratum)
    return told | {"replaced": [*told["replaced"], {"name": name, "by": following, "reason": reason}]}


def seats(told: Record) -> dict[str, list[str]]:
    """Return who holds the places now, by stratum, after all replacements."""
    held = {stratum: list(names) for stratum, names in told["drawn"].items()}
    for each in told.get("replaced", ()):
        for names in held.values():
            names[:] = [each["by"] if name == each["name"] else name for name in names]
    return held


def plan_of(told: Record) -> Plan:
    """Return the plan that a record tells. Raises DrawRefused; a record of another shape is a KeyError or
    TypeError.
    """
    return Plan(
        purpose=told["purpose"],
        candidates=tuple(Candidate(each["name"], each["stratum"], each["size"]) for each in told["list"]),
        counts=told["counts"],
        announced=told["announced"],
        committed_at=told["committed_at"],
        method=told["method"],
        replacements=told["replacements_wanted"],
    )


def is_secret(text: str) -> bool:
    """Say whether a text is a secret as `new_secret` makes them."""
    return len(text) == 2 * SECRET_BYTES and set(text) <= set("0123456789abcdef")


def _simple(sizes: Mapping[str, float], count: int, more: int, seed: str) -> tuple[list[str], list[str]]:
    """Those with the smallest numbers, and those who follow."""
    if not count + more:
        return [], []
    order = [each.name for each in drawing.simple(list(sizes), count + more, seed)]
    return order[:count], order[count:]


def _by_size(sizes: Mapping[str, float], count: int, more: int, seed: str) -> tuple[list[str], list[str]]:
    """Those drawn by size, and a second draw by size among the rest, with the seed "seed|replacements"."""
    drawn = [each.name for each in drawing.by_size(sizes, count, seed)] if count else []
    rest = {name: size for name, size in sizes.items() if name not in drawn}
    others = drawing.by_size(rest, more, f"{seed}|replacements") if more else ()
    return drawn, [each.name for each in others]


def _numbers(counts: Mapping[str, int]) -> list[str]:
    return [f"{stratum}\t{counts[stratum]}" for stratum in sorted(counts)]


def _plain(size: float) -> str:
    """Write a size in one way only, however it was written: 3, not 3.0."""
    return str(int(size)) if float(size).is_integer() else repr(float(size))


def sha(*lines: str) -> str:
    """Return the SHA-256, in hexadecimal, of lines with a line feed between them."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
