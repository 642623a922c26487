from datetime import date

import pytest
from django.utils import translation

from confianza.analysis.sources import catalogue
from confianza.web.observatory.published import YearlyCount
from confianza.web.public_site.queries import Homicides, homicides


def year(
    of: int, count: float, *, complete: bool = True, sources: tuple[str, ...] = ("gt_pnc_victims",)
) -> YearlyCount:
    rate = count / 2
    return YearlyCount(
        year=of,
        area="Valle Ficticio",
        count=float(count),
        rate_per_100k=rate,
        ci_low=rate - 3,
        ci_high=rate + 4,
        complete=complete,
        sources=sources,
        as_of=date(2026, 11, 22),
    )


YEARS = Homicides(
    [
        year(2024, 60),
        year(2025, 44, sources=("gt_inacif_necropsies", "gt_pnc_victims")),
        year(2026, 12, complete=False),
    ]
)


def test_the_figure_in_front_is_of_the_last_complete_year() -> None:
    assert YEARS.latest.year == 2025
    assert Homicides([year(2026, 12, complete=False)]).latest.year == 2026


def test_the_sentence_compares_complete_years_only() -> None:
    with translation.override("en"):
        assert YEARS.sentence == "Between 2024 and 2025, from 44 to 60 victims a year."


def test_where_no_year_is_complete_it_says_what_there_is() -> None:
    with translation.override("en"):
        only = Homicides([year(2026, 12, complete=False)])
        assert only.sentence == "Between 2026 and 2026, from 12 to 12 victims a year."


def test_every_source_is_named_once_as_people_know_it() -> None:
    with translation.override("es"):
        titles = [catalogue.get(name).title_es for name in ("gt_inacif_necropsies", "gt_pnc_victims")]
        assert YEARS.sources == ", ".join(sorted(titles))


def test_a_year_that_is_not_over_says_so_in_table_and_chart() -> None:
    with translation.override("es"):
        assert [row[0] for row in YEARS.table.rows] == ["2024", "2025", "2026 (incompleto)"]
        assert "2026*" in YEARS.chart


@pytest.mark.django_db
def test_nothing_is_published_of_an_empty_workspace(workspace) -> None:
    assert homicides() is None
