"""What evaluations say, in the language of the terminal, and how they are asked."""

import re
from typing import TYPE_CHECKING, Any

from confianza.cli import options
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.evaluation.claims import Claim

DECIMALS = 6
# Two or three digits that begin with 0 are the end of a number; so are three after a point.
THOUSANDS = re.compile(r"0\d{1,2}|\d{1,3}(\.\d{3})+")


def claim(found: "Claim") -> str:
    """Say what may be said."""
    from confianza.analysis.evaluation import claims, difference_claims

    return _((claims.SENTENCES | difference_claims.SENTENCES)[found.code]) % found.details


def of_appraisal(found: "Claim") -> str:
    """Say what an appraisal says: its verdict, what it could see, a caution."""
    from confianza.analysis.evaluation import appraisal_claims

    return _(appraisal_claims.SENTENCES[found.code]) % found.details


def ratio(value: float | None) -> float | None:
    """Return a ratio as it is told: six decimals, None where it has no end."""
    if value is None or abs(value) == float("inf"):
        return None
    return round(value, DECIMALS)


def interval(low: float, high: float) -> list[float | None]:
    """Return an interval of ratios as it is told."""
    return [ratio(low), ratio(high)]


def chance(p: float) -> float:
    """Return a p as it is told: six digits, however small."""
    return float(f"{p:.{DECIMALS}g}")


def counts(text: str, option: str) -> list[float]:
    """Return one count or several, with commas between them. Raises WrongUsage.

    What looks like a separator of thousands (1.000; 1,000, which would be two periods) is refused.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    if any(THOUSANDS.fullmatch(part) for part in parts):
        message = _("%(option)s: “%(text)s” seems to have separators of thousands; write 1000, not 1.000.")
        raise WrongUsage(message % {"option": option, "text": text})
    return options.numbers(text, option)


def shown(told: dict[str, Any]) -> str:
    """Return a number with its interval, as people read it."""
    low, high = (_end(value) for value in told["ci"])
    return f"{_end(told['ratio'])} ({low} – {high}), p = {told['p']:.3g}"


def cells(told: dict[str, Any]) -> list[str]:
    """Return ratio, interval and p, a cell each."""
    low, high = (_end(value) for value in told["ci"])
    return [_end(told["ratio"]), f"{low}–{high}", f"{told['p']:.3g}"]


def _end(value: float | None) -> str:
    return "∞" if value is None else f"{value:.3f}"
