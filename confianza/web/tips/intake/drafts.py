"""What somebody is still writing: it lives in a sealed field of the form, and nowhere on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from confianza.web.tips.actions import telling
from confianza.web.tips.actions.telling import File
from confianza.web.tips.intake import attached, gates, tokens

PURPOSE = "draft"
Told = Mapping[str, list[str]]


@dataclass(frozen=True)
class Draft:
    """A tip on its way: which questionnaire, at which step, what was answered (as the form sent it), the files.

    `passed`: the browser has worked, or the time has passed. `again`: what was said when police were asked
    about a second time.
    """

    questionnaire: str
    gate: gates.Gate
    begun: int
    step: int = 0
    told: Told = field(default_factory=dict, repr=False)
    files: tuple[File, ...] = ()
    passed: bool = False
    again: str = ""

    def with_told(self, told: Told) -> "Draft":
        """Return the draft with the answers of a step in place of those it had."""
        return replace(self, told={**self.told, **told})

    def token(self) -> str:
        """Return the draft as it stands in the form."""
        files = [attached.packed(file) for file in self.files]
        return tokens.sealed(PURPOSE, vars(self) | {"gate": self.gate.told(), "files": files})

    @property
    def form(self) -> bytes:
        """What is unique of this form."""
        return bytes.fromhex(self.gate.nonce)


def new(questionnaire: str) -> Draft:
    """Return a draft with nothing in it."""
    return Draft(questionnaire, gates.new(), tokens.now())


def of(request: HttpRequest) -> Draft:
    """Return the draft that a form carries, let in if its work is done. Raises Stale after two hours."""
    told: dict[str, Any] = tokens.opened(
        PURPOSE, request.POST.get("token", ""), seconds=telling.DRAFT_SECONDS
    )
    told.pop("made")
    if tokens.now() - told["begun"] > telling.DRAFT_SECONDS:
        raise tokens.Stale
    gate = gates.Gate(**told["gate"])
    files = tuple(attached.unpacked(one) for one in told["files"])
    passed = told["passed"] or gate.lets_in(request.POST.get("work", ""))
    return Draft(**(told | {"gate": gate, "files": files, "passed": passed}))
