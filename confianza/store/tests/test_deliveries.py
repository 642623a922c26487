from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.store import claims, deliveries, vault
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery
from confianza.store.tests import told
from confianza.store.tests.told import FEBRUARY, JANUARY, MARCH, NOON

QUARANTINED = {
    "file": "enero.csv", "sheet": "", "row": 7, "column": "fecha", "value": "31/02/2024",
    "reason": "impossible_date", "record": "Persona Ficticia, 31/02/2024",
}  # fmt: skip
TOTAL = {"file": "enero.csv", "sheet": "", "row": 9, "reason": "total_row", "records": 1, "text": "TOTAL 3"}


def append(
    layout: StoreLayout, consolidated: Consolidated, files: Sequence[DeliveredFile], **options: Any
) -> Delivery:
    return deliveries.append(
        layout, consolidated, files, received_on=date(2024, 6, 1), received_at=NOON, **options
    )


def test_it_tells_what_was_delivered(layout: StoreLayout) -> None:
    days = [date(2024, 1, 5), date(2024, 1, 9), date(2024, 2, 1), None]
    consolidated = told.consolidated(
        told.claims(days, weight=[1, 2, 1, 1]), rejected=[QUARANTINED], left_out=[TOTAL]
    )
    delivery = append(layout, consolidated, [told.file()], office="Sub-estación Norte")
    assert delivery.id == "00001-gt_pnc_victims"
    assert (delivery.period_from, delivery.period_to) == (date(2024, 1, 5), date(2024, 2, 1))
    assert delivery.counts == {
        "rows_read": 6, "claims": 4, "victims": 5, "duplicates": 0, "rejected": 1, "left_out": 1,
    }  # fmt: skip
    assert delivery.reasons == {"impossible_date": 1, "total_row": 1}
    assert [(month.month, month.claims, month.victims) for month in delivery.months] == [
        (None, 1, 1),
        (JANUARY, 2, 3),
        (FEBRUARY, 1, 1),
    ]
    assert delivery.municipality_names == (("", "valle claro"),)
    assert delivery.files == ["enero.csv"]
    assert delivery.office == "Sub-estación Norte"
    assert deliveries.listing(layout) == [delivery]
    assert deliveries.get(layout, delivery.id) == delivery


def test_it_gives_back_the_claims_the_original_bytes_and_what_was_not_kept(layout: StoreLayout) -> None:
    consolidated = told.consolidated(told.claims([JANUARY]), rejected=[QUARANTINED], left_out=[TOTAL])
    files = [told.file("a.csv", b"uno"), told.file("b.csv", b"dos")]
    delivery = append(layout, consolidated, files)
    assert deliveries.original(layout, delivery.id) == files
    assert deliveries.rejected(layout, delivery.id).equals(consolidated.rejected)
    assert deliveries.left_out(layout, delivery.id).equals(consolidated.left_out)
    assert deliveries.duplicates(layout, delivery.id).equals(consolidated.duplicates)


def test_nothing_that_may_hold_a_name_is_readable_without_the_key(layout: StoreLayout) -> None:
    consolidated = told.consolidated(told.claims([JANUARY]), rejected=[QUARANTINED])
    delivery = append(layout, consolidated, [told.file(content=b"Persona Ficticia")])
    for file in layout.root.rglob("*"):
        assert file.is_dir() or b"Persona Ficticia" not in file.read_bytes()
    (layout.keys / "vault").unlink()
    with pytest.raises(vault.VaultError):
        deliveries.rejected(layout, delivery.id)


def test_a_store_that_lost_its_key_is_not_given_another(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY], content="enero")
    (layout.keys / "vault").unlink()
    with pytest.raises(vault.VaultError, match="put it back"):
        told.deliver(layout, [FEBRUARY], content="febrero")
    assert len(deliveries.listing(layout)) == 1


def test_the_same_bytes_twice_are_refused_with_a_sentence(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY], content="enero")
    with pytest.raises(deliveries.AlreadyDelivered) as refusal:
        told.deliver(layout, [JANUARY], content="enero")
    assert str(refusal.value) == (
        "This delivery came before: it is 00001-gt_pnc_victims, received on 2024-06-01. Nothing was added."
    )
    assert len(deliveries.listing(layout)) == 1


def test_the_same_files_in_another_order_and_under_other_names_are_the_same_delivery(
    layout: StoreLayout,
) -> None:
    consolidated = told.consolidated(told.claims([JANUARY]))
    append(layout, consolidated, [told.file("a.csv", b"uno"), told.file("b.csv", b"dos")])
    with pytest.raises(deliveries.AlreadyDelivered):
        append(layout, consolidated, [told.file("c.csv", b"dos"), told.file("d.csv", b"uno")])


def test_one_file_that_came_before_is_named(layout: StoreLayout) -> None:
    consolidated = told.consolidated(told.claims([JANUARY]))
    append(layout, consolidated, [told.file("enero.csv", b"uno")])
    with pytest.raises(deliveries.AlreadyDelivered, match=r"^otra\.csv came before, in delivery 00001"):
        append(layout, consolidated, [told.file("otra.csv", b"uno"), told.file("febrero.csv", b"dos")])


def test_a_file_that_came_before_may_come_again_in_place_of_its_delivery(layout: StoreLayout) -> None:
    consolidated = told.consolidated(told.claims([JANUARY]))
    first = append(layout, consolidated, [told.file("enero.csv", b"uno")])
    files = [told.file("enero.csv", b"uno"), told.file("febrero.csv", b"dos")]
    second = append(layout, consolidated, files, replaces=first.id)
    assert [lost.delivery for lost in second.supersedes] == [first.id]


def test_the_same_file_may_be_read_as_another_source(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY], content="libro")
    other = told.deliver(layout, [JANUARY], content="libro", source="gt_mp_aggrieved")
    assert other.id == "00002-gt_mp_aggrieved"


def test_a_delivery_without_records_is_refused(layout: StoreLayout) -> None:
    with pytest.raises(DeliveryRefused, match="not one record"):
        told.deliver(layout, [], content="vacío")
    assert deliveries.listing(layout) == []


def test_a_delivery_whose_every_record_was_rejected_is_kept_to_be_read_again(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY], content="enero")
    delivery = append(layout, told.consolidated(told.claims([]), rejected=[QUARANTINED]), [told.file()])
    assert delivery.supersedes == ()
    assert len(deliveries.rejected(layout, delivery.id)) == 1
    assert deliveries.visible_months(layout)["delivery"].to_list() == ["00001-gt_pnc_victims"]


def test_an_unknown_delivery_is_named_in_the_sentence(layout: StoreLayout) -> None:
    with pytest.raises(deliveries.UnknownDelivery, match="There is no delivery 00009-nada"):
        deliveries.rejected(layout, "00009-nada")


def test_a_delivery_cannot_replace_one_of_another_source(layout: StoreLayout) -> None:
    other = told.deliver(layout, [JANUARY], content="uno", source="gt_mp_aggrieved")
    with pytest.raises(DeliveryRefused, match="cannot replace"):
        told.deliver(layout, [JANUARY], content="dos", replaces=other.id)


def test_a_corrected_file_supersedes_and_the_old_one_stays_readable(layout: StoreLayout) -> None:
    first = told.deliver(layout, [JANUARY, FEBRUARY], content="uno", received_on=date(2024, 3, 1))
    second = told.deliver(layout, [JANUARY, JANUARY, FEBRUARY], content="dos", received_on=date(2024, 4, 1))
    assert [(lost.delivery, lost.months) for lost in second.supersedes] == [(first.id, (JANUARY, FEBRUARY))]
    assert claims.visible(layout).count().execute() == 3
    assert claims.visible(layout, date(2024, 4, 1)).count().execute() == 3
    assert claims.visible(layout, date(2024, 3, 31)).count().execute() == 2
    assert claims.visible(layout, date(2024, 2, 29)).count().execute() == 0
    assert deliveries.listing(layout, date(2024, 3, 31)) == [first]


def test_a_smaller_file_of_the_same_months_replaces_with_a_warning(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 10, content="enero")
    small = told.deliver(layout, [JANUARY] * 2, content="complemento")
    assert [warning["code"] for warning in small.warnings] == ["replaces_a_larger"]
    assert claims.visible(layout).count().execute() == 2


def test_late_records_can_be_declared_as_such(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY] * 10, content="enero")
    late = told.deliver(layout, [JANUARY] * 2, content="complemento", replaces="")
    assert (late.supersedes, late.added_late, late.warnings) == ((), (JANUARY,), ())
    assert claims.visible(layout).count().execute() == 12


def test_the_months_of_a_file_are_spoken_for_by_the_last_to_tell_them(layout: StoreLayout) -> None:
    first = told.deliver(layout, [JANUARY] * 4 + [FEBRUARY] * 4 + [None], content="uno")
    second = told.deliver(layout, [JANUARY] + [FEBRUARY] * 4 + [MARCH] * 2, content="dos")
    assert second.supersedes[0].months == (FEBRUARY,)
    assert second.added_late == (JANUARY,)
    rows = deliveries.visible_months(layout).select("delivery", "month").rows()
    assert rows == [
        (first.id, None), (first.id, JANUARY),
        (second.id, JANUARY), (second.id, FEBRUARY), (second.id, MARCH),
    ]  # fmt: skip
    table = claims.visible(layout).group_by("delivery").aggregate(n=lambda t: t.count()).order_by("delivery")
    assert table.to_polars().rows() == [(first.id, 5), (second.id, 7)]


def test_an_old_file_found_again_does_not_replace_the_younger_one(layout: StoreLayout) -> None:
    young = told.deliver(layout, [JANUARY] * 5, content="nuevo", received_on=date(2024, 5, 1))
    old = told.deliver(layout, [JANUARY] * 3, content="viejo", received_on=date(2024, 2, 1))
    assert [lost.delivery for lost in old.superseded_by] == [young.id]
    assert claims.visible(layout).count().execute() == 5
    assert claims.visible(layout, date(2024, 3, 1)).count().execute() == 3


def test_reading_the_same_bytes_again_is_a_new_vintage(layout: StoreLayout) -> None:
    first = append(layout, told.consolidated(told.claims([JANUARY]), rejected=[QUARANTINED]), [told.file()])
    mended = told.consolidated(told.claims([JANUARY, date(2024, 1, 31)]))
    second = deliveries.again(layout, first.id, mended, received_on=date(2024, 7, 1), received_at=NOON)
    assert (second.again_of, second.digest, second.office) == (first.id, first.digest, first.office)
    assert deliveries.original(layout, second.id) == [told.file()]
    assert claims.visible(layout).count().execute() == 2
    assert claims.visible(layout, date(2024, 6, 30)).count().execute() == 1


def test_reading_again_with_the_same_result_is_refused(layout: StoreLayout) -> None:
    first = append(layout, told.consolidated(told.claims([JANUARY]), rejected=[QUARANTINED]), [told.file()])
    same = told.consolidated(told.claims([JANUARY]), rejected=[QUARANTINED])
    with pytest.raises(deliveries.NothingChanged):
        deliveries.again(layout, first.id, same, received_on=date(2024, 7, 1), received_at=NOON)


def test_reading_a_superseded_file_again_leaves_the_later_one_speaking(layout: StoreLayout) -> None:
    first = told.deliver(layout, [JANUARY] * 4, content="uno", received_on=date(2024, 2, 1))
    later = told.deliver(layout, [JANUARY] * 5, content="dos", received_on=date(2024, 3, 1))
    mended = told.consolidated(told.claims([JANUARY] * 6))
    deliveries.again(layout, first.id, mended, received_on=date(2024, 7, 1), received_at=NOON)
    assert deliveries.visible_months(layout)["delivery"].to_list() == [later.id]


def test_reading_again_twice_takes_the_place_of_the_last_reading(layout: StoreLayout) -> None:
    first = told.deliver(layout, [JANUARY], content="uno")
    for count in (2, 3):
        reading = told.consolidated(told.claims([JANUARY] * count))
        deliveries.again(layout, first.id, reading, received_on=date(2024, 7, count), received_at=NOON)
    assert claims.visible(layout).count().execute() == 3
    assert claims.visible(layout, date(2024, 7, 2)).count().execute() == 2


def test_the_version_changes_with_every_delivery_and_only_then(layout: StoreLayout) -> None:
    versions = [deliveries.version(layout)]
    for content in ("uno", "dos"):
        told.deliver(layout, [JANUARY], content=content)
        versions += [deliveries.version(layout), deliveries.version(layout)]
    empty, *after = versions
    assert after == [after[0], after[0], after[2], after[2]]
    assert len({empty, *after}) == 3


def test_series_and_offices_stand_side_by_side(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY], content="norte", office="Norte")
    told.deliver(layout, [JANUARY], content="sur", office="Sur")
    homicides = replace(told.consolidated(told.claims([JANUARY])), series="heridos")
    append(layout, homicides, [told.file()])
    assert claims.visible(layout).count().execute() == 3


def test_claims_have_the_canonical_columns_and_say_who_tells_them(layout: StoreLayout) -> None:
    told.deliver(layout, [JANUARY, None], content="uno", office="Norte", sex=["female", None])
    table = claims.visible(layout).to_polars()
    assert tuple(table.columns) == claims.COLUMNS
    assert table.select("delivery", "source", "series", "office", "sex").rows() == [
        ("00001-gt_pnc_victims", "gt_pnc_victims", "", "Norte", "female"),
        ("00001-gt_pnc_victims", "gt_pnc_victims", "", "Norte", None),
    ]


def test_an_empty_store_has_no_claims_but_their_columns(layout: StoreLayout) -> None:
    assert claims.visible(layout).to_polars().shape == (0, len(claims.COLUMNS))
    assert deliveries.visible_months(layout).is_empty()
    assert isinstance(deliveries.visible_months(layout).schema["month"], pl.Date)
