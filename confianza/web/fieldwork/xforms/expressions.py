"""The expressions of an XForm: that they can be read, call functions that exist, and run in no circle.

pyxform passes expressions on as they are; a telephone that meets a broken one stops in the middle of an
interview. ODK's own validator looks at the same, but needs Java.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from defusedxml import ElementTree
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from confianza.web.fieldwork.xforms.problems import Problem

Rows = Sequence[Mapping[str, str]]

# XPath 1.0 as XForms uses it (https://getodk.github.io/xforms-spec/#xpath). No form needs a lone "/".
GRAMMAR = r"""
start: expr
?expr: conjunction ("or" conjunction)*
?conjunction: equality ("and" equality)*
?equality: relation (("=" | "!=") relation)*
?relation: sum (("<=" | "<" | ">=" | ">") sum)*
?sum: product (("+" | "-") product)*
?product: negation ((TIMES | "div" | "mod") negation)*
?negation: "-" negation | union
?union: path ("|" path)*
?path: filtered | location | filtered SLASH steps
filtered: primary predicate*
?primary: "(" expr ")" | LITERAL | NUMBER | call
call: QNAME "(" [expr ("," expr)*] ")"
location: absolute | steps
absolute: SLASH steps
steps: step (SLASH step)*
step: (UP | HERE | [AT] (QNAME | ANY)) predicate*
predicate: "[" expr "]"
SLASH: "//" | "/"
UP: ".."
HERE: "."
AT: "@"
TIMES.1: "*"
ANY: "*"
LITERAL: /"[^"]*"|'[^']*'/
NUMBER: /\d+(\.\d*)?|\.\d+/
QNAME: /[^\W\d][\w.\-]*(:[^\W\d][\w.\-]*)?/
%import common.WS
%ignore WS
"""
# XPath 1.0, and what the ODK XForms specification and JavaRosa add to it.
FUNCTIONS = frozenset(
    """last position count id local-name namespace-uri name string concat starts-with ends-with contains
    substring-before substring-after substring substr string-length normalize-space translate boolean not true
    false lang number sum floor ceiling round if coalesce once selected selected-at count-selected join
    jr:choice-name jr:itext indexed-repeat current instance pulldata regex uuid random int today now
    decimal-date-time decimal-time date date-time format-date format-date-time pow log log10 abs sin cos tan
    asin acos atan atan2 sqrt exp exp10 pi min max checklist weighted-checklist count-non-empty digest area
    distance geofence intersects boolean-from-string randomize base64-decode extract-signed property depend
    version""".split()  # noqa: SIM905 - sixty names read better without quotes
)
# Attributes of a bind, and the columns of the sheet they come from.
COLUMNS = {
    "constraint": "constraint",
    "relevant": "relevant",
    "calculate": "calculation",
    "required": "required",
    "readonly": "readonly",
}
# Of what is drawn, and not bound: lists, how often a repeat is asked, values set, and values in sentences.
DRAWN = {
    ("itemset", "nodeset"): "choice_filter",
    ("repeat", "{http://openrosa.org/javarosa}count"): "repeat_count",
    ("setvalue", "value"): "trigger",
    ("output", "value"): "label",
}
# What decides when something is worked out anew; a constraint only looks.
MOVING = ("relevant", "calculation", "readonly", "required")
XFORMS = "{http://www.w3.org/2002/xforms}"
LONGEST_SHOWN = 60


def problems(xml: bytes, survey: Rows) -> tuple[Problem, ...]:
    """Return what is wrong with the expressions of an XForm, by row and column of the sheet `survey`."""
    found: list[Problem] = []
    needs: dict[str, set[str]] = {}
    root = ElementTree.fromstring(xml)
    for path, column, text in (*_bound(root), *_drawn(root, "")):
        row, tree = _row_of(path, survey), _parsed(text)
        if isinstance(tree, str):
            shown = text[:LONGEST_SHOWN]
            found.append(
                Problem("bad_expression", {"row": row, "column": column, "text": shown, "why": tree})
            )
            continue
        unknown = sorted(set(_calls(tree)) - FUNCTIONS)
        found += [Problem("no_function", {"row": row, "column": column, "name": name}) for name in unknown]
        if column in MOVING:
            needs.setdefault(path, set()).update(_paths(tree, path))
    return (*found, *_circles(needs, survey))


def names_in(text: str) -> set[str]:
    """Return the functions that an expression calls. Raises ValueError where it cannot be read."""
    tree = _parsed(text)
    if isinstance(tree, str):
        raise ValueError(tree)
    return set(_calls(tree))


def _bound(root: Any) -> Iterator[tuple[str, str, str]]:
    for bind in root.iter(f"{XFORMS}bind"):
        for attribute, column in COLUMNS.items():
            if text := bind.get(attribute):
                yield bind.get("nodeset", ""), column, text


def _drawn(node: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Return the expressions of what is drawn, each with the question it stands in."""
    path = node.get("ref") or node.get("nodeset") or path if _tag(node) != "itemset" else path
    for (tag, attribute), column in DRAWN.items():
        if _tag(node) == tag and (text := node.get(attribute)):
            yield path, column, text
    for child in node if _tag(node) != "instance" else ():
        yield from _drawn(child, path)


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


@cache
def _grammar() -> Lark:
    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def _parsed(text: str) -> "Tree[Any] | str":
    """Return the tree of an expression, or what stands where nothing can be understood any more."""
    try:
        return _grammar().parse(text)
    except UnexpectedInput as error:
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            return "…"
        at = text[getattr(error, "pos_in_stream", None) or 0 :][:12].strip()
        return f"“{at}”" if at else "…"


def _calls(tree: "Tree[Any]") -> Iterator[str]:
    for call in tree.find_data("call"):
        yield str(call.children[0])


def _paths(tree: "Tree[Any]", here: str) -> Iterator[str]:
    """Return the nodes that an expression at `here` reads; those inside predicates are of lists mostly."""
    for location in tree.find_data("location"):
        child = location.children[0]
        steps = child if child.data == "steps" else child.children[-1]
        names = [] if child.data == "absolute" else here.strip("/").split("/")
        yield _walked(names, steps)


def _walked(names: list[str], steps: "Tree[Any]") -> str:
    walked = list(names)
    for step in steps.find_data("step"):
        first = step.children[0]
        if not isinstance(first, Token) or first.type == "HERE":
            continue
        if first.type == "UP":
            walked = walked[:-1]
        elif first.type in ("QNAME", "ANY"):
            walked.append(str(first))
    return "/" + "/".join(walked)


def _circles(needs: Mapping[str, set[str]], survey: Rows) -> Iterator[Problem]:
    """Return one problem for each node that depends, over others, on itself."""
    told: set[frozenset[str]] = set()
    # A group that hangs on a question in it begins no circle; the question does.
    for start in dict.fromkeys((*needs, *(needed for each in needs.values() for needed in sorted(each)))):
        circle = _way_back(start, needs)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            names = " → ".join(path.rpartition("/")[2] for path in (*circle, circle[0]))
            name = start.rpartition("/")[2]
            yield Problem("circle", {"row": _row_of(start, survey), "name": name, "path": names})


def _way_back(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for needed in _needs_of(way[-1], needs):
            if needed == start:
                return way
            if needed not in seen:
                seen.add(needed)
                waiting.append([*way, needed])
    return []


def _needs_of(path: str, needs: Mapping[str, set[str]]) -> set[str]:
    """What a node needs: its own, and of the groups it lies in (their relevance is its own)."""
    parts = path.split("/")
    groups = {"/".join(parts[:depth]) for depth in range(2, len(parts) + 1)}
    return {needed for group in groups for needed in needs.get(group, ())}


def _row_of(path: str, survey: Rows) -> int | str:
    name = path.rpartition("/")[2]
    found = (int(row[""]) for row in survey if row.get("name", "").strip() == name)
    return next(found, "?")
