"""Why a linkage takes two records for one victim or not: each comparison with what it is worth, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from confianza.web.design import charts, writing
from confianza.web.design.tables import Column, Table
from confianza.web.records.queries.reviews import Pair

if TYPE_CHECKING:
    from confianza.analysis.link import waterfall

# What is compared, by the names of the profiles in analysis.link.
COMPARISONS = {
    "given_names": gettext_lazy("Given names"),
    "surnames": gettext_lazy("Surnames"),
    "alias": gettext_lazy("Known as"),
    "when": gettext_lazy("Days of the fact and of the death"),
    "place": gettext_lazy("Place"),
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "mechanism": gettext_lazy("Mechanism"),
    "identity_number": gettext_lazy("Identity number"),
}
# How alike, as analysis.link says it in English.
LEVELS = (
    pgettext_lazy("how alike", "anything else"),
    pgettext_lazy("how alike", "missing"),
    pgettext_lazy("how alike", "the same"),
    pgettext_lazy("how alike", "the same names"),
    pgettext_lazy("how alike", "two names in common"),
    pgettext_lazy("how alike", "one name in common"),
    pgettext_lazy("how alike", "a name spelt nearly so"),
    pgettext_lazy("how alike", "the same surnames"),
    pgettext_lazy("how alike", "two surnames sound the same"),
    pgettext_lazy("how alike", "one of them, the other untold"),
    pgettext_lazy("how alike", "one surname in common"),
    pgettext_lazy("how alike", "a surname spelt nearly so"),
    pgettext_lazy("how alike", "the same day"),
    pgettext_lazy("how alike", "a day apart"),
    pgettext_lazy("how alike", "two or three days apart"),
    pgettext_lazy("how alike", "day and month swapped"),
    pgettext_lazy("how alike", "within ten days"),
    pgettext_lazy("how alike", "within forty-five days"),
    pgettext_lazy("how alike", "within 300 metres"),
    pgettext_lazy("how alike", "the same locality"),
    pgettext_lazy("how alike", "within a kilometre"),
    pgettext_lazy("how alike", "within three kilometres"),
    pgettext_lazy("how alike", "the same municipality"),
    pgettext_lazy("how alike", "the same department"),
    pgettext_lazy("how alike", "the same birthday"),
    pgettext_lazy("how alike", "the same age"),
    pgettext_lazy("how alike", "ages that meet, or a year apart"),
    pgettext_lazy("how alike", "two or three years apart"),
    pgettext_lazy("how alike", "up to six years apart"),
    pgettext_lazy("how alike", "up to ten years apart"),
    pgettext_lazy("how alike", "one that is taken for the other"),
    pgettext_lazy("how alike", "one digit differs or two are swapped"),
)
CONTRADICTIONS = {
    "other_identity_number": gettext_lazy("Their identity numbers are different ones."),
    "other_sex_and_age": gettext_lazy("Sex differs, and the ages lie more than ten years apart."),
    "dead_before_the_fact": gettext_lazy("One of them had died long before the other's date."),
}
MISSING = "missing"  # how analysis.link calls what one of both does not tell
WORTH_NAMING = 1.0  # bits: it makes something twice as likely
NAMED = 3
# Written out as odds only up to here; more says nothing to anybody.
MOST_ODDS = 1e6


@dataclass(frozen=True)
class Step:
    """One comparison: what is compared, how alike, and its weight in bits (0: it tells nothing)."""

    comparison: str
    likeness: str
    bits: float
    is_missing: bool = False


def steps(pair: Pair, model: Mapping[str, Any]) -> list[Step]:
    """Return every comparison of a pair in words, the weightiest first, those that tell nothing last."""
    from confianza.analysis.link import waterfall

    told = [
        _worded(step) for step in waterfall.steps(pair.scores, model) if step.comparison != waterfall.PRIOR
    ]
    return sorted(told, key=lambda step: (step.is_missing, -abs(step.bits)))


def _worded(step: "waterfall.Step") -> Step:
    title = str(COMPARISONS.get(step.comparison, step.comparison.replace("_", " ").capitalize()))
    if step.level == MISSING:
        return Step(title, _("not told by both"), 0.0, is_missing=True)
    return Step(title, pgettext("how alike", step.level), step.bits)


def contradiction(code: str) -> str:
    """Return the hard fact that forbids taking two records for one victim, in words."""
    return str(CONTRADICTIONS.get(code, code))


def start(pair: Pair, told: Sequence[Step]) -> float:
    """Return what any two records are worth before anything is compared, in bits."""
    return float(pair.scores["weight"]) - sum(step.bits for step in told)


def odds(bits: float) -> str:
    """Write a weight as odds: 64 to 1, or 1 to 64."""
    times = writing.number(min(2 ** min(abs(bits), 60), MOST_ODDS), 0 if abs(bits) >= 3 else 1)
    more = f"{times}+" if 2 ** min(abs(bits), 60) > MOST_ODDS else times
    return (
        _("%(times)s to 1 for") % {"times": more}
        if bits >= 0
        else _("%(times)s to 1 against") % {"times": more}
    )


def spec(pair: Pair, told: Sequence[Step]) -> dict[str, Any]:
    """Return the waterfall: from where any two records stand, each comparison up or down, to the sum."""
    changes = [charts.Change(_("Any two records"), start(pair, told), whole=True)]
    changes += [charts.Change(_label(step), step.bits) for step in told if not step.is_missing]
    changes.append(charts.Change(_("All together"), float(pair.scores["weight"]), whole=True))
    return charts.waterfall(changes, measure=_("Bits of evidence: right of 0 speaks for one victim"))


def _label(step: Step) -> str:
    return f"{step.comparison}\n{step.likeness}"


def table(pair: Pair, told: Sequence[Step]) -> Table:
    """Return the numbers of the waterfall."""
    columns = (
        Column(_("What is compared")),
        Column(_("How alike")),
        Column(_("Bits"), 1),
        Column(_("In words")),
    )
    rows = [
        (_("Any two records"), "", start(pair, told), odds(start(pair, told))),
        *((step.comparison, step.likeness, step.bits, _meaning(step)) for step in told),
        (_("All together"), "", float(pair.scores["weight"]), odds(float(pair.scores["weight"]))),
    ]
    return Table(_("What each comparison is worth"), columns, rows, note=_("A bit more doubles the odds."))


def _meaning(step: Step) -> str:
    return _("tells nothing") if step.is_missing else odds(step.bits)


def sentence(told: Sequence[Step], probability: float) -> str:
    """Return what the waterfall shows, in a sentence or two."""
    speaks_for = _names(step for step in told if step.bits >= WORTH_NAMING)
    against = _names(step for step in told if step.bits <= -WORTH_NAMING)
    if speaks_for and against:
        words = _("%(for)s speak for one victim, %(against)s against it.")
    elif speaks_for:
        words = _("%(for)s speak for one victim, and nothing clearly against it.")
    elif against:
        words = _("Nothing clearly speaks for one victim; %(against)s speak against it.")
    else:
        words = _("Nothing clearly speaks for or against one victim.")
    believed = _("Of a hundred pairs like this one, the model takes %(share)s for one victim.")
    told_so = words % {"for": speaks_for, "against": against}
    return f"{told_so[:1].upper()}{told_so[1:]} {believed % {'share': percent(probability)}}"


def strongest(pair: Pair, model: Mapping[str, Any]) -> tuple[str, str]:
    """Return what speaks most for one victim and what most against it, in words; "" where nothing does."""
    told = steps(pair, model)
    speaks_for = (step for step in told if step.bits >= WORTH_NAMING)
    against = (step for step in told if step.bits <= -WORTH_NAMING)
    return _names(speaks_for), _names(against)


def percent(probability: float) -> str:
    """Write a probability as so many of a hundred, never as certain as 0 or 100."""
    if probability > 0.995:
        return _("more than 99")
    return _("fewer than 1") if probability < 0.005 else writing.number(100 * probability)


def _names(steps: Any) -> str:
    named = [f"{step.comparison.lower()} ({step.likeness})" for step in list(steps)[:NAMED]]
    if len(named) < 2:
        return "".join(named)
    return _("%(first)s and %(last)s") % {"first": ", ".join(named[:-1]), "last": named[-1]}
