"""What can be wrong with a survey that somebody wants to estimate from."""

from typing import Any


class SurveyRefused(Exception):
    """Raised instead of an answer that the data cannot carry.

    `code` says which rule (its sentence is worded where people read it), `details` what it is about.
    """

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(f"{code}: {details}" if details else code)
