import pytest
from django.utils import translation

from confianza.web.public_site import sentences
from confianza.web.public_site.queries import Figure


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def figure(period: str, count: float | None, *, hidden: bool = False, complete: bool = True) -> Figure:
    rates = (None,) * 4
    return Figure("a", "homicide", period, count, hidden, *rates, "gt_pnc_victims", 12, complete, None)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (40, 41, "so small a difference may be chance"),
        (40, 90, "it went up, by more than chance explains"),
        (90, 40, "it went down, by more than chance explains"),
        # 20 against 10: the exact p is 0.0987, no change even though it doubled.
        (10, 20, "so small a difference may be chance"),
    ],
)
def test_a_difference_is_only_called_a_change_where_chance_explains_it_badly(before, now, told) -> None:
    said = sentences.year_against_year("Homicides", "Valle", [figure("2024", before), figure("2025", now)])
    assert said.startswith(f"Homicides in Valle: {now} in 2025.")
    assert told in said


def test_a_year_that_is_not_over_is_not_compared() -> None:
    years = [figure("2024", 40), figure("2025", 41), figure("2026", 3, complete=False)]
    assert "2026" not in sentences.year_against_year("Homicides", "Valle", years)


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    years = [figure("2022", 40), figure("2025", 41)]
    assert sentences.year_against_year("Homicides", "Valle", years) == "Homicides in Valle: 41 in 2025."


def test_a_hidden_year_is_said_to_be_hidden_and_nothing_of_its_size() -> None:
    years = [figure("2024", 40), figure("2025", None, hidden=True)]
    said = sentences.year_against_year("Homicides", "Valle", years)
    assert "not shown" in said
    assert "40" not in said


def test_a_hidden_year_before_is_no_comparison() -> None:
    years = [figure("2024", None, hidden=True), figure("2025", 41)]
    assert sentences.year_against_year("Homicides", "Valle", years) == "Homicides in Valle: 41 in 2025."


def months_of(years: range, count: float) -> list[Figure]:
    return [figure(f"{year}-{month:02d}", count) for year in years for month in range(1, 13)]


@pytest.mark.parametrize(
    ("now", "told"), [(5, "as usual"), (30, "more than chance explains"), (0, "fewer than chance explains")]
)
def test_a_month_is_held_against_what_is_usual_in_it(now, told) -> None:
    months = [*months_of(range(2021, 2026), 9), figure("2026-01", now)]
    assert told in sentences.month_against_usual("Valle", months)


def test_nothing_is_usual_where_an_earlier_month_is_hidden() -> None:
    months = [*months_of(range(2021, 2026), 5), figure("2026-01", 4)]
    assert sentences.usual_in(months, months[-1]) is not None
    months[0] = figure("2021-01", None, hidden=True)
    assert sentences.usual_in(months, months[-1]) is None
    assert sentences.month_against_usual("Valle", months) == "In January 2026 there were 4."


def test_how_many_months_are_hidden_is_said_in_words() -> None:
    months = [figure("2026-01", 4), figure("2026-02", None, hidden=True)]
    assert sentences.chart_of_months("Homicides", months).endswith(
        "1 month is not shown, to protect persons."
    )


def test_nothing_but_hidden_figures_makes_a_sentence_too() -> None:
    hidden = [figure("2026-01", None, hidden=True)]
    assert sentences.chart_of_months("Homicides", hidden) == "No number of these months is shown."
    assert sentences.chart_of_years("Homicides", hidden) == "No number of these years is shown."
    assert "No number" in sentences.map_of("Homicides", "2026-01", hidden, {"a": "Zona 1"})
    assert "not shown" in sentences.month_against_usual("Valle", hidden)


def test_where_the_last_month_is_hidden_the_last_three_speak() -> None:
    months = [figure("2026-08", 4), figure("2026-09", None, hidden=True)]
    quarters = [figure("2025-Q3", 15), figure("2026-Q2", 14), figure("2026-Q3", 17)]
    assert sentences.latest("Valle", months, quarters) == (
        "From July 2026 to September 2026: 17. A year before it was 15: so small a difference may be chance."
    )
    assert "not shown" in sentences.latest("Valle", months, [figure("2026-Q3", None, hidden=True)])
    assert sentences.latest("Valle", months[:1], quarters) == "In August 2026 there were 4."
