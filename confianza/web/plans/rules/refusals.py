"""A step that cannot be taken, of whatever it is a step."""

from typing import Any


class StepRefused(Exception):
    """A step that cannot be taken; `code` says why."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details
