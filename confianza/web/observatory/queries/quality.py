"""How good the sources are, for who asks: measured on the deliveries that person may know of, no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.web.observatory import answers, memory
from confianza.web.observatory.queries.ground import Ground, layout
from confianza.web.observatory.queries.question import EVERYWHERE, Question
from confianza.web.records import queries as records

if TYPE_CHECKING:
    import ibis

    from confianza.analysis.quality.asking import Ask
    from confianza.analysis.quality.measures import Material, Measured
    from confianza.analysis.quality.scorecard import Finding
    from confianza.store.deliveries import Delivery
    from confianza.web.records.queries import Sight

HOMICIDE = "homicide"
TOWNS = "municipality"


class UnknownVoice(LookupError):
    """No source of this name is among what one may know of; `near` names those that are."""

    def __init__(self, asked: str, near: Sequence[str]) -> None:
        self.asked, self.near = asked, tuple(near)
        super().__init__(f"There is no source “{asked}”.")


@dataclass(frozen=True)
class Examined:
    """Every source measured, its findings criterion by criterion, and those of the whole.

    `linked_at`: when the linkage that matched pairs rest on was made; "" where nothing is linked.
    """

    measured: "dict[str, Measured]"
    findings: "dict[str, list[Finding]]"
    whole: "list[Finding]"
    version: str
    linked_at: str = ""

    def asks(self, source: str) -> "list[Ask]":
        """Return what to ask the institution of one source for."""
        from confianza.analysis.quality import asking

        return asking.of(self.measured[source], self.findings[source])

    def source(self, name: str) -> "Measured":
        """Return one source; raises UnknownVoice."""
        if name not in self.measured:
            raise UnknownVoice(name, sorted(self.measured))
        return self.measured[name]


def examined(sight: "Sight", as_of: date | None = None) -> Examined:
    """Measure what was delivered, as far as `sight` reaches, as it was known on a date."""
    ground = Ground(as_of)
    key = f"quality|{ground.state}|{seen_as(sight)}|{answers.state()}|{_linkage_id()}"
    return memory.remembered(key, lambda: _examined(ground, sight))


def seen_as(sight: "Sight") -> str:
    """Tell apart readers who know of different deliveries."""
    return "*" if sight.everything else " ".join(sorted(sight.named))


def of_claims(claims: "ibis.Table", material: "Material | None" = None, linked_at: str = "") -> Examined:
    """Measure claims that have a source, wherever they come from, and judge them by the protocol."""
    from confianza.analysis.quality import criteria, measures, scorecard

    protocol, told = criteria.protocol(), answers.everything()
    measured = measures.measure(claims, material)
    findings = {name: scorecard.of_source(each, protocol, told) for name, each in measured.items()}
    whole = scorecard.of_whole(findings, protocol, told)
    return Examined(measured, findings, whole, protocol.version, linked_at)


def of_files(files: Any, source: str, *, today: date) -> Examined:
    """Measure files of one layout without storing anything. Raises DeliveryRefused and UnknownSource."""
    from confianza.analysis.quality.measures import DELIVERED, Material

    told = consolidated(files, source, today=today)
    name = voice_of(told)
    left_out = int(told.left_out["records"].sum())
    parts = (told.claims.height, told.duplicates.height, told.rejected.height, left_out)
    row = (name, name, None, told.rows_read, *parts)
    delivered = pl.DataFrame([row], schema=DELIVERED, orient="row")
    return of_claims(as_table([(name, told.claims)]), Material(delivered=delivered))


def consolidated(files: Any, source: str, *, today: date) -> Any:
    """Read files as claims without a workspace, so without the bounds of a territory."""
    from django.conf import settings

    from confianza.analysis.consolidate import consolidation
    from confianza.analysis.consolidate.delivery import Limits
    from confianza.analysis.sources import catalogue

    most = settings.MAX_DELIVERY_BYTES
    limits = Limits(max_file_bytes=most, max_expanded_bytes=2 * most)
    return consolidation.consolidate(files, catalogue.get(source), today=today, limits=limits)


def voice_of(consolidated: Any) -> str:
    """Return the name of whoever speaks in a consolidated file: its layout and series."""
    return "/".join(filter(None, (consolidated.profile, consolidated.series)))


def as_table(told: Sequence[tuple[str, pl.DataFrame]]) -> "ibis.Table":
    """Return the claims of several consolidations as one table, each under the name of its source."""
    import ibis

    texts = pl.col(pl.Categorical).cast(pl.String)
    return ibis.memtable(
        pl.concat([claims.with_columns(texts, source=pl.lit(name)) for name, claims in told])
    )


def deliveries_of(source: str, sight: "Sight", as_of: date | None = None) -> "list[Delivery]":
    """Return the deliveries behind one source that a person may know of, the newest first."""
    known = seen(sight, as_of)
    names = _voices(known) if known else {}
    return [each for each in known if names[each.id] == source][::-1]


def voice(delivery: "Delivery") -> str:
    """Return under which source a delivery is measured."""
    return _voices([delivery])[delivery.id]


def seen(sight: "Sight", as_of: date | None = None) -> "list[Delivery]":
    """Return the deliveries within a sight, in the order they were stored."""
    return [each for each in records.deliveries(as_of)[::-1] if each.id in sight]


def of_delivery(delivery: "Delivery") -> Examined:
    """Measure the claims of one delivery alone: what is wrong in this file."""
    from confianza.analysis.quality.measures import Material
    from confianza.store import contents

    name = voice(delivery)
    key = f"quality of|{delivery.id}|{answers.state()}"
    return memory.remembered(
        key,
        lambda: of_claims(
            as_table([(name, contents.claims(layout(), delivery.id))]),
            Material(delivered=_delivered([delivery])),
        ),
    )


def visible(sight: "Sight", as_of: date | None = None) -> "ibis.Table":
    """Return the claims visible on a date within a sight, `source` naming the voice."""
    from confianza.analysis.indicators import coverage
    from confianza.store import claims

    return within(claims.visible(layout(), as_of), sight).mutate(source=coverage.voice)


def within(claims: "ibis.Table", sight: "Sight") -> "ibis.Table":
    """Return the claims of the deliveries within a sight."""
    return claims if sight.everything else claims.filter(claims.delivery.isin(sorted(sight.named)))


def cells(ground: Ground, sources: Sequence[str]) -> pl.DataFrame:
    """Return [source, area, month, count] of homicides by town: null where a source does not speak.

    `area` is the identity of the area; "" is the area of what could not be placed.
    """
    question = Question(HOMICIDE, area=EVERYWHERE, level=TOWNS, as_of=ground.as_of)
    told = ground.table(question, "area", "month", "source")
    dated = told.filter(pl.col("period").fill_null("") != "", pl.col("source").is_in(list(sources)))
    return dated.select(
        pl.col("source").cast(pl.String),
        pl.col("area").cast(pl.String).fill_null(""),
        pl.col("period").str.to_date("%Y-%m").alias("month"),
        pl.col("count").cast(pl.Float64),
    )


def _examined(ground: Ground, sight: "Sight") -> Examined:
    from confianza.analysis.quality import measures, revisions, subjects
    from confianza.store import histories

    claims = visible(sight, ground.as_of)
    ever = histories.everything(layout(), ground.as_of)
    delivered = seen(sight, ground.as_of)
    if ever is None or not delivered:
        return of_claims(claims)
    from confianza.analysis.indicators import coverage

    named = within(ever, sight).mutate(source=coverage.voice)
    told = revisions.told(subjects.judged(named, subjects.scopes(named)))
    linked_at, linked = _linked(sight, ground)
    material = measures.Material(
        told=told,
        speaking=histories.speaking(layout(), ground.as_of),
        delivered=_delivered(delivered),
        cells=cells(ground, sorted(set(told["source"]))).filter(pl.col("area") != ""),
        linked=linked,
    )
    return of_claims(claims, material, linked_at)


def _delivered(delivered: "Sequence[Delivery]") -> pl.DataFrame:
    from confianza.analysis.quality.measures import DELIVERED

    counts = ("rows_read", "claims", "duplicates", "rejected", "left_out")
    names = _voices(delivered)
    rows = [
        (names[each.id], each.id, each.received_on, *(each.counts[name] for name in counts))
        for each in delivered
    ]
    return pl.DataFrame(rows, schema=DELIVERED, orient="row")


def _voices(delivered: "Sequence[Delivery]") -> dict[str, str]:
    told = [(each.id, each.source, each.series, each.office) for each in delivered]
    named = named_voices(pl.DataFrame(told, schema=["delivery", "source", "series", "office"], orient="row"))
    return dict(named.select("delivery", "source").iter_rows())


def named_voices(told: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with source, series and office, its `source` naming the voice."""
    from confianza.analysis.indicators import coverage
    from confianza.store import engines

    voices = engines.of_memory(engines.connect(engines.DUCKDB), "told_by", told)
    frame: pl.DataFrame = voices.mutate(source=coverage.voice).to_polars()
    return frame


def _linkage_id() -> str:
    from confianza.store import linkages

    latest = linkages.latest(layout())
    return latest.id if latest else ""


def _linked(sight: "Sight", ground: Ground) -> tuple[str, pl.DataFrame | None]:
    """Return when the latest linkage was made, and [source, victim, area, month] of the victims of homicide.

    A victim of homicide is one that some source calls so: a coroner who states no intent is asked which of
    these it knows.
    """
    from confianza.store import linkages

    latest = linkages.latest(layout())
    if latest is None:
        return "", None
    named = named_voices(latest.records())
    kept = named if sight.everything else named.filter(pl.col("delivery").is_in(sorted(sight.named)))
    told = _where(kept, ground)
    joined = kept.with_columns(pl.col("number").cast(pl.UInt32)).join(told, on=["delivery", "number"])
    homicides = joined.filter("homicide").select("victim").unique()
    linked = joined.join(homicides, on="victim").select("source", "victim", "area", "month")
    return f"{latest.made_at:%Y-%m-%d %H:%M}", linked


def _where(records: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Return [delivery, number, homicide, area, month] of these records: the town, or the place told."""
    import ibis

    from confianza.analysis.quality import subjects
    from confianza.analysis.territory import telling
    from confianza.store import claims

    table = claims.visible(layout(), ground.as_of)
    place = (*telling.TOLD, "latitude", "longitude", "place_precision", "occurred_on", "date_precision")
    kept = {name: table[name] for name in place}
    told = table.select("delivery", number=table.record, homicide=subjects.is_homicide(table), **kept)
    wanted = ibis.memtable(records.select("delivery", pl.col("number").cast(pl.UInt32)))
    frame = told.semi_join(wanted, ["delivery", "number"]).to_polars().with_row_index("record")
    dated = frame.with_columns(
        pl.col("number").cast(pl.UInt32), pl.col("occurred_on").dt.truncate("1mo").alias("month")
    )
    placed = dated.join(_towns(dated, ground), on="record", how="left")
    return placed.select("delivery", "number", "homicide", "area", "month")


def _towns(frame: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Return [record, area]: the town a claim is placed in; without a territory, the name it tells."""
    if not ground.has_territory:
        name = pl.coalesce("municipality_name", "municipality_code").cast(pl.String)
        return frame.select("record", name.alias("area"))
    from confianza.analysis.territory import placing
    from confianza.analysis.territory.areas import ancestry

    level = ground.territory.areas.filter(pl.col("level") == TOWNS).select(ancestor_id="area_id")
    above = ancestry(ground.territory).join(level.unique(), on="ancestor_id")
    placed = placing.place(frame, ground.territory).filter(pl.col("geography") == "administrative")
    towns = placed.with_columns(pl.col("area_id").cast(pl.String)).join(above, on="area_id")
    return towns.group_by("record").agg(pl.col("ancestor_id").first().alias("area"))
