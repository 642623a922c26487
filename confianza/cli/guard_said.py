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
    """Return the sentence, the cautions, and what is refused, weakest first, with what it needs besides."""
    found, asked = [claim["sentence"], *claim["cautions"].values()], set[str]()
    for refusal in claim["refused"]:
        needs = "; ".join(text for text in refusal["needs_in_words"] if text not in asked)
        found.append(_refused(refusal["sentence"], needs, also=bool(asked)))
        asked |= set(refusal["needs_in_words"])
    return found


def _refused(sentence: str, needs: str, *, also: bool) -> str:
    if not needs:
        return sentence
    first, later = _("%(refused)s It would need: %(needs)s."), _("%(refused)s It would also need: %(needs)s.")
    return (later if also else first) % {"refused": sentence, "needs": needs}
