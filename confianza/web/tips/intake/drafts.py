"""What somebody is still writing: it lives in a sealed field of the form, and nowhere on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from confianza.web.tips.actions import telling
from confianza.web.tips.actions.telling import File
from confianza.web.tips.intake import attached, gates, tokens
from confianza.web.tips.rules.answers import Said

PURPOSE = "draft"


@dataclass(frozen=True)
class Draft:
    """A tip on its way: which questionnaire, at which step, what was said, the files.

    `passed`: the browser has worked, or the time has passed. `asks`: the question that the routing puts once
    more. `looked`: the last look was taken, and every change leads back to it.
    """

    questionnaire: str
    gate: gates.Gate
    begun: int
    step: str = ""
    said: Mapping[str, Said] = field(default_factory=dict, repr=False)
    files: tuple[File, ...] = ()
    passed: bool = False
    asks: str | None = None
    looked: bool = False
    in_danger: bool = False

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
    said = {name: tuple(one) if isinstance(one, list) else one for name, one in told["said"].items()}
    passed = told["passed"] or gate.lets_in(request.POST.get("work", ""))
    return Draft(**(told | {"gate": gate, "files": files, "said": said, "passed": passed}))
