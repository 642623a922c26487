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
    "tables_disagree": "%(where)s is %(found)s in one table and %(stated)s in another that is published with "
    "it. Correct one.",
    "table_empty": "%(file)s holds no table. Its first row and first column are labels, the rest counts.",
    "table_ragged": "Row %(row)s of %(file)s has %(found)s cells, its header %(stated)s. Mend it.",
    "table_not_a_count": "“%(value)s” in %(file)s, row “%(row)s”, column “%(column)s”, is no count: write a "
    "whole number, 0 or more, without marks for thousands, or .. where it is hidden.",
    "table_blank": "%(file)s, row “%(row)s”, column “%(column)s”, is blank: write 0, or .. where it is "
    "hidden.",
    "table_labels_alike": "%(file)s has two rows or two columns called “%(label)s”. Rename one.",
    "table_total_not_last": "“%(label)s” of %(file)s is a margin but does not come last. Move it to the end.",
    "threshold": "A threshold of %(threshold)s hides nothing; take 2 or more.",
    "base": "A base of %(base)s rounds nothing; take 2 or more.",
}


class CannotProtect(Exception):
    """A table cannot be protected or audited; `code` and `details` say why, the text is the sentence."""

    def __init__(self, code: str, /, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
