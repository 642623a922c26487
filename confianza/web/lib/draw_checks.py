"""Whether a draw was what its public record says: everything is computed again from the record alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from confianza.web.lib import draw_plans, draws
from confianza.web.lib.draw_plans import DrawRefused, Plan
from confianza.web.lib.draws import Record

ANNOUNCED = (
    "format", "purpose", "committed_at", "announced", "method", "counts", "replacements_wanted", "list",
    "parts", "commitment",
)  # fmt: skip
REVEALED = ("witnessed", "secret", "seed", "drawn", "replacements", "replaced")
# How each field is built: a text unless it stands here.
OBJECTS = ("counts", "replacements_wanted", "parts", "drawn", "replacements")
LISTS = {"list": ("name", "stratum", "size"), "replaced": ("name", "by", "reason")}

KINDS: dict[str, str] = draw_plans.KINDS | {
    "draw_format": "This is no record of a draw that is known here: its format says “%(format)s”.",
    "draw_not_json": "The file is no record of a draw: it does not read as JSON that says everything once "
    "(%(detail)s).",
    "draw_no_field": "The record does not tell “%(missing)s”, without which nobody can check it.",
    "draw_shape": "The record is not built as a record of a draw is: %(where)s.",
    "draw_altered_secret": "The secret was altered: it is not the one that was committed to.",
    "draw_altered_purpose": "The purpose was altered after the commitment.",
    "draw_altered_list": "The list was altered after the commitment: a name, a stratum or a size, or "
    "somebody was added "
    "or taken out.",
    "draw_altered_order": "The order of the list was altered after the commitment.",
    "draw_altered_method": "The method was altered after the commitment.",
    "draw_altered_counts": "How many are drawn was altered after the commitment.",
    "draw_altered_replacements": "How many replacements are drawn was altered after the commitment.",
    "draw_altered_announced": "What was announced to be witnessed was altered after the commitment.",
    "draw_altered_committed_at": "The moment of the commitment was altered after it.",
    "draw_altered_commitment": "The commitment is not that of its parts: it was altered, or the hash of a "
    "part was.",
    "draw_other_commitment": "The commitment of the record is not the one that was published before.",
    "draw_witnessed_first": "What was witnessed (%(witnessed_at)s) is older than the commitment "
    "(%(committed_at)s): who "
    "committed could have known it.",
    "draw_witnessed_form": "What was witnessed is not written as records write it (single blanks, composed "
    "letters).",
    "draw_other_witnessed": "What the record says was witnessed is not what was heard.",
    "draw_altered_witnessed": "What was witnessed was altered: the result follows from the seed, and the "
    "seed not from it.",
    "draw_altered_seed": "The seed was altered: it is not that of the secret and what was witnessed, and "
    "the result is.",
    "draw_altered_seed_or_witnessed": "The seed is not that of the secret and what was witnessed, and the "
    "result does not "
    "follow from either: more than one of them was altered.",
    "draw_altered_result": "The result was altered: the seed draws “%(found)s” in the stratum “%(stratum)s” "
    "at place "
    "%(place)s, and the record says “%(told)s”.",
    "draw_altered_result_order": "The order of the result was altered in the stratum “%(stratum)s”: place "
    "%(place)s is "
    "that of “%(found)s”.",
    "draw_altered_next": "The replacements were altered: next number %(place)s of the stratum “%(stratum)s” "
    "is "
    "“%(found)s”, and the record says “%(told)s”.",
    "draw_altered_replaced": "“%(name)s” was replaced out of turn: the next was “%(found)s”, and the record "
    "says "
    "“%(told)s”.",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What does not hold: one of KINDS, and the values of its sentence."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence in English, which is what translations are found by once its values are left out."""
        return KINDS[self.code] % self.details


@dataclass(frozen=True)
class Verified:
    """What came of verifying a record. If it holds: `seats`, by stratum, is who has the places, and
    `commitment` what must have been published before.
    """

    problems: tuple[Problem, ...]
    seats: dict[str, list[str]] = field(default_factory=dict)
    commitment: str = ""

    @property
    def holds(self) -> bool:
        """Whether the draw was what its record says."""
        return not self.problems


def verify(told: object, *, published: str = "", heard: str = "") -> Verified:
    """Do a draw again from its record. `published`: the commitment as it was published before; `heard`: what
    was witnessed, as somebody who was there noted it. Without them the record is compared with itself.

    Nothing is raised: a record of any other shape is a problem too.
    """
    try:
        problems = tuple(_found(told, published, heard))
    except DrawRefused as refused:
        problems = (Problem(refused.code, refused.details),)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problems = (Problem("draw_shape", {"where": f"{type(error).__name__} {error}"}),)
    if problems or not isinstance(told, dict):
        return Verified(problems)
    return Verified((), draws.seats(told), told["commitment"])


def _found(told: object, published: str, heard: str) -> Iterator[Problem]:
    if not isinstance(told, dict):
        yield Problem("draw_shape", {"where": "it is no JSON object"})
        return
    lacking = list(_lacking(told)) or list(_misshapen(told))
    if lacking:
        yield from lacking
        return
    plan = draws.plan_of(told)
    before = [*_fixed_before(told, plan, published), *_witnessed(told, heard)]
    yield from before
    if not before:
        result = list(_result(told, plan))
        yield from result or _replaced(told)


def _lacking(told: Record) -> Iterator[Problem]:
    if told.get("format") != draws.FORMAT:
        yield Problem("draw_format", {"format": told.get("format", "")})
        return
    missing = [name for name in ANNOUNCED if name not in told]
    if missing:
        yield Problem("draw_no_field", {"missing": missing[0]})
        return
    unrevealed = [name for name in REVEALED if name not in told]
    if unrevealed:
        yield Problem("draw_not_revealed", {"missing": unrevealed[0]})


def _misshapen(told: Record) -> Iterator[Problem]:
    """Name the first field that is built otherwise than in any record."""
    for name in (*ANNOUNCED, *REVEALED):
        kind = dict if name in OBJECTS else list if name in LISTS else str
        if not isinstance(told[name], kind):
            yield Problem("draw_shape", {"where": f"“{name}”"})
            return
    for name, fields in LISTS.items():
        for place, row in enumerate(told[name], 1):
            if not isinstance(row, dict) or any(each not in row for each in fields):
                yield Problem("draw_shape", {"where": f"“{name}”, {place}"})
                return
    for name in ("drawn", "replacements"):
        if not all(isinstance(names, list) for names in told[name].values()):
            yield Problem("draw_shape", {"where": f"“{name}”"})


def _fixed_before(told: Record, plan: Plan, published: str) -> Iterator[Problem]:
    committed, found = told["parts"], draws.parts(str(told["secret"]), plan)
    altered = [name for name in found if committed.get(name) != found[name]]
    if "list" in altered and "order" in altered:
        altered.remove("order")
    yield from (Problem(f"draw_altered_{name}") for name in altered)
    if draws.commitment_of(committed) != told["commitment"]:
        yield Problem("draw_altered_commitment")
    if published and published.strip().lower() != told["commitment"]:
        yield Problem("draw_other_commitment")
    if not draws.is_secret(str(told["secret"])) and "secret" not in altered:
        yield Problem("draw_secret_short")


def _witnessed(told: Record, heard: str) -> Iterator[Problem]:
    said = told["witnessed"]
    if draws.spoken(said) != said:
        yield Problem("draw_witnessed_form")
    if heard and draws.spoken(heard) != draws.spoken(said):
        yield Problem("draw_other_witnessed")
    at = told.get("witnessed_at")
    if at and draw_plans.is_before(at, told["committed_at"]):
        yield Problem("draw_witnessed_first", {"witnessed_at": at, "committed_at": told["committed_at"]})
    # An altered secret is told as such; its seed cannot be right.
    if draws.sha(str(told["secret"])) == told["parts"].get("secret"):
        yield from _seed(told)


def _seed(told: Record) -> Iterator[Problem]:
    """Say which of seed and witnessed part was altered: the one from which the result does not follow."""
    seed = draws.seed_of(told["secret"], told["witnessed"])
    if seed == told["seed"]:
        return
    plan, result = draws.plan_of(told), {name: told[name] for name in ("drawn", "replacements")}
    if draws.outcome(plan, str(told["seed"])) == result:
        yield Problem("draw_altered_witnessed")
    elif draws.outcome(plan, seed) == result:
        yield Problem("draw_altered_seed")
    else:
        yield Problem("draw_altered_seed_or_witnessed")


def _result(told: Record, plan: Plan) -> Iterator[Problem]:
    found = draws.outcome(plan, told["seed"])
    for stratum in sorted({*found["drawn"], *told["drawn"], *told["replacements"]}):
        drawn, said = found["drawn"].get(stratum, []), told["drawn"].get(stratum, [])
        if drawn != said:
            order = sorted(drawn) == sorted(said)
            kind = "draw_altered_result_order" if order else "draw_altered_result"
            yield Problem(kind, {"stratum": stratum} | _first_difference(drawn, said))
        following, named = found["replacements"].get(stratum, []), told["replacements"].get(stratum, [])
        if following != named:
            yield Problem("draw_altered_next", {"stratum": stratum} | _first_difference(following, named))


def _first_difference(found: list[str], told: list[str]) -> dict[str, Any]:
    longest = max(len(found), len(told))
    pairs = zip(found + ["—"] * (longest - len(found)), told + ["—"] * (longest - len(told)), strict=True)
    return next(
        {"place": place, "found": one, "told": other}
        for place, (one, other) in enumerate(pairs, 1)
        if one != other
    )


def _replaced(told: Record) -> Iterator[Problem]:
    again = told | {"replaced": []}
    for each in told["replaced"]:
        again = draws.replace(again, name=each["name"], reason=each["reason"])
        found = again["replaced"][-1]["by"]
        if found != each["by"]:
            yield Problem("draw_altered_replaced", {"name": each["name"], "found": found, "told": each["by"]})
            return
