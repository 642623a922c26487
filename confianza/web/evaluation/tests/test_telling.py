"""What an attacker would try on a published evaluation: each attempt was a leak once, or would be one."""

import itertools
import json
from datetime import date

import polars as pl
import pytest
from django.urls import reverse

from confianza.analysis.evaluation import designs, recorded
from confianza.analysis.releases import linking
from confianza.analysis.releases.linking import ALL, KEY
from confianza.analysis.releases.protecting import Protected
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.evaluation.actions import publishing
from confianza.web.evaluation.models import Deviation, Result, State, Vintage
from confianza.web.evaluation.queries import numbers, telling
from confianza.web.evaluation.queries import publishing as public
from confianza.web.evaluation.queries.numbers import Rounding
from confianza.web.evaluation.tests import dossiers
from confianza.web.observatory import archive
from confianza.web.observatory.queries import released
from confianza.web.observatory.queries.released import Released

pytestmark = pytest.mark.django_db
ZONE, SOURCE = "zone-0", "gt_pnc_victims"
LEVEL = 30
# Quarters of 2021 to 2025; with the programme since 2024.
PERIODS = [f"{2021 + at // 4}-{at % 4 * 3 + 1:02}-01" for at in range(20)]
QUARTERS = [f"{period[:4]}-Q{at % 4 + 1}" for at, period in enumerate(PERIODS)]


def evaluation(area, counts, first=0, level=LEVEL, title="Lamps", indicator="robbery"):
    """One that was criticised, of one zone with these counts beside seven others, from some quarter on."""
    one = dossiers.registered(area, title=title)
    one.indicator, one.state = indicator, State.CRITICISED
    one.first_on = date.fromisoformat(PERIODS[first])
    one.save()
    others = [[float(level + (3 * at + area) % 5) for at in range(20)] for area in range(7)]
    rows = [list(map(float, counts)), *others]
    series = designs.Series(
        areas=(ZONE, *one.comparison),
        periods=tuple(PERIODS[first:]),
        counts=tuple(tuple(row[first:]) for row in rows),
        exposures=tuple((5000.0,) * (20 - first) for _ in rows),
        before=12 - first,
    )
    plain = recorded.series(series)
    vintage = Vintage.objects.create(
        evaluation=one, known_on=date(2026, 2, 1), deliveries=["1"], series=plain, frozen_by="x",
        sha256=recorded.digest(plain),
    )  # fmt: skip
    design = {"method": "panel", "last_day": "2025-12-31", "comparison": list(one.comparison)}
    design |= {"same_area": True, "chosen_high": "no", "registered": True, "deviations": 0}
    known = designs.Circumstances(True, False, True)
    content = recorded.answer(designs.answer(series, "panel", known))
    Result.objects.create(
        evaluation=one, vintage=vintage, design=design, content=content, sha256=recorded.digest(content),
        computed_by="x",
    )  # fmt: skip
    return one


def told(one):
    return telling.telling(one, one.results.get())


def published(one):
    return publishing.publish(evaluation=one, by=COMMAND_LINE).content


def released_with(monkeypatch, counts, hides, name="robbery"):
    """Have a release that tells quarters and years of the zone, and hides some of them."""
    rows = [(name, ZONE, quarter, ALL, int(count)) for quarter, count in zip(QUARTERS, counts, strict=True)]
    years = {year: sum(row[4] for row in rows if row[2][:4] == year) for year in ("2021", "2022", "2023")}
    rows += [(name, ZONE, year, ALL, count) for year, count in years.items()]
    cells = pl.DataFrame(rows, schema=[*KEY, "value"], orient="row")
    system = linking.link(cells, [("period", linking.by_period(cells))])
    made = Protected(system.cells.with_columns(hidden=pl.col("period").is_in(hides)), system.sums)
    monkeypatch.setattr(released, "everything", lambda: Released([made], {name: SOURCE}, date(2026, 2, 1)))


STEADY = [30, 31, 29, 32, 30, 28, 33, 30, 31, 30, 29, 30, 20, 21, 19, 20, 22, 20, 19, 21]
# 2022 ends with a quarter of four.
SMALL_QUARTER = [*STEADY[:7], 4, *STEADY[8:]]
# All of 2021 has four.
SMALL_YEAR = [1, 1, 1, 1, *STEADY[4:]]


def test_where_nothing_is_small_years_and_the_difference_are_told(towns):
    made = told(evaluation(towns.here, STEADY))
    assert (made.level, made.rounding, made.why) == (telling.YEARS, Rounding.FINE, "")


def test_a_town_is_told_by_periods_where_none_is_small(towns):
    one = evaluation(towns.here, STEADY)
    one.treated = ["municipality-here"]
    one.save()
    result = one.results.get()
    result.vintage.series["areas"][0] = "municipality-here"
    assert telling.telling(one, result).level == telling.PERIODS
    assert len(public.content(one, result, telling.telling(one, result))["path"]) == 20


class TestSubtraction:
    def test_the_total_less_the_years_of_a_release_tells_the_quarter_it_hides(self, towns, monkeypatch):
        released_with(monkeypatch, SMALL_QUARTER, ["2022-Q4", "2022"])
        content = published(evaluation(towns.here, SMALL_QUARTER))
        assert content["told"]["why"] == telling.LEAKS
        assert content["totals"] == {"before": None, "after": None, "expected": None}
        assert content["path"] == []

    def test_the_same_counts_are_told_where_no_release_lets_one_subtract(self, towns):
        content = published(evaluation(towns.here, SMALL_QUARTER))
        assert content["told"]["level"] == telling.YEARS
        assert content["totals"]["before"] == sum(SMALL_QUARTER[:12])

    def test_another_evaluation_that_begins_later_tells_the_year_between(self, towns):
        first = published(evaluation(towns.here, SMALL_YEAR, first=4, title="Later data"))
        assert first["totals"]["before"] == sum(SMALL_YEAR[4:12])
        second = published(evaluation(towns.here, SMALL_YEAR))
        assert second["told"]["why"] in (telling.SMALL, telling.LEAKS)
        assert second["totals"]["before"] is None

    def test_alone_it_may_tell_the_total_and_no_year(self, towns):
        content = published(evaluation(towns.here, SMALL_YEAR))
        assert content["told"] == {"level": "totals", "rounding": content["told"]["rounding"], "why": "small"}
        assert content["path"] == []

    def test_the_ratio_gives_no_total_back_that_is_held_back(self, towns, monkeypatch):
        """Counted with the programme, over the ratio of means, was the total before to the last unit."""
        released_with(monkeypatch, SMALL_QUARTER, ["2022-Q4", "2022"])
        one = evaluation(towns.here, SMALL_QUARTER)
        ways = published(one)["answer"]["ways"]
        after = sum(SMALL_QUARTER[12:])
        found = [way for way in ways if way["name"] == "rate_ratio" and way["ratio"]]
        for way in found:
            step = min(step for step in numbers.STEPS if round(way["ratio"] / step, 6).is_integer())
            widths = [after * 12 / 8 / (way["ratio"] + side * step / 2) for side in (-1, 1)]
            assert widths[0] - widths[1] >= 5

    def test_a_year_that_is_not_over_waits_for_its_end(self, towns):
        one = evaluation(towns.here, STEADY)
        result = one.results.get()
        series = result.vintage.series
        for name in ("counts", "exposures"):
            series[name] = [row[:-1] for row in series[name]]
        series["periods"] = series["periods"][:-1]
        result.content = dict(result.content) | {
            name: result.content[name][:-1] for name in ("periods", "counted", "expected")
        }
        assert telling.telling(one, result).why == telling.AHEAD

    def test_what_is_told_is_kept_for_the_audit_of_later_releases(self, towns):
        published(evaluation(towns.here, STEADY))
        (kept,) = archive.beside({"robbery": SOURCE})
        shown = kept.cells.filter(~pl.col("hidden"))
        assert sum(STEADY[:12]) in shown["value"].to_list()
        assert set(kept.cells["indicator_id"]) == {"robbery"}
        assert set(archive.beside({})[0].cells["indicator_id"]) == {f"robbery|{SOURCE}"}


class TestTrying:
    """An attacker who computes the answer of each possible table, and keeps those that give what is told."""

    def test_no_digest_of_the_data_or_the_result_leaves_the_house(self, towns):
        one = evaluation(towns.here, SMALL_QUARTER)
        written = json.dumps(published(one))
        assert one.results.get().sha256 not in written
        assert one.results.get().vintage.sha256 not in written

    def test_the_quarter_that_is_hidden_fits_five_ways_at_least(self, towns, monkeypatch):
        """Everybody knows every other quarter; the year of the small one is hidden with it."""
        released_with(monkeypatch, SMALL_QUARTER, ["2022-Q4", "2022"])
        one = evaluation(towns.here, SMALL_QUARTER)
        said = published(one)["answer"]["ways"]
        fitting = [count for count in range(14) if _is_true(said, self._answer(one, count))]
        assert SMALL_QUARTER[7] in fitting
        assert max(fitting) - min(fitting) >= 5

    @staticmethod
    def _answer(one, count):
        from confianza.web.evaluation.queries import answering

        result = one.results.get()
        rows = [list(row) for row in result.vintage.series["counts"]]
        rows[0][7] = float(count)
        return answering.answer(result.vintage.series | {"counts": rows}, result.design)["ways"]

    def test_to_six_digits_the_quarter_was_told_exactly(self, towns):
        """The attack itself: so that the test above is known to be able to fail."""
        one = evaluation(towns.here, SMALL_QUARTER)
        ways = one.results.get().content["ways"]
        assert [count for count in range(10) if self._answer(one, count) == ways] == [SMALL_QUARTER[7]]


def _is_true(said, ways):
    """Say whether what was said of each way is true of these answers."""
    for told_way, way in itertools.product(said, ways):
        if told_way["name"] != way["name"] or told_way["refused"] or way["refused"]:
            continue
        if told_way["ratio"] is not None:
            steps = [
                step
                for step in numbers.STEPS
                if round(way["ratio"] / step) * step == pytest.approx(told_way["ratio"])
            ]
            if not steps:
                return False
        for end, side in (("low", 1), ("high", -1)):
            if told_way[end] is not None and way[end] is not None and side * told_way[end] > side * way[end]:
                return False
    return True


class TestRules:
    def test_an_offence_of_which_no_zone_is_told_is_told_in_a_sentence_alone(self, towns):
        content = published(evaluation(towns.here, STEADY, indicator="sexual_violence"))
        assert content["told"] == {"level": "sentence", "rounding": "nothing", "why": "rule"}
        assert content["answer"]["ways"] == []
        assert content["answer"]["sentence"]
        assert content["path"] == []

    def test_a_workspace_that_asks_for_larger_counts_is_given_them(self, towns, monkeypatch):
        from dataclasses import replace

        from confianza.analysis.disclosure import rules

        stricter = tuple(replace(each, threshold=100) for each in rules.default())
        monkeypatch.setattr(archive, "own_rules", lambda: stricter)
        made = told(evaluation(towns.here, STEADY))
        assert (made.level, made.why) == (telling.TOTALS, telling.SMALL)

    def test_why_a_way_has_no_answer_is_not_told_with_its_numbers(self, towns):
        one = evaluation(towns.here, STEADY)
        result = one.results.get()
        result.content["ways"][1] |= {"refused": "few_cases", "details": {"cases": 3, "least": 10}}
        written = json.dumps(public.content(one, result, telling.telling(one, result)))
        assert "few_cases" in written
        assert '"cases"' not in written

    def test_the_neighbours_are_told_in_words_alone(self, towns):
        one = evaluation(towns.here, STEADY)
        result = one.results.get()
        nearby = {"around": "same", "together": "same", "refused": "", "details": {}}
        result.content["nearby"] = nearby | {"parts": [{"part": "here", "before": 3}], "areas": []}
        content = public.content(one, result, telling.telling(one, result))
        assert content["answer"]["nearby"] == nearby
        result.content["nearby"] |= {"refused": "few_cases", "details": {"cases": 3}}
        assert public.content(one, result, telling.telling(one, result))["answer"]["nearby"] is None

    @pytest.mark.parametrize(
        ("per_period", "share", "said"), [(30, 0.21, 0.3), (0.4, 0.9, None), (1.2, 0.5, 0.5)]
    )
    def test_what_could_be_seen_at_all_tells_no_total_before(self, per_period, share, said):
        power = {"per_period": per_period, "before": 12, "smallest": share, "smallest_by_series": share}
        assert public.power(power, "panel") == ({"smallest": said} if said else {})

    def test_before_a_result_the_page_tells_no_count_of_a_period(self, client, towns):
        one = dossiers.registered(towns.here)
        one.power = {"per_period": 0.4, "before": 12, "after": 8, "smallest": 0.9, "smallest_by_series": None}
        one.save()
        page = client.get(reverse("public_site:evaluation", args=[one.pk]), {"idioma": "en"})
        assert "expected in a period" not in page.content.decode()


class TestThePublisher:
    def test_sees_before_publishing_what_will_be_told_and_what_is_held_back(self, towns, people, as_person):
        small = evaluation(towns.here, SMALL_YEAR)
        page = as_person(people.ana).get(reverse("evaluation:publish", args=[small.pk])).content.decode()
        assert "Lo que todos leerán de los números" in page
        assert "Se retiene" in page
        assert "menos de cinco" in page.lower()

    def test_sees_that_nothing_is_held_back(self, towns, people, as_person):
        one = evaluation(towns.here, STEADY)
        page = as_person(people.ana).get(reverse("evaluation:publish", args=[one.pk])).content.decode()
        assert "No se retiene nada" in page

    def test_readers_are_told_why_there_is_no_number(self, client, towns):
        one = evaluation(towns.here, STEADY, indicator="sexual_violence")
        published(one)
        page = client.get(reverse("public_site:evaluation", args=[one.pk]), {"idioma": "en"}).content.decode()
        assert "no number is told" in page
        assert "Of this offence no figure" in page

    def test_totals_are_read_where_no_year_is(self, client, towns):
        one = evaluation(towns.here, SMALL_YEAR)
        published(one)
        page = client.get(reverse("public_site:evaluation", args=[one.pk]), {"idioma": "en"}).content.decode()
        assert f"Counted before the programme: {sum(SMALL_YEAR[:12])}" in page


def test_a_departure_is_read_with_what_is_held_back(towns):
    one = evaluation(towns.here, STEADY)
    Deviation.objects.create(
        evaluation=one, field="last_day", registered="2026-12-31", done="2025-12-31",
        value={"value": "2025-12-31"}, reason="It ended.", made_by="x",
    )  # fmt: skip
    assert published(one)["deviations"][0]["reason"] == "It ended."


@pytest.mark.slow
def test_from_the_store_to_a_release_that_is_audited_along(cipreses):
    """Every year of the zone is told; its quarters with the programme, of three each, stay hidden."""
    from confianza.web.evaluation.actions import computing, criticising, designing
    from confianza.web.evaluation.tests import valley
    from confianza.web.observatory.actions import releases

    zone, others = valley.ZONES[0], list(valley.ZONES[1:])
    one = dossiers.question(cipreses)
    designing.design(
        evaluation=one, method="panel", others=others, indicator="robbery", source=valley.POLICE,
        step="quarter", treated=[zone], first_on=date(2022, 1, 1), last_on=date(2025, 10, 1),
        direction="fall", by=COMMAND_LINE,
    )  # fmt: skip
    designing.register(evaluation=one, by=COMMAND_LINE)
    designing.start(evaluation=one, by=COMMAND_LINE)
    valley.deliver(valley.police(2024, 2025), date(2026, 1, 10))
    releases.release(as_of=date(2026, 1, 31), by=COMMAND_LINE)
    result = computing.compute(evaluation=one, by=COMMAND_LINE, known_on=date(2026, 2, 1))
    criticising.conclude(evaluation=one, verdict="agrees", words="I looked.", by=COMMAND_LINE)
    one.refresh_from_db()
    made = telling.telling(one, result)
    assert made.has_counts
    cells = made.kept.cells
    year = cells.filter(pl.col("area_id") == zone, pl.col("period") == "2022", pl.col("kind") == ALL)
    assert year["value"].to_list() == [sum(valley.count(1, 2022, month) for month in range(1, 13))]
    assert {"municipality-0101", zone} <= set(cells["area_id"])
    content = published(one)
    assert content["totals"]["after"] == sum(valley.count(1, at, 1) * 12 for at in (2024, 2025))
    later = releases.release(as_of=date(2026, 2, 28), by=COMMAND_LINE)
    assert later.hidden > 0
