"""What the pages of the network show."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.store import signing
from confianza.web.design import charts, drawing, writing
from confianza.web.observatory import network_sentences, network_sheets, published
from confianza.web.observatory.models import Agreement, Node, ReceivedPackage, SentPackage
from confianza.web.observatory.queries import exports, network

if TYPE_CHECKING:
    import polars as pl

SHOWN_PACKAGES = 50
MONTHS_IN_YEAR = 12


def overview(user: Any, form_of: Any) -> dict[str, Any]:
    """Everybody in the network, what waits in quarantine, and what all of them say of one indicator."""
    today = timezone.localdate()
    named = {name: network_sheets.name_of(*names) for name, names in network.indicators().items()}
    form = form_of(list(named.items()))
    indicator = form.chosen(next(iter(named), "homicide"))
    known = list(Node.objects.visible_to(user))
    waiting = list(
        ReceivedPackage.objects.visible_to(user).filter(standing="quarantined").select_related("node")
    )
    return {
        "own": network.own(), "fingerprint": signing.fingerprint(network.own_key()), "form": form,
        "nodes": network_sheets.nodes(known, today) if known else None,
        "quarantine": network_sheets.packages(waiting) if waiting else None, "waiting": len(waiting),
        "indicator": named.get(indicator, indicator),
        **(_picture(indicator, named.get(indicator, indicator)) if named else {}),
    }  # fmt: skip


def _picture(indicator: str, name: str) -> dict[str, Any]:
    voices = [*_own_voice(indicator), *network.voices(indicator)]
    periods = {period for voice in voices for period in voice.years["period"]}
    years = sorted(periods)[-network_sheets.MOST_YEARS :]
    summed, over = network.total(voices)
    return {
        "picture": network_sheets.picture(voices, years), "drawing": _drawing(voices, years, name),
        "sentence": _sentence(voices, years, name), "total": _total(summed), "over": ", ".join(over),
        "differing": _differing(voices),
    }  # fmt: skip


def _own_voice(indicator: str) -> list[network.Voice]:
    """This observatory as the others hear it: the area it speaks for, from its last release."""
    own, release = network.own(), published.latest()
    if own is None or release is None or not own.area_id:
        return []
    from confianza.analysis.indicators import registry

    try:
        multiplier = registry.get(indicator).multiplier
    except registry.UnknownIndicator:
        return []
    years = network.whole_years(exports.figures(release, own.area_id), own.area_id, indicator, multiplier)
    label = _("%(name)s (this node)") % {"name": own.name}
    return [network.Voice(None, label, None, years, (), ())] if years.height else []


def _at(voice: network.Voice, year: str) -> dict[str, Any] | None:
    rows = voice.years.filter(period=year).to_dicts() if voice.years.height else []
    return rows[0] if rows and rows[0]["rate"] is not None else None


def _comparable(
    voices: list[network.Voice], years: list[str]
) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """Return the last year that most nodes with our definition tell, and what they say."""
    same = [voice for voice in voices if not voice.differing]
    told = {year: [(_label(v), row) for v in same if (row := _at(v, year))] for year in years}
    year = max(years, key=lambda each: (_whole(told[each]), len(told[each]), each), default="")
    return year, told.get(year, [])


def _whole(told: list[tuple[str, dict[str, Any]]]) -> int:
    """Return how many nodes told all twelve months; a year that is not over is compared for want of one."""
    return sum(row["months_told"] == MONTHS_IN_YEAR for _label, row in told)


def _label(voice: network.Voice) -> str:
    """Name a node by the place it speaks for, which is shorter."""
    return str(voice.package.area_name) if voice.package else voice.name


def _drawing(voices: list[network.Voice], years: list[str], name: str) -> Any:
    year, told = _comparable(voices, years)
    if len(told) < 2:
        return None
    items = [charts.Bar(label, row["rate"], row["rate_low"], row["rate_high"]) for label, row in told]
    measure = _("%(name)s, rate %(year)s") % {"name": name, "year": year}
    return drawing.svg(charts.bars(items, measure=measure, decimals=1), alt=_sentence(voices, years, name))


def _sentence(voices: list[network.Voice], years: list[str], name: str) -> str:
    year, told = _comparable(voices, years)
    if len(told) < 2:
        return _("Fewer than two nodes count this alike, so nothing can be compared yet.")
    low, high = (pick(told, key=lambda each: each[1]["rate"]) for pick in (min, max))
    told_words = {
        "name": name, "year": year, "count": writing.number(len(told)),
        "low": low[0], "low_rate": writing.number(low[1]["rate"], 1),
        "low_range": network_sheets.range_of(low[1]),
        "high": high[0], "high_rate": writing.number(high[1]["rate"], 1),
        "high_range": network_sheets.range_of(high[1]),
    }  # fmt: skip
    apart = low[1]["rate_high"] < high[1]["rate_low"]
    sentence = _(
        "%(name)s in %(year)s, over %(count)s nodes that count alike: from %(low_rate)s in %(low)s "
        "(%(low_range)s) to %(high_rate)s in %(high)s (%(high_range)s) per 100,000 a year."
    )
    close = _("Their intervals overlap: chance alone could make the difference.")
    return sentence % told_words + ("" if apart else " " + close)


def _total(summed: "pl.DataFrame") -> Any:
    from confianza.analysis.indicators import rates

    return network_sheets.total(rates.with_rates(summed)) if summed.height else None


def _differing(voices: list[network.Voice]) -> list[str]:
    return [
        f"{voice.name}: {network_sentences.of_differences(voice.differing)}"
        for voice in voices
        if voice.tells and voice.differing
    ]


def node(user: Any, number: int) -> dict[str, Any]:
    """One node: who it is, its fingerprint, what came, what is agreed, what was sent. Raises Http404."""
    found = Node.objects.visible_to(user).filter(pk=number).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    last = network.last_counting(found)
    late = network.lateness(found, last, today)
    came = ReceivedPackage.objects.visible_to(user).filter(node=found).select_related("node")[:SHOWN_PACKAGES]
    agreed = Agreement.objects.visible_to(user).filter(node=found)
    sent = SentPackage.objects.visible_to(user).filter(node=found)[:SHOWN_PACKAGES]
    return {
        "node": found, "title": network_sheets.named(found),
        "fingerprint": signing.fingerprint(found.key) if found.is_confirmed else "",
        "due_on": late.due_on, "late": network_sentences.of_lateness(late.days) if found.is_confirmed else "",
        "never_came": ", ".join(map(str, network.never_came(found))),
        "packages": network_sheets.packages(came, with_node=False) if came else None,
        "agreements": network_sheets.agreements(agreed, today) if agreed else None,
        "holding": [each for each in agreed if each.ended_at is None and each.until >= today],
        "sent": network_sheets.sent(sent) if sent else None,
        "retired": list(found.retired_keys.all()),
    }  # fmt: skip


def package(user: Any, number: int) -> dict[str, Any]:
    """One package that came: from whom, about what, why it waits, in what it differs. Raises Http404."""
    came = ReceivedPackage.objects.visible_to(user).select_related("node")
    found = came.filter(pk=number).first()
    if found is None:
        raise Http404
    reasons = [{"severity": "warn", "sentence": network_sentences.of_reason(each)} for each in found.reasons]
    return {
        "package": found, "title": network_sheets.named(found.node), "reasons": reasons,
        "definitions": network_sheets.definitions(found), "content": network_sheets.content(found.kind),
        "manifest": network.opened(found).manifest,
        "months": f"{network_sheets.month(found.first_month)} – {network_sheets.month(found.last_month)}",
         "waits": found.standing == "quarantined",
        "node_url": reverse("observatory:network_node", args=[found.node_id]),
    }  # fmt: skip


def own_area() -> str:
    """Return the area this observatory speaks for, "" where it has not said."""
    own = network.own()
    return own.area_id if own else ""


def agreement(user: Any, number: int) -> Agreement:
    """Return one agreement. Raises Http404."""
    found: Agreement | None = (
        Agreement.objects.visible_to(user).select_related("node").filter(pk=number).first()
    )
    if found is None:
        raise Http404
    return found
