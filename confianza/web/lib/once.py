"""What a page asks again and again while it is drawn is answered once.

Each door of the menu asks whether it opens, several of them the same of the register. Outside of a block of
`remembered` nothing is kept: whoever writes and reads again finds what was written.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("what was answered already", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Let every question be answered once inside the block, which must only read."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def answered(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` says; inside a block of `remembered` the same question is not asked a second time."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    found: Answer = answers[question]
    return found
