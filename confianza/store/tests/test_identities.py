import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from confianza.analysis.territory.areas import Territory
from confianza.analysis.vocabulary.identities import SCHEMA
from confianza.store import claims, deliveries, identities, integrity, linkable, vault
from confianza.store.integrity import Finding
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery
from confianza.store.tests import told
from confianza.store.tests.told import FEBRUARY, JANUARY

SURNAMES = ("Ficticio", "Inventado")


def people(*surnames: str) -> pl.DataFrame:
    rows = [{"record": number, "surname": surname} for number, surname in enumerate(surnames, 1)]
    return pl.DataFrame(rows, schema=SCHEMA)


def deliver(
    layout: StoreLayout,
    days: list[date | None],
    *surnames: str,
    content: str = "enero",
    received_on: date = date(2024, 6, 1),
    **columns: Any,
) -> Delivery:
    whole = told.consolidated(told.claims(days, **{"iccs": "0101"} | columns))
    named = dataclasses.replace(whole, identities=people(*surnames))
    file = told.file(f"{content}.csv", content.encode())
    return deliveries.append(layout, named, [file], received_on=received_on, received_at=told.NOON)


def gathered(layout: StoreLayout) -> pl.DataFrame:
    return linkable.gather(layout, Territory.empty())


def everything(layout: StoreLayout) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in layout.root.rglob("*") if file.is_file()}


def test_names_are_sealed_with_their_delivery_and_opened_by_its_number(layout: StoreLayout) -> None:
    delivery = deliver(layout, [JANUARY, JANUARY], *SURNAMES)
    assert identities.frame(layout, delivery.id)["surname"].to_list() == list(SURNAMES)
    assert identities.are_kept(layout, delivery)
    assert integrity.check(layout) == []


def test_no_file_of_the_store_tells_a_name(layout: StoreLayout) -> None:
    deliver(layout, [JANUARY, JANUARY], *SURNAMES)
    for file, content in everything(layout).items():
        for surname in SURNAMES:
            assert surname.encode() not in content, file


def test_a_delivery_without_names_has_none_and_no_file_for_them(layout: StoreLayout) -> None:
    delivery = told.deliver(layout, [JANUARY], content="enero")
    assert identities.frame(layout, delivery.id).is_empty()
    assert not identities.are_kept(layout, delivery)
    assert not (layout.sealed_of(delivery.id) / "identities").exists()


def test_names_that_were_taken_away_are_missed(layout: StoreLayout) -> None:
    delivery = deliver(layout, [JANUARY], "Ficticio")
    (layout.sealed_of(delivery.id) / "identities").unlink()
    assert integrity.check(layout) == [Finding("missing", f"sealed/{delivery.id}/identities")]
    with pytest.raises(FileNotFoundError):
        identities.frame(layout, delivery.id)


def test_names_of_one_delivery_do_not_stand_in_for_those_of_another(layout: StoreLayout) -> None:
    first = deliver(layout, [JANUARY], "Ficticio")
    second = deliver(layout, [FEBRUARY], "Inventado", content="febrero")
    sealed = (layout.sealed_of(first.id) / "identities").read_bytes()
    (layout.sealed_of(second.id) / "identities").write_bytes(sealed)
    with pytest.raises(vault.Altered):
        identities.frame(layout, second.id)


def test_another_key_opens_nothing(layout: StoreLayout) -> None:
    delivery = deliver(layout, [JANUARY], "Ficticio")
    (layout.keys / "vault").write_bytes(bytes(vault.KEY_BYTES))
    with pytest.raises(vault.WrongKey):
        identities.frame(layout, delivery.id)


def test_what_an_older_program_left_unread_waits_and_a_later_reading_fills_the_vault(
    layout: StoreLayout,
) -> None:
    warned = dataclasses.replace(
        told.consolidated(told.claims([JANUARY])), warnings=(told.problem("personal_columns"),)
    )
    old = deliveries.append(
        layout, warned, [told.file()], received_on=date(2024, 6, 1), received_at=told.NOON
    )
    assert [delivery.id for delivery in identities.waiting(layout)] == [old.id]
    read = deliveries.again(
        layout,
        old.id,
        dataclasses.replace(warned, identities=people("Ficticio")),
        received_on=date(2024, 7, 1),
        received_at=told.NOON,
    )
    assert identities.waiting(layout) == []
    assert identities.frame(layout, read.id)["surname"].to_list() == ["Ficticio"]
    assert claims.visible(layout).count().execute() == 1
    with pytest.raises(deliveries.NothingChanged):
        deliveries.again(
            layout,
            old.id,
            dataclasses.replace(warned, identities=people("Ficticio")),
            received_on=date(2024, 8, 1),
            received_at=told.NOON,
        )


def test_records_are_gathered_with_their_names_and_where_they_stand(layout: StoreLayout) -> None:
    delivery = deliver(layout, [JANUARY, JANUARY], *SURNAMES)
    records = gathered(layout)
    assert records.select("delivery", "number", "surname").rows() == [
        (delivery.id, 1, "Ficticio"),
        (delivery.id, 2, "Inventado"),
    ]
    assert records["record"].is_unique().all()


@pytest.mark.parametrize(
    ("columns", "linked"),
    [
        ({"iccs": "0101"}, True),
        ({"iccs": "02011"}, True),
        ({"iccs": "0201"}, True),
        ({"iccs": "02012"}, False),  # a threat
        ({"iccs": "0301", "mechanism": "firearm"}, False),
        ({"iccs": None, "mechanism": "firearm"}, True),
        ({"iccs": None, "icd10": "X95"}, True),
        ({"iccs": None}, False),
        ({"iccs": "0101", "grain": "offence"}, False),
        ({"iccs": "0101", "weight": 3, "grain": "tally"}, False),
    ],
)
def test_only_victims_of_death_and_injury_are_linked(
    layout: StoreLayout, columns: dict[str, Any], linked: bool
) -> None:
    deliver(layout, [JANUARY], "Ficticio", **columns)
    assert gathered(layout).height == int(linked)


def test_a_record_keeps_its_key_when_a_later_delivery_repeats_it(layout: StoreLayout) -> None:
    deliver(layout, [JANUARY, JANUARY], *SURNAMES)
    before = gathered(layout)
    deliver(
        layout,
        [JANUARY, JANUARY, JANUARY],
        "Tercero",
        *SURNAMES,
        content="otra",
        received_on=date(2024, 7, 1),
    )
    after = gathered(layout)
    assert set(before["record"]) < set(after["record"])
    assert after.filter(pl.col("record").is_in(before["record"].implode()))["surname"].to_list() == list(
        SURNAMES
    )


@pytest.mark.parametrize("change", [{"sex": "male"}, {"age_from": 3}, {"offence_label": "Lesiones"}])
def test_a_record_that_says_something_else_is_another_record(
    layout: StoreLayout, change: dict[str, Any]
) -> None:
    deliver(layout, [JANUARY], "Ficticio")
    before = gathered(layout)["record"].to_list()
    deliver(layout, [JANUARY], "Ficticio", content="otra", received_on=date(2024, 7, 1), **change)
    assert gathered(layout)["record"].to_list() != before


@pytest.mark.parametrize("better", [{"mechanism": "firearm"}, {"intent": "homicide"}, {"flags": "corrected"}])
def test_what_a_better_dictionary_works_out_does_not_rename_a_record(
    layout: StoreLayout, better: dict[str, Any]
) -> None:
    deliver(layout, [JANUARY], "Ficticio")
    before = gathered(layout)["record"].to_list()
    deliver(layout, [JANUARY], "Ficticio", content="otra", received_on=date(2024, 7, 1), **better)
    assert gathered(layout)["record"].to_list() == before


def test_records_that_say_the_same_are_told_apart(layout: StoreLayout) -> None:
    deliver(layout, [JANUARY, JANUARY, JANUARY])
    first, second, third = gathered(layout)["record"]
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_the_key_of_a_record_hangs_on_the_key_of_the_vault(layout: StoreLayout, tmp_path: Path) -> None:
    other = told.store(tmp_path / "other")
    for place in (layout, other):
        deliver(place, [JANUARY], "Ficticio")
    assert gathered(layout)["record"].to_list() != gathered(other)["record"].to_list()


def test_nothing_delivered_is_nothing_to_link(layout: StoreLayout) -> None:
    vault.ensure_key(layout.keys)
    assert gathered(layout).is_empty()
