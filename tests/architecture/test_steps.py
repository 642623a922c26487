"""Nobody in a journey reads on before what was clicked for stands there: a click does not wait for it.

On a quiet machine the page one leaves is gone by then, and on a busy one it is not: what fails one time in a
hundred is found here instead.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

JOURNEYS = Path(__file__).parents[1] / "journeys"
CLICKS = frozenset({"click", "dblclick", "tap"})
# What waits by itself until it can be done, and what waits for something by name.
ACTS = frozenset({"fill", "check", "uncheck", "select_option", "set_input_files", "focus", "hover"})
WAITS = ("wait", "expect", "to_", "not_to_")
# The page one leaves has loaded long ago.
WAITS_FOR_NOTHING = frozenset({"wait_for_load_state"})
# Around a click they wait for what it leads to: `with page.expect_navigation():`.
AROUND = "expect_"
# Nothing of the page is read with them.
ASIDE = frozenset(
    {"reverse", "locator", "nth", "get_by_role", "get_by_text", "range", "escape", "compile", "str"}
)


@dataclass(frozen=True)
class Step:
    """One call, or one reading of an address."""

    line: int
    name: str
    is_waited_for: bool


@dataclass(frozen=True)
class Words:
    """What is a click, and what lets one happen; functions that end or begin with one are it by another name."""

    clicks: frozenset[str] = CLICKS
    patient: frozenset[str] = CLICKS | ACTS

    def is_click(self, step: Step) -> bool:
        return step.name in self.clicks and not step.is_waited_for

    def is_patient(self, step: Step) -> bool:
        waits = step.name.startswith(WAITS) and step.name not in WAITS_FOR_NOTHING
        return waits or step.name in self.patient


def called(node: ast.Call) -> str:
    """Return the last name of what is called: `page.locator("a").click()` is a click."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def steps(function: ast.FunctionDef) -> list[Step]:
    """Return what a function does, in the order in which it does it."""
    told = [step for child in function.body for step in _walked(child, is_waited_for=False)]
    return [step for step in told if step.name not in ASIDE]


def _walked(node: ast.AST, *, is_waited_for: bool) -> Iterator[Step]:
    if isinstance(node, ast.With):
        is_waited_for |= any(_name(item.context_expr).startswith(AROUND) for item in node.items)
    for child in ast.iter_child_nodes(node):
        asked_again = isinstance(child, ast.Lambda) and _name(node).startswith(WAITS)
        if not asked_again:
            yield from _walked(child, is_waited_for=is_waited_for)
    if name := _name(node):
        yield Step(getattr(node, "end_lineno", 0), name, is_waited_for)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return called(node)
    return "url" if isinstance(node, ast.Attribute) and node.attr == "url" else ""


def functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]


def words_of(sources: list[str]) -> Words:
    """Return which functions are a click by another name: those after which nothing has waited yet."""
    made = [(each.name, told) for source in sources for each in functions(source) if (told := steps(each))]
    words = Words()
    while True:
        known = words
        words = Words(
            known.clicks | {name for name, told in made if known.is_click(told[-1])},
            known.patient | {name for name, told in made if known.is_patient(told[0])},
        )
        if words == known:
            return words


def hurried(source: str, words: Words | None = None) -> list[str]:
    """Return what is done at once after a click, function by function."""
    words = words or Words()
    return [
        f"{function.name}, line {then.line}: {then.name}"
        for function in functions(source)
        for step, then in pairwise(steps(function))
        if words.is_click(step) and not words.is_patient(then)
    ]


def test_after_a_click_nobody_reads_on_before_something_has_waited() -> None:
    sources = {file.name: file.read_text(encoding="utf-8") for file in JOURNEYS.glob("*.py")}
    words = words_of(list(sources.values()))
    hasty = [f"{name}: {told}" for name, source in sources.items() for told in hurried(source, words)]
    assert hasty == [], "follow() and unfold() of tests/journeys/steps.py wait for what a click leads to"


@pytest.mark.parametrize(
    "hasty",
    [
        "link.click()\n assert page.locator('ol').count() == 1",
        "page.click('a')\n assert page.url == '/'",
        "page.click('a')\n seen(page, 'b')",
        "page.locator('a').first.click()\n page.goto('/b/')",
        "for each in all:\n  page.click('a')\n page.close()",
        "page.click('a')\n page.wait_for_load_state()\n page.inner_text('main')",
    ],
)
def test_whoever_reads_at_once_is_caught(hasty) -> None:
    assert hurried(f"def journey(page):\n {hasty}")


@pytest.mark.parametrize(
    "patient",
    [
        "follow(page, 'a')\n assert page.url == '/'",
        "with page.expect_navigation():\n  page.click('a')\n assert page.url == '/'",
        "with page.expect_download() as download:\n  page.click('a')\n download.value.path()",
        "page.click('a')\n page.wait_for_selector('ol')\n page.url",
        "page.click('a')\n expect(page.locator('ol')).to_have_count(1)",
        "page.click('summary')\n page.fill('[name=a]', 'b')",
        "page.click('a')\n wait_until(lambda: page.url == '/')",
    ],
)
def test_whoever_waits_is_not(patient) -> None:
    assert hurried(f"def journey(page):\n {patient}") == []


def test_a_step_that_ends_in_a_click_is_one() -> None:
    told = "def unlock(page):\n page.click('button')\ndef journey(page):\n unlock(page)\n assert page.url"
    words = words_of([told])
    assert "unlock" in words.clicks
    assert hurried(told, words) == ["journey, line 5: url"]
