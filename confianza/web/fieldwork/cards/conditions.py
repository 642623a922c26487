"""Conditions of an XForm (relevant, constraint) as small lists that a browser works out by itself.

A condition is read here once, by the grammar that checks forms; the browser gets no text to interpret. What
is beyond it is refused here, and the form is then one for ODK Collect only.

    ". >= 1 and . <= 30"   →   ["and", [">=", ["here"], ["number", 1]], ["<=", ["here"], ["number", 30]]]

Lists: or, and, =, !=, <, <=, >, >=, +, -, *, div, mod (left, right) · neg · here · at (path) · text ·
number · call (function, arguments). Paths are whole, from the root of the form.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from confianza.web.fieldwork.xforms import expressions

# What static/fieldwork/cards/conditions.js knows to work out.
FUNCTIONS = frozenset(
    {"not", "true", "false", "boolean", "number", "int", "round", "string", "string-length", "concat"}
    | {"contains", "starts-with", "normalize-space", "regex", "selected", "count-selected", "if", "coalesce"}
    | {"date", "today", "now", "decimal-date-time", "min", "max", "abs"}
)
FOLDED = ("start", "expr", "conjunction", "equality", "relation", "sum", "product")
Condition = list[Any]


class BeyondCards(Exception):
    """A browser cannot fill this in as ODK Collect would; `what` names it."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


def condition(text: str, here: str) -> Condition | None:
    """Return the condition that an expression at the path `here` states, None for an empty one.

    Raises BeyondCards for a function, a path or a filter that cards do not know.
    """
    if not text.strip():
        return None
    try:
        tree = _grammar().parse(text)
    except UnexpectedInput:
        raise BeyondCards(text) from None
    return _of(tree, here)


@cache
def _grammar() -> Lark:
    # With the signs between the operands: which of "=" and "!=" it was must not be lost.
    return Lark(expressions.GRAMMAR, parser="lalr", maybe_placeholders=False, keep_all_tokens=True)


def _of(node: "Tree[Any] | Token", here: str) -> Condition:
    if isinstance(node, Token):
        return _constant(node)
    if node.data in FOLDED:
        return _folded(node.children, here)
    translate: dict[str, Callable[[Any, str], Condition]] = {
        "primary": lambda children, here: _of(children[1], here),
        "filtered": _filtered,
        "negation": lambda children, here: ["neg", _of(children[-1], here)],
        "call": _call,
        "location": _location,
    }
    if node.data not in translate:
        raise BeyondCards(str(node.data))
    return translate[node.data](node.children, here)


def _constant(token: Token) -> Condition:
    return ["number", float(token)] if token.type == "NUMBER" else ["text", str(token)[1:-1]]


def _folded(children: Sequence[Any], here: str) -> Condition:
    """Return a row of operands with signs between them, worked out from the left."""
    left = _of(children[0], here)
    for sign, right in zip(children[1::2], children[2::2], strict=True):
        left = [str(sign), left, _of(right, here)]
    return left


def _filtered(children: Sequence[Any], here: str) -> Condition:
    if len(children) > 1:
        raise BeyondCards("[ ]")
    return _of(children[0], here)


def _call(children: Sequence[Any], here: str) -> Condition:
    name = str(children[0])
    if name not in FUNCTIONS:
        raise BeyondCards(f"{name}()")
    asked = [each for each in children[1:] if not (isinstance(each, Token) and str(each) in "(),")]
    return ["call", name, *(_of(each, here) for each in asked)]


def _location(children: Sequence[Any], here: str) -> Condition:
    steps = children[0]
    is_whole = steps.data == "absolute"
    if is_whole:
        if str(steps.children[0]) == "//":
            raise BeyondCards("//")
        steps = steps.children[-1]
    path = _walked(steps, [] if is_whole else here.strip("/").split("/"))
    return ["here"] if path == here else ["at", path]


def _walked(steps: "Tree[Any]", walked: list[str]) -> str:
    for step in steps.children:
        if isinstance(step, Token):
            if str(step) == "//":
                raise BeyondCards("//")
            continue
        (mark,) = step.children if len(step.children) == 1 else (None,)
        if mark is None or mark.type in ("ANY", "AT"):
            raise BeyondCards("[ ]")
        if mark.type == "UP":
            walked = walked[:-1]
        elif mark.type != "HERE":
            walked = [*walked, str(mark)]
    return "/" + "/".join(walked)
