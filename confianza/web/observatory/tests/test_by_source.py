"""What sources say side by side gives nothing small away."""

from datetime import date

import polars as pl
import pytest

from confianza.web.observatory.queries import by_source
from confianza.web.observatory.queries.question import Question

ROOT, AS_OF = "municipality-0101", date(2026, 7, 1)


class Ground:
    """Voices and their counts by year, as the ground tells them."""

    def __init__(self, told, months=12):
        self.told, self.months = told, months

    def voices(self, question: Question):
        return list(self.told)

    def table(self, question: Question, *by, **_changes):
        rows = [(str(year), float(count), self.months) for year, count in self.told[question.source].items()]
        return pl.DataFrame(rows, schema=["period", "count", "months"], orient="row")


def figures(*rows):
    """Published figures of the place: (indicator, year, source, count)."""
    schema = {"area_id": pl.String, "indicator_id": pl.String, "period": pl.String, "source": pl.String,
              "count": pl.Float64}  # fmt: skip
    return pl.DataFrame([(ROOT, *row) for row in rows], schema=schema, orient="row")


QUOTED = ("violent_death", "2025", "morgue", 83.0)


def told(ground, published):
    return by_source.told(ground, ROOT, published, as_of=AS_OF, threshold=5)


def test_whole_years_stand_side_by_side():
    found = told(Ground({"morgue": {2025: 83}, "police": {2025: 63}}), figures(QUOTED))
    assert found.select("source", "count").rows() == [("morgue", 83.0), ("police", 63.0)]


@pytest.mark.parametrize(
    "ground",
    [
        Ground({"morgue": {2025: 83}, "police": {2025: 3}}),
        Ground({"morgue": {2025: 83}}),
        Ground({"morgue": {2026: 83}, "police": {2026: 63}}),
        Ground({"morgue": {2025: 83}, "police": {2025: 63}}, months=11),
        Ground({}),
    ],
    ids=["a small one", "only one", "the year is not over", "not all months", "nobody"],
)
def test_nothing_else_does(ground):
    assert told(ground, figures(QUOTED)).is_empty()


def test_a_figure_that_is_hidden_takes_the_other_sources_with_it():
    hidden = figures(("violent_death", "2025", "morgue", None))
    assert told(Ground({"morgue": {2025: 83}, "police": {2025: 63}}), hidden).is_empty()


@pytest.mark.parametrize(("homicides", "shown"), [(63.0, True), (61.0, False), (58.0, True)])
def test_a_part_published_of_the_same_source_may_not_differ_by_a_few(homicides, shown):
    published = figures(QUOTED, ("homicide", "2025", "police", homicides))
    found = told(Ground({"morgue": {2025: 83}, "police": {2025: 63}}), published)
    assert found.is_empty() != shown
