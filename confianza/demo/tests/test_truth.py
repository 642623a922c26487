from datetime import date

import polars as pl

from confianza.demo import truth
from confianza.demo.happenings import BY_KEY

WHOLE_YEARS = range(2021, 2026)


def homicides_of(happened, ward=None):
    own = happened.filter((pl.col("happening") == "homicide") & (pl.col("municipality_code") == "2301"))
    return own.filter(pl.col("ward_code") == ward) if ward else own


def test_the_same_seed_tells_the_same_history(scattered, happened):
    early = truth.happen(scattered, date(2021, 6, 1))
    assert early.equals(truth.happen(scattered, date(2021, 6, 1)))


def test_a_later_month_only_adds_to_what_an_earlier_one_told(scattered, happened):
    early = truth.happen(scattered, date(2021, 6, 1))
    assert early.equals(happened.filter(pl.col("occurred_at") < date(2021, 7, 1)))


def test_every_victim_has_an_identity_of_their_own(happened):
    assert happened["victim_id"].is_unique().all()


def test_the_municipality_suffers_60_to_100_homicides_a_year(happened):
    by_year = homicides_of(happened).group_by(pl.col("occurred_at").dt.year()).len()
    counts = dict(by_year.iter_rows())
    assert all(60 <= counts[year] <= 100 for year in WHOLE_YEARS)


def test_the_level_of_zone_5_falls_and_that_of_zone_8_rises(happened):
    def a_month(ward, first, last):
        months = (last.year - first.year) * 12 + last.month - first.month
        return (
            len(
                homicides_of(happened, ward).filter(
                    pl.col("occurred_at").is_between(first, last, closed="left")
                )
            )
            / months
        )

    assert a_month("230105", date(2024, 7, 1), date(2026, 7, 1)) < 0.65 * a_month(
        "230105", date(2021, 1, 1), date(2024, 7, 1)
    )
    assert a_month("230108", date(2025, 3, 1), date(2026, 9, 1)) > 1.4 * a_month(
        "230108", date(2021, 1, 1), date(2025, 3, 1)
    )


def test_december_is_worse_than_june(happened):
    months = (
        happened.filter(pl.col("occurred_at").dt.year().is_in(WHOLE_YEARS))
        .group_by(pl.col("occurred_at").dt.month())
        .len()
    )
    counts = dict(months.iter_rows())
    assert counts[12] > 1.1 * counts[6]


def test_violence_is_concentrated(happened):
    places_of = (
        happened.filter(pl.col("happening") == "robbery")
        .group_by("latitude", "longitude")
        .len()
        .sort("len", descending=True)
    )
    worst = places_of.head(len(places_of) // 20)
    assert worst["len"].sum() > 0.2 * places_of["len"].sum()


def test_homicides_repeat_nearby_more_often_than_by_chance(happened):
    own = homicides_of(happened).sort("occurred_at")
    spot, day = (
        own.select("latitude", "longitude").to_numpy(),
        own["occurred_at"].dt.epoch("s").to_numpy() / 86_400,
    )
    near = (abs(spot[:, None] - spot[None]).max(axis=2) < 0.002) & (abs(day[:, None] - day[None]) > 0)
    gap = abs(day[:, None] - day[None])
    within, long_after = (near & (gap <= 14)).sum(), (near & (gap > 180) & (gap <= 194)).sum()
    assert within > 1.5 * long_after


def test_the_dead_die_on_or_after_the_day_and_the_living_do_not(happened):
    deadly = [key for key, happening in BY_KEY.items() if happening.deadly == 1]
    dead = happened.filter(pl.col("happening").is_in(deadly))
    assert dead["died_on"].null_count() == 0
    assert (dead["died_on"] >= dead["occurred_at"].dt.date()).all()
    assert happened.filter(~pl.col("happening").is_in(deadly))["died_on"].null_count() == len(happened) - len(
        dead
    )
