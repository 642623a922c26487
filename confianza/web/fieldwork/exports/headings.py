"""What columns, sheets and variables are called: unique, and within what each kind of file allows."""

import re
import unicodedata
from collections.abc import Iterable

from confianza.web.fieldwork.queries.answers import TOP, Question

# Excel's own limits for the name of a sheet.
LONGEST_SHEET = 31
NOT_IN_A_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Sheets that stand beside the answers.
CODEBOOK, UNREAD = OUR_SHEETS = ("codebook", "unread")
# SPSS counts in bytes; ours are of one byte a letter.
LONGEST_VARIABLE = 64
RESERVED = frozenset(
    {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
)  # fmt: skip


class Taken:
    """Names that are taken, whatever their case: a second one of the same is told apart by a number."""

    def __init__(self, *, longest: int = 10_000) -> None:
        self.longest = longest
        self.names: set[str] = set()

    def free(self, name: str, instead: str = "") -> str:
        """Return a name that is still free, and take it: this one, `instead`, or this one with a number."""
        for wanted in (name, instead.strip("/")):
            if wanted and self._take(cut := wanted[: self.longest]):
                return cut
        number = 2
        while True:
            ending = f"_{number}"
            if self._take(numbered := name[: self.longest - len(ending)] + ending):
                return numbered
            number += 1

    def _take(self, name: str) -> bool:
        if name.casefold() in self.names:
            return False
        self.names.add(name.casefold())
        return True


def of(question: Question, part: str, *, with_groups: bool) -> str:
    """Return the heading of a question's column: "edad", "grupo/edad", "tipos/robo", "punto/lat"."""
    own = question.path.removeprefix(question.repeat).strip("/") if with_groups else question.column
    return f"{own}/{part}" if part else own


def in_words(question: Question, part: str, language: str) -> str:
    """Return the heading of a question's column in a language: its wording, and that of a choice after it."""
    label = question.label(language)
    return f"{label} · {question.words(language).get(part, part)}" if part else label


def of_tables(form_id: str, repeats: Iterable[str]) -> dict[str, str]:
    """Return the names of a form's tables by repeat; they serve as names of sheets and of files as well."""
    taken = Taken(longest=LONGEST_SHEET)
    for sheet in OUR_SHEETS:
        taken.free(sheet)
    return {repeat: taken.free(_sheet(form_id if repeat == TOP else repeat)) for repeat in repeats}


def _sheet(path: str) -> str:
    return NOT_IN_A_SHEET.sub("-", path.rpartition("/")[2]).strip("' .") or "-"


def variables(names: Iterable[str]) -> list[str]:
    """Return valid names of SPSS variables, unique also where only case told them apart."""
    taken = Taken(longest=LONGEST_VARIABLE)
    return [taken.free(_variable(name)) for name in names]


def _variable(name: str) -> str:
    """Return the name with what SPSS does not take made a line below; it starts with a letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    valid = re.sub(r"[^A-Za-z0-9_.]", "_", plain)[:LONGEST_VARIABLE].rstrip("._")
    if not valid[:1].isalpha() or valid.upper() in RESERVED:
        # Nothing of it may be lost: "1" and "_1" are told apart by the number that follows.
        valid = f"v_{valid.lstrip('_.')}".rstrip("_.")
    return valid
