"""What the network says in words: why a package is refused, why it waits, in what definitions differ."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.store.signing import Refused
from confianza.web.design import writing


class NetworkRefused(Exception):
    """A deed in the network cannot be done as asked; `problem` is a code, the text says what to do."""

    def __init__(self, problem: str, sentence: str) -> None:
        self.problem = problem
        super().__init__(sentence)


REFUSALS: Mapping[str, Any] = {
    "too_large": gettext_lazy("The package is larger than %(most)s. Ask for a smaller one."),
    "no_package": gettext_lazy(
        "This is no package of an observatory. Choose the file that ends in .confianza."
    ),
    "damaged": gettext_lazy(
        "The package is damaged or was changed on the way. Do not use it; have it sent again."
    ),
    "too_many_files": gettext_lazy("The package holds more than %(most)s files. Ask who made it."),
    "compressed": gettext_lazy(
        "The package was packed by another programme. Have it sent as it was written."
    ),
    "leads_out": gettext_lazy(
        "A file of the package, “%(name)s”, leads out of it. Do not use it; tell its sender."
    ),
    "other_format": gettext_lazy(
        "The package is written as “%(format)s”, and this version reads “%(known)s”. Bring both to the "
        "same "
        "version."
    ),
    "no_manifest": gettext_lazy("What the package says of itself cannot be read. Have it sent again."),
    "altered": gettext_lazy(
        "The package is not byte by byte as it was written: it was changed on the way. Do not use it; "
        "have it "
        "sent again."
    ),
    "unknown_node": gettext_lazy(
        "Nobody registered “%(sender)s” with the fingerprint %(fingerprint)s. If you expect its "
        "packages, register it and "
        "compare the fingerprint by telephone."
    ),
    "retired_key": gettext_lazy(
        "The package is signed with a key that %(sender)s replaced. Ask for one signed with the new "
        "key, and "
        "tell %(sender)s that somebody still uses the old one."
    ),
    "other_key": gettext_lazy(
        "The package says it comes from %(sender)s, but is signed with another key (%(fingerprint)s). "
        "Do not "
        "use it. If %(sender)s has a new key, ask for the statement signed with the old one, or compare "
        "the "
        "fingerprint anew."
    ),
    "forged": gettext_lazy(
        "The signature is not that of %(sender)s: the package is forged or was changed. Do not use it; "
        "tell "
        "%(sender)s."
    ),
    "tampered": gettext_lazy(
        "The file “%(name)s” is not as it was signed: the package was changed. Do not use it; have it "
        "sent again."
    ),
    "other_recipient": gettext_lazy(
        "The package of %(sender)s is meant for another observatory. Ask for the one made for this node."
    ),
    "replayed": gettext_lazy(
        "Package %(sequence)s of %(sender)s came before; the same one is not taken twice."
    ),
    "out_of_order": gettext_lazy(
        "This is package %(sequence)s of %(sender)s, and number %(last)s is here already. Ask for a new "
        "one."
    ),
    "from_the_future": gettext_lazy(
        "The package of %(sender)s was made at %(made_at)s, which is still to come. See that the clocks "
        "of both machines are right."
    ),
    "too_old": gettext_lazy(
        "The package of %(sender)s was made at %(made_at)s, more than %(days)s days ago. Ask for a new one."
    ),
    "older_than_last": gettext_lazy(
        "The package of %(sender)s was made at %(made_at)s and is older than the one that came last. "
        "Ask for a new one."
    ),
    "other_schema": gettext_lazy(
        "The tables of %(sender)s are of schema %(theirs)s, and this version reads %(ours)s. Bring both "
        "to the "
        "same version."
    ),
    "not_figures": gettext_lazy(
        "The table of figures of %(sender)s is not as agreed (%(wrong)s). Ask for a new package."
    ),
    "no_records": gettext_lazy("The table of records of %(sender)s is not as agreed. Ask for a new "
    "package."),
    "not_https": gettext_lazy("%(address)s is not an address that begins with https://. Correct it."),
    "unreachable": gettext_lazy(
        "%(address)s does not answer (%(cause)s). Try later, or have the package brought on a stick."
    ),
    "not_answered": gettext_lazy(
        "%(address)s does not hand over packages to this node (answer %(status)s). Ask whether it has "
        "registered "
        "our key, and see that the clock is right."
    ),
}  # fmt: skip
REASONS: Mapping[str, Any] = {
    "negative": gettext_lazy("%(where)s: a count of %(count)s cannot be."),
    "repeated": gettext_lazy("%(where)s is told %(times)s times."),
    "undefined": gettext_lazy("“%(indicator)s” is counted, but the package does not say how it is defined."),
    "outside": gettext_lazy("%(where)s lies outside the months the package says it is about."),
    "exceeds_population": gettext_lazy("%(where)s: %(count)s of a population of %(population)s cannot be."),
    "parts_exceed_total": gettext_lazy("%(where)s: the parts add up to %(parts)s, the whole says %(count)s."),
    "months_do_not_sum": gettext_lazy("%(where)s: the months add up to %(parts)s, the year says %(count)s."),
    "rate_differs": gettext_lazy(
        "%(where)s: the rate %(rate)s does not follow from count and population (%(expected)s)."
    ),
    "months_missing": gettext_lazy(
        "“%(indicator)s”: %(months)s months are neither told nor said to be missing."
    ),
    "withdrawn": gettext_lazy("“%(indicator)s”: %(months)s months that were told before are no longer told."),
    "jump": gettext_lazy("%(where)s: %(count)s where some %(usual)s would be usual."),
    "revised": gettext_lazy("%(where)s: %(count)s where the package before said %(before)s."),
    "too_few_alike": gettext_lazy(
        "Only %(smallest)s records say the same in one group; with fewer than %(least)s somebody could "
        "be recognised."
    ),
}
CONDITIONS: Mapping[str, Any] = {
    "unknown": gettext_lazy("an indicator that is not defined here"),
    "iccs": gettext_lazy("other offence classes"),
    "iccs_except": gettext_lazy("other exceptions"),
    "words": gettext_lazy("other words of the offence"),
    "mechanisms": gettext_lazy("other mechanisms"),
    "intents": gettext_lazy("other intents"),
    "grains": gettext_lazy("counts other rows"),
    "sources": gettext_lazy("other sources may answer"),
    "unit": gettext_lazy("counts something else"),
    "denominator": gettext_lazy("divides by something else"),
    "multiplier": gettext_lazy("per another number of people"),
    "basis": gettext_lazy("occurrence or residence"),
}


def of_refusal(refused: Refused) -> str:
    """Say why a package is refused, and what to do."""
    return str(REFUSALS[refused.code]) % {name: _plain(name, value) for name, value in refused.told.items()}


def of_reason(told: Mapping[str, Any]) -> str:
    """Say why a package waits for a person; `told` is {code, details}."""
    details = {name: _plain(name, _with_names(name, value)) for name, value in told["details"].items()}
    return str(REASONS[told["code"]]) % details


def _with_names(name: str, value: Any) -> Any:
    """Call an indicator by its name where a reason tells its identity: alone, or between place and period."""
    if name == "indicator":
        return _indicator(value)
    if name != "where":
        return value
    area, indicator, period = str(value).rsplit(" · ", 2)
    return " · ".join((area, _indicator(indicator), period))


def _indicator(identity: str) -> str:
    """Name an indicator; one that is not defined here stays as it is called."""
    from confianza.analysis.indicators.registry import UnknownIndicator
    from confianza.web.observatory import labels

    try:
        return labels.indicator(identity)
    except UnknownIndicator:
        return identity


def of_differences(conditions: Any) -> str:
    """Say in what a definition differs from ours; a condition that we do not know is named as it is."""
    return "; ".join(str(CONDITIONS.get(name, name)) for name in conditions)


def of_lateness(days: int) -> str:
    """Say how late a node is."""
    from django.utils.translation import ngettext

    if not days:
        return _("on time")
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": writing.number(days)}


def _plain(name: str, value: Any) -> Any:
    write: Callable[[Any], str] | None = {"most": _most, "made_at": _moment}.get(name)
    if write:
        return write(value)
    return writing.number(value, 0 if float(value).is_integer() else 1) if _is_number(name, value) else value


def _is_number(name: str, value: Any) -> bool:
    return isinstance(value, int | float) and name not in ("theirs", "ours", "status", "sequence", "last")


def _most(value: int) -> str:
    return writing.size(value) if value > 1000 else writing.number(value)


def _moment(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"
