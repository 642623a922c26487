from datetime import date

import pytest

from confianza.web.observatory import queries
from confianza.web.observatory.queries import EVERYWHERE, Question
from confianza.web.observatory.tests.encinos import (
    HOSPITAL,
    LATER,
    NEIGHBOUR,
    PEOPLE,
    POLICE,
    TOWN,
    ZONE_1,
    ZONE_2,
    ZONE_3,
    deliver,
    police,
)

VOICE_OF_HOSPITAL = f"{HOSPITAL}/Hospital de Encinos"


def test_a_page_without_choices_is_about_the_place_and_the_year_of_the_data(deliveries):
    question = queries.settled(Question())
    assert (question.area, question.level, question.source) == (TOWN, "zone", POLICE)
    assert (question.first, question.last) == (date(2026, 1, 1), date(2026, 6, 1))


def test_it_counts_with_a_rate_over_the_months_told(deliveries):
    figure = queries.answer(Question()).figure
    assert (figure.count, figure.months) == (6 * 3 + 5, 6)
    assert figure.person_years == pytest.approx(PEOPLE / 2)
    assert figure.rate == pytest.approx(23 / (PEOPLE / 2) * 100_000)
    assert figure.rate_low < figure.rate < figure.rate_high


def test_it_compares_with_the_same_months_of_the_year_before(deliveries):
    answer = queries.answer(Question())
    assert (answer.change.now, answer.change.before, answer.change.verdict) == (23, 18, "no_clear_change")
    assert answer.before.months == 6


def test_zones_are_told_apart_and_a_silent_one_is_zero(deliveries):
    areas = {row.place.area_id: row for row in queries.answer(Question()).areas}
    assert {area: row.figure.count for area, row in areas.items()} == {ZONE_1: 17, ZONE_2: 6, ZONE_3: 0}
    assert not any(row.stands_out for row in areas.values())


def test_months_carry_the_band_of_the_five_years_before(deliveries):
    june = queries.answer(Question()).months[-1]
    assert (june.on, june.count, june.low, june.median, june.high) == (date(2026, 6, 1), 8, 3, 3, 3)


def test_whole_years_have_a_direction(deliveries):
    answer = queries.answer(Question())
    assert list(answer.years) == [2021, 2022, 2023, 2024, 2025]
    assert answer.direction.verdict == "no_clear_direction"
    # Where people grow in number the rate rises less surely than the count.
    assert answer.direction_of_rate.probability_rising <= answer.direction.probability_rising


def test_sources_stand_side_by_side_and_are_never_added(deliveries):
    voices = {voice.source: (voice.count, voice.months) for voice in queries.answer(Question()).voices}
    assert voices == {POLICE: (23, 6), VOICE_OF_HOSPITAL: (20, 5)}
    assert queries.answer(Question(source=VOICE_OF_HOSPITAL)).figure.count == 20


def test_a_kind_the_quoted_source_does_not_tell_comes_from_one_that_does(deliveries):
    kinds = queries.answer(Question()).kinds
    assert kinds["mechanism"].source == VOICE_OF_HOSPITAL
    assert [(share.code, share.count) for share in kinds["mechanism"].shares] == [("firearm", 20)]
    assert kinds["sex"].source == POLICE


def test_a_place_has_all_its_indicators(deliveries):
    told = {each.indicator_id: each.figure.count for each in queries.of_place(queries.settled(Question()))}
    assert told["homicide"] == 23
    assert told["robbery"] == 6
    assert "theft" not in told


def test_a_figure_leads_to_its_deliveries(deliveries):
    behind = queries.behind(queries.settled(Question(first=date(2025, 1, 1))))
    assert {(each.delivery, each.count) for each in behind if each.source == POLICE} == {
        (deliveries[0].id, 36), (deliveries[1].id, 23),
    }  # fmt: skip


def test_it_answers_as_was_known_on_a_day(deliveries):
    earlier = queries.answer(Question(as_of=date(2026, 2, 1)))
    assert (earlier.question.first, earlier.question.last) == (date(2025, 1, 1), date(2025, 12, 1))
    assert earlier.figure.count == 36


def test_a_corrected_delivery_takes_the_place_of_the_earlier_one(deliveries):
    deliver(police(2026, 2026, 6, extra=1), POLICE, "", LATER.replace(day=20))
    assert queries.answer(Question()).figure.count == 19
    assert queries.answer(Question(as_of=LATER)).figure.count == 23


def test_the_police_geography_has_the_same_victims(deliveries):
    answer = queries.answer(Question(geography="police"))
    assert answer.figure.count == 23
    assert [row.place.level for row in answer.areas] == ["substation"]


def test_everywhere_is_all_places_and_unplaced(deliveries):
    answer = queries.answer(Question(area=EVERYWHERE))
    assert answer.question.level == "municipality"
    assert {row.place.area_id: row.figure.count for row in answer.areas}[TOWN] == 23
    assert {row.place.area_id: row.figure.count for row in answer.areas}.get(NEIGHBOUR) is None


def test_an_area_nobody_knows_is_refused(deliveries):
    with pytest.raises(queries.UnknownArea):
        queries.answer(Question(area="zone-9"))


def test_without_deliveries_there_is_no_figure(territory):
    assert queries.answer(Question()).figure.count is None


class TestRows:
    def test_they_carry_the_keys_of_the_contract(self, deliveries):
        rows = queries.indicator_rows(by=["area", "year"], offence="homicidio", as_of=LATER)
        assert list(rows[0]) == [
            "area",
            "period",
            "count",
            "rate_per_100k",
            "ci_low",
            "ci_high",
            "sources",
            "as_of",
        ]
        last = rows[-1]
        assert (last["area"], last["period"], last["count"]) == ("Encinos", "2026", 23)
        assert last["rate_per_100k"] == pytest.approx(23 / (PEOPLE / 2) * 100_000, abs=1e-4)
        assert (last["sources"], last["as_of"]) == ([POLICE], "2026-07-15")

    def test_by_source_there_is_a_row_for_each(self, deliveries):
        rows = queries.indicator_rows(
            by=["year", "source"], offence="0101", filters={"first": date(2026, 1, 1)}
        )
        assert {row["sources"][0]: row["count"] for row in rows} == {POLICE: 23, VOICE_OF_HOSPITAL: 20}

    def test_an_area_may_be_named(self, deliveries):
        rows = queries.indicator_rows(
            by=["area"], offence="robo", filters={"area": "encinos", "level": "zone"}
        )
        assert {row["area"]: row["count"] for row in rows} == {"Zona 1": 66, "Zona 2": 0, "Zona 3": 0}
        with pytest.raises(queries.UnknownPlace, match="Encinos"):
            queries.indicator_rows(by=["area"], offence="robo", filters={"area": "Encinas"})

    def test_without_a_territory_areas_are_the_names_as_given(self, workspace, db):
        deliver(police(2024, 2024), POLICE, "", LATER)
        rows = queries.indicator_rows(by=["area", "year"], offence="homicide")
        assert [(row["area"], row["period"], row["count"], row["rate_per_100k"]) for row in rows] == [
            ("Encinos", "2024", 36, None)
        ]
