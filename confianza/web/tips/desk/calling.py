"""A call under way: what the caller said so far travels with the page, sealed, and is kept nowhere."""

import base64
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from confianza.web.lib import sealing
from confianza.web.tips import keys
from confianza.web.tips.questionnaire import loading, reading
from confianza.web.tips.questionnaire.questions import Question, Questionnaire
from confianza.web.tips.questionnaire.reading import Offered, Reading
from confianza.web.tips.rules.answers import Answers, Said

ABOUT = "call under way"
SECONDS = 2 * 3600
NUMBER_BYTES = 16


class Over(Exception):
    """The page is too old, of another installation, or was changed."""


@dataclass(frozen=True)
class Call:
    """What was said so far. `step` is where the call stands ("" at the last look), `asked` what the routing
    wants to know, `form` the number by which it is taken once.
    """

    questionnaire: str
    language: str
    step: str = ""
    said: Mapping[str, Said] = field(default_factory=dict, repr=False)
    asked: str | None = None
    form: str = field(default_factory=lambda: secrets.token_hex(NUMBER_BYTES))
    begun_at: int = field(default_factory=lambda: int(time.time()))

    @property
    def asks(self) -> Questionnaire:
        return loading.named(self.questionnaire)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions to put now. A word for a reward is the teller's alone: they choose it later."""
        shown = self.asks.shown_of(self.asks.step(self.step), self.said, self.asked)
        return tuple(one for one in shown if one.asks != "passphrase")

    def sealed(self) -> str:
        """Return the call for a hidden field."""
        blob = sealing.seal(_key(), sealing.pad(json.dumps(vars(self)).encode()), about=ABOUT)
        return base64.urlsafe_b64encode(blob).decode()

    def heard(self, posted: Mapping[str, Sequence[str]], offered: Offered) -> tuple["Call", Reading]:
        """Return the call with the answers of its step, and what cannot be taken of them."""
        # Whoever calls chooses the word for a reward when they come back: nobody here is to hear it. Until
        # then any other stands in its place, which is never kept (telling.send).
        chosen_later = {one.name: [self.form] for one in self.asks.questions if one.asks == "passphrase"}
        read = reading.read(
            self.asks,
            self.step,
            {**posted, **chosen_later},
            said=self.said,
            offered=offered,
            asked=self.asked,
        )
        return replace(self, said=read.said), read

    def next(self) -> "Call":
        """Return the call at its next step; at "" after the last."""
        step = self.asks.after(self.step, self.said, self.asked)
        found = replace(self, step=step.name if step else "")
        return found.next() if found.step and not found.questions else found

    def back(self) -> "Call":
        """Return the call at the step before, the first one staying where it is."""
        last = self.asks.steps[-1].name
        before = self.asks.before(self.step or last, self.said) if self.step else self.asks.step(last)
        return replace(self, step=before.name if before else self.step)

    def at_question(self, name: str) -> "Call":
        """Return the call where the routing's own question is put."""
        asked = replace(self, asked=name)
        step = next(step for step in self.asks.steps if any(one.name == name for one in step.questions))
        return replace(asked, step=step.name)

    def answers(self, offered: Offered) -> Answers:
        """Return the answers of the whole call. Raises Unfinished."""
        return reading.finished(
            self.asks, self.said, offered=offered, language=self.language, asked=self.asked
        )


def begun(questionnaire: str, language: str) -> Call:
    """Return a call at its first question. Raises KeyError for an unknown questionnaire."""
    loading.named(questionnaire)
    return Call(questionnaire, language).next()


def opened(text: str) -> Call:
    """Return a call from its hidden field. Raises Over."""
    try:
        padded = sealing.unseal(_key(), base64.urlsafe_b64decode(text.encode()), about=ABOUT)
        told: dict[str, Any] = json.loads(sealing.unpad(padded))
    except (sealing.CannotOpen, ValueError):
        raise Over from None
    call = Call(**told)
    if time.time() - call.begun_at > SECONDS:
        raise Over
    said = {name: tuple(one) if isinstance(one, list) else one for name, one in call.said.items()}
    return replace(call, said=said)


def _key() -> bytes:
    return keys.intake_keys(settings.WORKSPACE.keys).draft
