"""Why a table cannot be protected or audited, as codes with sentences.

Sentences are English message ids, translated by the wing that shows them.
"""

from typing import Any

KINDS: dict[str, str] = {
    "not_a_count": "Row %(row)s counts %(value)s; a count is a whole number, 0 or more.",
    "count_at_a_sum": "“%(code)s” of %(dimension)s is a sum of others and cannot have a count of its own; "
    "give what lies in none of its parts a code that says so.",
    "sums_disagree": "What is shown does not add up at %(where)s: the parts give %(found)s, the total says "
    "%(stated)s. Correct it before it is published.",
    "contradiction": "No whole numbers fit what is shown; a total is too small for its parts. Correct it "
    "before it is published.",
    "cannot_hide": "The table cannot be protected: even with everything hidden that may be, %(count)s cells "
    "can be told within %(threshold)s. Publish a coarser table.",
    "threshold": "A threshold of %(threshold)s hides nothing; take 2 or more.",
    "base": "A base of %(base)s rounds nothing; take 2 or more.",
}


class CannotProtect(Exception):
    """A table cannot be protected or audited; `code` and `details` say why, the text is the sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
