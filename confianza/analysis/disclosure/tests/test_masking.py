import numpy as np
import polars as pl
import pytest
import shapely

from confianza.analysis.disclosure import masking
from confianza.analysis.disclosure.tests import towns
from confianza.analysis.disclosure.tests.towns import AREAS, CENTRE, EDGE, HAMLET

ADDRESSES = towns.addresses()
SECRET = b"a secret kept outside the data  "


def _records(places, prefix="r"):
    return pl.DataFrame(
        {
            "record": [f"{prefix}{number}" for number in range(len(places))],
            "area_id": towns.area_of(places),
            "longitude": places[:, 0],
            "latitude": places[:, 1],
        }
    )


def _places(table):
    return table.select("longitude", "latitude").to_numpy()


@pytest.fixture(scope="module")
def records():
    return _records(np.vstack([ADDRESSES[:400], ADDRESSES[3000:]]))


@pytest.fixture(scope="module")
def masked(records):
    return masking.mask(records, AREAS, secret=SECRET, addresses=ADDRESSES)


def test_places_are_moved_within_the_ring_and_stay_in_their_area(records, masked):
    assert masked["record"].equals(records["record"])
    both = records.join(masked.drop_nulls(), on="record")
    moved = towns.metres(_places(both), both.select("longitude_right", "latitude_right").to_numpy())
    assert moved.min() >= masking.NEAREST_METRES * 0.995
    assert moved.max() <= masking.FARTHEST_METRES * 1.005
    for area, *place in both.select("area_id", "longitude_right", "latitude_right").iter_rows():
        assert shapely.contains_xy(AREAS[area], *place)
    assert set(masked["area_id"]) == {CENTRE, EDGE, HAMLET}


def test_eight_homes_at_least_are_nearer_to_the_masked_place_than_the_true_one(records, masked):
    both = records.join(masked.drop_nulls(), on="record")
    for row in both.iter_rows(named=True):
        shown = np.array([[row["longitude_right"], row["latitude_right"]]])
        true = np.array([[row["longitude"], row["latitude"]]])
        reach = towns.metres(shown, true)[0]
        own = ADDRESSES[[area == row["area_id"] for area in _areas()]]
        assert (towns.metres(np.tile(shown, (len(own), 1)), own) < reach).sum() >= 8


def _areas(cache=[]):  # noqa: B006 - once for all tests
    cache[:] = cache or towns.area_of(ADDRESSES)
    return cache


def test_five_homes_cannot_hide_anybody(masked):
    assert masked.filter(area_id=HAMLET)["longitude"].null_count() == 5


def test_a_hundred_releases_give_the_same_place(records, masked):
    for _ in range(100):
        again = masking.mask(records.head(3), AREAS, secret=SECRET, addresses=ADDRESSES)
        assert again.equals(masked.head(3))


def test_the_order_and_company_of_records_does_not_matter(records, masked):
    again = masking.mask(records.reverse(), AREAS, secret=SECRET, addresses=ADDRESSES)
    assert again.sort("record").equals(masked.sort("record"))


def test_averaging_a_hundred_records_of_one_home_does_not_find_it():
    home = np.array([[-90.5912, 14.6105]])
    shaken = home + np.random.default_rng(3).normal(0, 0.00002, (100, 2))  # two metres of unsteady GPS
    shown = masking.mask(_records(shaken), AREAS, secret=SECRET, addresses=ADDRESSES).drop_nulls()
    assert shown.select("longitude", "latitude").unique().height <= 2
    middle = _places(shown).mean(axis=0, keepdims=True)
    assert towns.metres(middle, home)[0] > 100


def test_an_unkeyed_mask_drawn_anew_would_be_averaged_away():
    """The attack itself works: the same ring, drawn anew a hundred times, gives the home away."""
    home = np.array([[-90.59, 14.61]])
    chance = np.random.default_rng(3)
    reach = np.sqrt(chance.uniform(150**2, 500**2, 4000)) / 111_320
    angle = chance.uniform(0, 2 * np.pi, 4000)
    drawn = home + np.column_stack([reach * np.cos(angle) / np.cos(np.radians(14.61)), reach * np.sin(angle)])
    assert towns.metres(drawn.mean(axis=0, keepdims=True), home)[0] < 25


def test_another_secret_gives_other_places_and_other_fingerprints(records, masked):
    other = masking.mask(records, AREAS, secret=SECRET[::-1], addresses=ADDRESSES)
    assert not set(other["place"].drop_nulls()) & set(masked["place"].drop_nulls())
    same = other.join(masked.drop_nulls(), on=["record", "longitude", "latitude"], how="semi")
    assert same.is_empty()


def test_new_boundaries_and_addresses_leave_what_was_released_where_it_was(records, masked):
    narrower = AREAS | {CENTRE: shapely.box(-90.60, 14.60, -90.585, 14.62)}
    fresh = masking.mask(records, narrower, secret=SECRET, addresses=ADDRESSES[::2])
    assert not fresh.equals(masked)
    again = masking.mask(records, narrower, secret=SECRET, addresses=ADDRESSES[::2], frozen=masked)
    before = masked.filter(pl.col("longitude").is_not_null())
    assert again.join(before, on=again.columns, how="semi").height == before.height


def test_a_new_record_of_a_place_already_released_goes_where_the_others_went(records, masked):
    newcomer = records.head(1).with_columns(record=pl.lit("new"))
    narrower = AREAS | {CENTRE: shapely.box(-90.60, 14.60, -90.581, 14.62)}
    again = masking.mask(newcomer, narrower, secret=SECRET, addresses=ADDRESSES[::3], frozen=masked)
    moved = pl.concat([again, masked.head(1)])
    assert again.height == 1
    assert again["place"][0] is not None
    assert moved["area_id"].n_unique() == 1


def test_people_stand_for_homes_where_no_address_is_known(records):
    shown = masking.mask(records.head(50), AREAS, secret=SECRET, population={CENTRE: 40_000.0})
    assert shown["longitude"].null_count() == 0
    measured = masking.measured(records.head(50), shown, AREAS, population={CENTRE: 40_000.0})
    assert measured["homes"].min() >= 8
    assert measured["metres"].min() >= 149


def test_what_a_mask_did_can_be_measured(records, masked):
    measured = masking.measured(records, masked, AREAS, addresses=ADDRESSES)
    assert measured.height == masked["longitude"].len() - masked["longitude"].null_count()
    assert measured["homes"].min() >= 8
    assert masking.measured(records.clear(), masked, AREAS).is_empty()


def test_what_cannot_be_placed_is_not_shown():
    strange = pl.DataFrame(
        {
            "record": ["a", "b", "c"],
            "area_id": [CENTRE, "nowhere", None],
            "longitude": [None, -90.59, -90.59],
            "latitude": [14.61, 14.61, 14.61],
        }
    )
    shown = masking.mask(strange, AREAS, secret=SECRET, addresses=ADDRESSES)
    assert shown["longitude"].to_list() == [None] * 3
    assert shown["place"].to_list() == [None] * 3
    assert masking.mask(strange.clear(), AREAS, secret=SECRET).is_empty()


def test_a_short_secret_and_a_narrow_ring_are_refused(records):
    with pytest.raises(ValueError, match="16 bytes"):
        masking.mask(records, AREAS, secret=b"short")
    with pytest.raises(ValueError, match="metres wide"):
        masking.Donut(nearest=100, farthest=200)


def test_a_wider_ring_moves_farther(records):
    ring = masking.Donut(nearest=800, farthest=1_200, hide_among=20)
    shown = masking.mask(records.head(60), AREAS, secret=SECRET, addresses=ADDRESSES, donut=ring)
    measured = masking.measured(records.head(60), shown, AREAS, addresses=ADDRESSES)
    assert measured.height > 40
    assert measured["metres"].is_between(799, 1_201).all()
    assert measured["homes"].min() >= 20
