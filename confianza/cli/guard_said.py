"""What the guard allows and refuses, as JSON and as sentences for people."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.evaluation.guard import Allowed, Evidence


def told(allowed: "Allowed", evidence: "Evidence") -> dict[str, Any]:
    """Return the strongest sentence, what may not be said and what would carry it."""
    from confianza.analysis.evaluation import guard_words as words

    refused = [
        {
            "word": refusal.word,
            "sentence": _(words.WORDS[refusal.word]),
            "needs": list(refusal.needs),
            "needs_in_words": [_(words.NEEDS[code]) for code in refusal.needs],
        }
        for refusal in allowed.refused
    ]
    return {
        "strength": allowed.strength.name.lower(),
        "code": allowed.sentence,
        "sentence": _(words.SENTENCES[allowed.sentence]),
        "cautions": {code: _(words.CAUTIONS[code]) for code in allowed.cautions},
        "refused": refused,
        "evidence": asdict(evidence),
    }


def lines(claim: dict[str, Any]) -> list[str]:
    """Return the sentence, the cautions, and the weakest claim that is refused with what it would need."""
    found = [claim["sentence"], *claim["cautions"].values()]
    for refusal in claim["refused"]:
        needs = "; ".join(refusal["needs_in_words"])
        found.append(
            _("%(refused)s It would need: %(needs)s.") % {"refused": refusal["sentence"], "needs": needs}
        )
    return found
