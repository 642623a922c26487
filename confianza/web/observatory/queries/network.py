"""The network as it stands: who we are in it, who sends, who is late, and what all of them say together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Max

from confianza.store import received, signing
from confianza.web.observatory.models import Node, ReceivedPackage, SentPackage
from confianza.web.observatory.models.network import COUNTS, Rhythm

if TYPE_CHECKING:
    import polars as pl

# A package is opened once and remembered by its digest: it never changes.
KEPT_OPEN = 64


@dataclass(frozen=True)
class Own:
    """This observatory, as its packages name it."""

    name: str
    country: str
    level: str
    area_id: str
    area_name: str


@dataclass(frozen=True)
class Lateness:
    """When a node's next package is due, and how many days ago that was (0: not late)."""

    due_on: date | None
    days: int


@dataclass(frozen=True)
class Voice:
    """What one node's last package that counts says of one indicator, for the whole area it speaks for.

    `years`: period, count, person_years, months_told, and with the rate and its interval. `missing`: months
    of the package's period that nobody told. `differing`: conditions in which its definition is not ours.
    """

    node: Node | None  # None: this observatory itself
    name: str
    package: ReceivedPackage | None
    years: "pl.DataFrame"
    missing: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def tells(self) -> bool:
        return bool(self.years.height)


def own_file() -> Path:
    """Return the data file that says who we are in the network."""
    place: Path = settings.WORKSPACE.root / "decisions" / "network_node.json"
    return place


def own() -> Own | None:
    """Return this observatory as it described itself, or None."""
    try:
        told = json.loads(own_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Own(**{name: told[name] for name in Own.__dataclass_fields__})


def area_name(area_id: str) -> str:
    """Return the name of an area of the territory; empty where there is none."""
    from confianza.web.territory import queries

    return queries.names_of([area_id]).get(area_id, "") if area_id else ""


def own_key() -> str:
    """Return this node's public key, made on first use."""
    return signing.public(signing.key(settings.WORKSPACE.keys))


def senders(nodes: Sequence[Node] | None = None) -> list[received.Sender]:
    """Return the nodes that packages are taken from, with what came from each so far."""
    confirmed = Node.objects.filter(confirmed_at__isnull=False) if nodes is None else nodes
    return [_sender(node) for node in confirmed]


def _sender(node: Node) -> received.Sender:
    came = ReceivedPackage.objects.filter(node=node)
    last = came.aggregate(sequence=Max("sequence"), made_at=Max("made_at"))
    taken = came.filter(standing__in=COUNTS).aggregate(as_of=Max("as_of"))
    return received.Sender(
        name=node.name,
        key=node.key,
        retired_keys=frozenset(node.retired_keys.values_list("key", flat=True)),
        last_sequence=last["sequence"] or 0,
        last_made_at=last["made_at"],
        last_as_of=taken["as_of"],
        seen=frozenset(came.values_list("sha256", flat=True)),
    )


def archive(package: ReceivedPackage) -> Path:
    """Return where the archive of a package stands."""
    return received.place(settings.WORKSPACE.root, "received", package.key, package.sequence)


def sent_archive(package: SentPackage) -> Path:
    """Return where the archive of a package that was signed for a node stands."""
    return received.place(settings.WORKSPACE.root, "sent", package.sent_to, package.sequence)


def opened(package: ReceivedPackage) -> signing.Sealed:
    """Return the content of a package that came, checked against the digest it came with."""
    return _opened(str(archive(package)), package.sha256)


@lru_cache(maxsize=KEPT_OPEN)
def _opened(file: str, sha256: str) -> signing.Sealed:
    sealed = signing.unsealed(Path(file).read_bytes())
    if sealed.sha256 != sha256:
        raise signing.Refused("altered")
    return sealed


def figures(package: ReceivedPackage) -> "pl.DataFrame | None":
    """Return the figures of a package, or None where it holds none that can be read."""
    from confianza.analysis.indicators import exchanged

    content = opened(package).files.get("figures.csv")
    try:
        return exchanged.read(content) if content is not None else None
    except exchanged.NotFigures:
        return None


def last_counting(node: Node, kind: str = "aggregates") -> ReceivedPackage | None:
    """Return the node's last package whose figures count."""
    found: ReceivedPackage | None = (
        ReceivedPackage.objects.filter(node=node, kind=kind, standing__in=COUNTS)
        .order_by("-sequence")
        .first()
    )
    return found


def lateness(node: Node, last: ReceivedPackage | None, today: date) -> Lateness:
    """Return when the next package is due by the agreed rhythm, and how late it is."""
    since: datetime | None = last.made_at if last else node.confirmed_at
    within = Rhythm(node.rhythm).within
    if since is None or within is None:
        return Lateness(None, 0)
    due = (since + within).date()
    return Lateness(due, max(0, (today - due).days))


def never_came(node: Node) -> tuple[int, ...]:
    """Return the numbers of packages that were skipped: sent, by their numbering, and never received."""
    there = set(ReceivedPackage.objects.filter(node=node).values_list("sequence", flat=True))
    return tuple(number for number in range(1, max(there, default=0)) if number not in there)


def indicators() -> dict[str, tuple[str, str]]:
    """Return the indicators that any package which counts tells: id → names in Spanish and English."""
    told: dict[str, tuple[str, str]] = {}
    for node in Node.objects.filter(confirmed_at__isnull=False):
        if package := last_counting(node):
            for name, definition in opened(package).manifest.definitions.items():
                told.setdefault(name, (definition.name_es, definition.name_en))
    return dict(sorted(told.items(), key=lambda each: (each[0] != "homicide", each[0])))


def voices(indicator_id: str) -> list[Voice]:
    """Return what each confirmed node says of an indicator, in the order of names."""
    return [_voice(node, indicator_id) for node in Node.objects.filter(confirmed_at__isnull=False)]


def _voice(node: Node, indicator_id: str) -> Voice:
    package = last_counting(node)
    table = figures(package) if package else None
    if package is None or table is None:
        return Voice(node, node.name, package, whole_years(None, "", "", 1), (), ())
    definition = opened(package).manifest.definitions.get(indicator_id)
    multiplier = int(definition.told.get("multiplier", 1)) if definition else 1
    years = whole_years(table, package.area_id, indicator_id, multiplier)
    missing = _missing(table, package.area_id, indicator_id)
    return Voice(node, node.name, package, years, missing, tuple(package.differing.get(indicator_id, ())))


def whole_years(
    table: "pl.DataFrame | None", area_id: str, indicator_id: str, multiplier: int
) -> "pl.DataFrame":
    """Return the years of one area and indicator with their rates, the first year first."""
    import polars as pl

    from confianza.analysis.indicators import exchanged, rates

    if table is None:
        table = pl.DataFrame(schema=dict(exchanged.SCHEMA))
    ours = table.filter(area_id=area_id, indicator_id=indicator_id)
    months = ours.filter(pl.col("period").str.contains(exchanged.MONTH) & (pl.col("status") != "not_told"))
    told = months.group_by(pl.col("period").str.slice(0, 4)).agg(months_told=pl.len())
    years = ours.filter(pl.col("period").str.contains(exchanged.YEAR)).select(
        "period", "status", "count", "person_years"
    )
    return rates.with_rates(years.join(told, on="period", how="left").sort("period"), multiplier=multiplier)


def _missing(table: "pl.DataFrame", area_id: str, indicator_id: str) -> tuple[str, ...]:
    ours = table.filter(area_id=area_id, indicator_id=indicator_id, status="not_told")
    return tuple(sorted(period for period in ours["period"] if "-" in period))


def total(told: Sequence[Voice]) -> "tuple[pl.DataFrame, tuple[str, ...]]":
    """Return the sum by year over the nodes whose definition is ours, and their names; never over others."""
    from confianza.analysis.indicators import exchanged

    same = {voice.name for voice in told if not voice.differing}
    return exchanged.comparable({v.name: v.years for v in told if v.tells}, lambda name: name in same)


def as_plain(node: Node, today: date) -> dict[str, Any]:
    """Return a node as machines are told of it."""
    last = last_counting(node)
    late = lateness(node, last, today)
    return {
        "name": node.name, "country": node.country, "level": node.level, "key": node.key,
        "fingerprint": signing.fingerprint(node.key), "confirmed": node.is_confirmed,
        "address": node.address, "rhythm": node.rhythm, "fictional": node.is_fictional,
        "last_sequence": last.sequence if last else None, "as_of": last.as_of if last else None,
        "due_on": late.due_on, "days_late": late.days, "never_came": list(never_came(node)),
        "in_quarantine": ReceivedPackage.objects.filter(node=node, standing="quarantined").count(),
    }  # fmt: skip
