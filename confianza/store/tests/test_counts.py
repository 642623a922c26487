import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from confianza.analysis.territory.areas import AREAS, BEGINNING, CROSSWALK, Territory
from confianza.store import counts, durable
from confianza.store.layout import StoreLayout
from confianza.store.tests import told
from confianza.store.tests.told import FEBRUARY, JANUARY

NOBODY = Territory.empty()


def area(area_id: str, geography: str, level: str, name: str) -> dict[str, object]:
    whole = dict.fromkeys(AREAS) | {"area_id": area_id, "geography": geography, "level": level, "name": name}
    return whole | {"code": area_id, "parent_id": "", "valid_from": BEGINNING}


def valley(share: float = 0.25) -> Territory:
    """Valle Claro, of which a sub-station polices one part and nobody the rest."""
    areas = [
        area("municipality-1", "administrative", "municipality", "Valle Claro"),
        area("substation-1", "police", "substation", "Norte"),
    ]
    crosswalk = [{"from_area": "municipality-1", "to_area": "substation-1", "share": share, "method": "area"}]
    return Territory(
        areas=pl.DataFrame(areas, schema=dict(AREAS)),
        crosswalk=pl.DataFrame(crosswalk, schema=dict(CROSSWALK)),
    )


def table(layout: StoreLayout, territory: Territory = NOBODY, as_of: date | None = None) -> pl.DataFrame:
    found: pl.DataFrame = counts.table(layout, territory, as_of).to_polars()
    return found


def test_a_claim_counts_once_in_each_geography(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY, JANUARY, FEBRUARY, None], content="uno", weight=[1, 5, 1, 2])
    counted = (
        table(layout).group_by("geography", "month").agg(pl.col("weight").sum()).sort("geography", "month")
    )
    expected = [(None, 2.0), (JANUARY, 6.0), (FEBRUARY, 1.0)]
    assert counted.rows() == [
        (geography, *row) for geography in ("administrative", "police") for row in expected
    ]


def test_a_crosswalk_splits_the_weight_and_says_so(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 8, content="uno")
    counted = table(layout, valley()).select("geography", "area_id", "weight", "estimated")
    assert sorted(counted.rows()) == [
        ("administrative", "municipality-1", 8.0, 0.0),
        ("police", "", 6.0, 6.0),
        ("police", "substation-1", 2.0, 2.0),
    ]


def test_the_kinds_of_a_claim_are_kept_apart(layout: StoreLayout) -> None:
    told.deliver(
        layout, [JANUARY] * 3, content="uno", office="Norte",
        iccs=["0101", "0101", None], offence_label=["Homicidio", "Homicidio", "Riña"],
        intent=["homicide", "homicide", None], mechanism=["firearm", "firearm", None],
        sex=["female", "male", None], age_from=[3, 34, None], age_to=[3, 34, None],
    )  # fmt: skip
    counted = table(layout).filter(pl.col("geography") == "police").sort("sex")
    assert tuple(counted.columns) == counts.COLUMNS
    kinds = [
        "office",
        "grain",
        "month",
        "date_precision",
        "iccs",
        "offence_label",
        "intent",
        "sex",
        "age_band",
    ]
    assert counted.select(*kinds, "mechanism", "weight").rows() == [
        ("Norte", "victim", JANUARY, "day", None, "Riña", None, None, "", None, 1.0),
        (
            "Norte",
            "victim",
            JANUARY,
            "day",
            "0101",
            "Homicidio",
            "homicide",
            "female",
            "00-04",
            "firearm",
            1.0,
        ),
        ("Norte", "victim", JANUARY, "day", "0101", "Homicidio", "homicide", "male", "30-34", "firearm", 1.0),
    ]


def test_without_persons_the_totals_are_the_same_in_fewer_rows(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 4, content="uno", sex=["female", "male", None, "male"], iccs="0101")
    events = counts.table(layout, NOBODY, persons=False).to_polars()
    persons = table(layout)
    assert (len(events), len(persons)) == (2, 6)
    assert tuple(events.columns) == counts.COLUMNS
    assert events["weight"].to_list() == [4.0, 4.0]
    assert events.select("sex", "age_band").unique().rows() == [(None, None)]


@pytest.mark.parametrize(
    ("first", "last", "band"),
    [
        (0, 0, "00-04"),
        (4, 4, "00-04"),
        (5, 5, "05-09"),
        (15, 17, "15-17"),
        (18, 18, "18-19"),
        (79, 79, "75-79"),
        (80, 80, "80+"),
        (95, 95, "80+"),
        (80, None, "80+"),
        (85, None, "80+"),
        # told in bands that are none of ours
        (18, 26, "18-26"),
        (15, 19, "15-19"),
        (60, None, "60+"),
        (None, 17, "0-17"),
        (None, None, ""),
    ],
)
def test_an_age_falls_in_a_band_or_stays_as_told(first: int | None, last: int | None, band: str) -> None:
    ages = pl.DataFrame({"first": [first], "last": [last]}, schema={"first": pl.Int16, "last": pl.Int16})
    assert ages.select(counts.age_band(pl.col("first"), pl.col("last"))).item() == band


def test_counts_are_those_visible_on_a_date(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 4 + [FEBRUARY] * 4, content="uno", received_on=date(2024, 6, 1))
    told.deliver(layout, [FEBRUARY] * 3 + [told.MARCH], content="dos", received_on=date(2024, 6, 2))
    assert table(layout)["weight"].sum() == 2 * 8
    assert table(layout, as_of=date(2024, 6, 2))["weight"].sum() == 2 * 8
    assert table(layout, as_of=date(2024, 6, 1))["weight"].sum() == 2 * 8
    second = table(layout).filter(pl.col("delivery").str.starts_with("00002"), geography="police")
    assert sorted(second.select("month", "weight").rows()) == [(FEBRUARY, 3.0), (told.MARCH, 1.0)]
    before = table(layout, as_of=date(2024, 6, 1)).filter(geography="police")
    assert sorted(before.select("month", "weight").rows()) == [(JANUARY, 4.0), (FEBRUARY, 4.0)]
    assert table(layout, as_of=date(2024, 5, 31)).is_empty()


def test_a_partly_superseded_past_is_read_without_the_lost_months(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 4 + [FEBRUARY] * 4, content="uno", received_on=date(2024, 6, 1))
    told.deliver(layout, [FEBRUARY] * 3 + [told.MARCH], content="dos", received_on=date(2024, 6, 2))
    told.deliver(layout, [told.APRIL], content="tres", received_on=date(2024, 6, 3))
    past = table(layout, as_of=date(2024, 6, 2)).filter(geography="police")
    assert sorted(past.select("month", "weight").rows()) == [
        (JANUARY, 4.0), (FEBRUARY, 3.0), (told.MARCH, 1.0),
    ]  # fmt: skip


def test_an_empty_store_has_no_counts_but_their_columns(layout: StoreLayout) -> None:
    assert tuple(table(layout).columns) == counts.COLUMNS
    assert table(layout).is_empty()


def test_another_territory_has_counts_of_its_own(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 4, content="uno")
    for share, policed in ((0.25, 1.0), (0.5, 2.0), (0.75, 3.0)):
        counted = table(layout, valley(share)).filter(area_id="substation-1")
        assert counted["weight"].to_list() == [policed]
    assert len(list(layout.counts.iterdir())) == counts.STATES_KEPT


def test_a_delivery_of_many_slices_is_counted_whole(
    layout: StoreLayout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "SLICE", 3)
    told.deliver(layout, [JANUARY] * 10, content="uno")
    assert table(layout)["weight"].to_list() == [10.0, 10.0]


def test_thrown_away_counts_are_built_again(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 2, content="uno")
    before = table(layout)
    durable.remove(layout.counts)
    assert table(layout).equals(before)


def test_deliveries_counted_together_keep_their_own_counts(
    layout: StoreLayout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "SLICE", 8)
    for number in (1, 2, 5, 4, 9):
        told.deliver(layout, [JANUARY] * number, content=str(number), office=str(number))
    counted = table(layout).filter(geography="police")
    assert sorted(counted.select("office", "weight").rows()) == [
        ("1", 1.0), ("2", 2.0), ("4", 4.0), ("5", 5.0), ("9", 9.0),
    ]  # fmt: skip


def test_several_at_once_wait_for_the_same_counts(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 3, content="uno")
    totals: list[float] = []

    def ask() -> None:
        totals.append(float(counts.table(layout, NOBODY, persons=False).weight.sum().execute()))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [6.0] * 4


def test_whoever_waited_leaves_what_is_there_as_others_read_it(
    layout: StoreLayout, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.deliver(layout, [JANUARY] * 3, content="uno")
    held, others = durable.locked, iter([True])
    written: list[int] = []

    def joined() -> list[int]:
        return [path.stat().st_ino for path in layout.counts.glob("*/now/*")]

    @contextmanager
    def held_by_somebody_first(lock: Path) -> Iterator[None]:
        if next(others, False):
            counts.refresh(layout, NOBODY)
            written.extend(joined())
        with held(lock):
            yield

    monkeypatch.setattr(durable, "locked", held_by_somebody_first)
    counts.refresh(layout, NOBODY)
    assert joined() == written
    assert len(written) == 1
