"""What figures say, sentence by sentence, in both languages."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from confianza.analysis.indicators.change import compare
from confianza.analysis.indicators.direction import of_years
from confianza.web.observatory import labels, sentences
from confianza.web.observatory.queries import Answer, AreaFigure, Figure, Place, Question
from confianza.web.observatory.queries.figures import Choices, Month, Share, Split

JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)
EMPTY = Answer(
    question=Question(first=JANUARY, last=JUNE),
    place=Place("municipality-1", "Encinos"),
    figure=Figure(),
    before=None,
    change=None,
    months=(),
    direction=None,
    years=(),
    areas=(),
    elsewhere=0.0,
    kinds={},
    voices=(),
    voice_months=(),
    populations=(),
    shapes={},
    choices=Choices((), (), (), (), ()),
)


def told(count, before=None):
    change = None if before is None else compare(count, before)
    return replace(EMPTY, figure=Figure(source="gt_pnc_victims", count=count, months=6), change=change)


def row(name, now, before, *, stands_out=False):
    return AreaFigure(Place(name, name), Figure(count=now), compare(now, before), stands_out)


def test_the_headline_says_what_where_when_and_how_many():
    with translation.override("es"):
        assert sentences.headline(told(41, 47)).startswith(
            "Homicidios en Encinos, enero a junio de 2026: 41, "
        )
        assert sentences.headline(told(41, 47), named=False).startswith("Enero a junio de 2026: 41, ")
    with translation.override("en"):
        assert sentences.headline(told(41, 47)).startswith("Homicides in Encinos, January to June 2026: 41, ")


FEWER = "41, 6 fewer than in the same months a year before (47). A difference like this can be chance."
MORE = "90, 43 more than in the same months a year before (47). That is more than chance would explain."
MENOS = "41, 6 menos que en los mismos meses del año anterior (47). Una diferencia así puede deberse al azar."
INCOMPLETE = "7. The same months of the year before are not complete, so there is no comparison."


@pytest.mark.parametrize(
    ("language", "answer", "ending"),
    [
        ("en", told(41, 47), FEWER),
        ("es", told(41, 47), MENOS),
        ("en", told(90, 47), MORE),
        ("en", told(7, 7), "7, as many as in the same months a year before."),
        ("en", told(7), INCOMPLETE),
        ("en", EMPTY, "Nobody tells of this in the months chosen."),
    ],
)
def test_the_headline_says_what_changed_and_whether_it_is_more_than_chance(language, answer, ending):
    with translation.override(language):
        assert sentences.headline(answer).endswith(ending)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (Month(JUNE, 9, 3, 5, 7), "more than that month brought in any of the five years before (3 to 7)"),
        (Month(JUNE, 2, 3, 5, 7), "fewer than that month brought in any of the five years before (3 to 7)"),
        (Month(JUNE, 7, 3, 5, 7), "within what that month brought in the five years before (3 to 7)"),
        (Month(JUNE, 7), "There are not yet three earlier years to compare with."),
    ],
)
def test_the_last_month_against_its_band(month, expected):
    with translation.override("en"):
        assert expected in sentences.last_month(
            [Month(JANUARY, 4, 3, 5, 7), month, Month(date(2026, 7, 1), None)]
        )
        assert sentences.last_month([]) == ""


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([20, 24, 23, 30, 33], "rose by about 13 % a year"),
        ([33, 30, 23, 24, 20], "fell by about 12 % a year"),
        ([4, 6, 3, 7, 5], "shows no clear direction"),
        ([4, 6], ""),
    ],
)
def test_the_direction_of_the_years(counts, expected):
    with translation.override("en"):
        answer = replace(EMPTY, direction=of_years(counts), years=range(2021, 2021 + len(counts)))
        said = sentences.direction(answer)
    assert expected in said if expected else said == ""


@pytest.mark.parametrize(
    ("counts", "people", "expected"),
    [
        ([20, 24, 23, 30, 33], None, "Probability that it rises: 93 %."),
        ([4, 6, 3, 7, 5], [9, 9, 9, 9, 9], "Probability that it rises: 65 %; that the rate does: 65 %."),
        ([100, 100, 101, 99, 100], [10, 12, 14, 16, 18], "; that the rate does: < 1 %."),
        ([10, 20, 40, 80, 160], None, "Probability that it rises: > 99 %."),
    ],
)
def test_how_sure_the_direction_is_of_number_and_rate(counts, people, expected):
    rate = of_years(counts, people) if people else None
    answer = replace(EMPTY, direction=of_years(counts), direction_of_rate=rate, years=range(2021, 2026))
    with translation.override("en"):
        assert expected in sentences.direction(answer)


def test_areas_that_changed_are_named_and_the_others_counted():
    with translation.override("en"):
        quiet = [row("Zona 1", 3, 2), row("Zona 2", 0, 1)]
        assert sentences.areas(quiet) == "None of the 2 areas compared changed by more than chance."
        loud = [*quiet, row("Zona 3", 30, 5, stands_out=True), row("Zona 4", 2, 40, stands_out=True)]
        assert sentences.areas(loud) == (
            "Of 4 areas compared, these changed by more than chance: Zona 4 (38 fewer), Zona 3 (25 more)."
        )
        assert sentences.areas([]) == ""


def test_where_it_is_highest_by_rate_and_by_number():
    rates = [
        AreaFigure(Place("a", "Zona 1"), Figure(count=4, rate=40.0, rate_low=10.9, rate_high=102.4)),
        AreaFigure(Place("b", "Zona 2"), Figure(count=9, rate=20.0, rate_low=9.1, rate_high=38.0)),
    ]
    answer = replace(EMPTY, areas=rates)
    with translation.override("en"):
        assert sentences.highest(answer) == "Highest rate: Zona 1, 40.0 (between 10.9 and 102.4), from 4."
        by_number = replace(answer, question=answer.question.but(measure="count"))
        assert sentences.highest(by_number) == "Highest number: Zona 2, 9."
        assert sentences.highest(EMPTY) == ""


def test_what_came_without_a_datum_is_told():
    with translation.override("en"):
        told = (Share("firearm", 6.0), Share("sharp", 2.0), Share(None, 2.0))
        most = "Most frequent: Firearm, 6 of the 8 that tell it (75 %)."
        assert sentences.split("mechanism", Split("gt_pnc_victims", told)) == f"{most} 2 do not tell it."
        assert sentences.split("mechanism", Split("gt_pnc_victims", told[:2])) == most
        assert sentences.split("mechanism", Split("gt_pnc_victims", told[2:])) == ""


def test_a_single_source_asks_for_a_second(language):
    assert sentences.voices(EMPTY)
    assert sentences.elsewhere(EMPTY) == ""


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (JANUARY, JUNE, "January to June 2026"),
        (JUNE, JUNE, "June 2026"),
        (date(2025, 7, 1), JUNE, "July 2025 to June 2026"),
        (None, None, ""),
    ],
)
def test_months_are_written_as_people_say_them(first, last, expected):
    with translation.override("en"):
        assert sentences.period(first, last) == expected


def test_names_of_what_is_counted():
    with translation.override("es"):
        assert labels.kind("sex", "female") == "Mujeres"
        assert labels.kind("age_band", "00-04") == "0–4 años"
        assert labels.kind("age_band", "80+") == "80+ años"
        assert labels.kind("mechanism", None) == "No consta"
        assert labels.kind("offence", "0101") == "Homicidio intencional"
        assert labels.source("canonical_es/Hospital de Encinos") == "Hospital de Encinos"
        assert labels.source("mx_zapopan_events/events").endswith(": events")
        assert labels.source("somebody") == "somebody"
        assert labels.measure(Question(measure="count")) == "Homicidios"
