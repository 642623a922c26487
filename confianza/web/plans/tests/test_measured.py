"""What an objective's indicator counts, in a town with known numbers: three homicides a month."""

from datetime import date, timedelta

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory.tests import encinos
from confianza.web.plans.actions import prevention as actions
from confianza.web.plans.models import Objective
from confianza.web.plans.queries import measured, prevention, quarter
from confianza.web.territory import queries as territory

BEGINS = date(2025, 1, 20)


@pytest.fixture
def town(workspace, db):
    """Encinos, as its police tell of it from 2021 to 2025."""
    from confianza.web.territory.actions import importing

    importing.import_files(files=[encinos.boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    police = next(each for each in encinos.DELIVERIES if encinos.POLICE in each)
    encinos.deliver(*police)
    return territory.area(encinos.TOWN)


@pytest.fixture
def plan(town, person):
    keeper = person(Role.MAYOR, area=town)
    return actions.write(
        area=town, kind="municipal", title="Plan", summary="x", begins_on=BEGINS,
        ends_on=BEGINS + timedelta(days=700), by=keeper,
    )  # fmt: skip


def test_twelve_whole_months_before_a_day_and_the_last_twelve(town) -> None:
    before, now = measured.year_before(town, "homicide", BEGINS), measured.last_year(town, "homicide")
    assert (before.value, before.first, before.last) == (36, date(2024, 1, 1), date(2024, 12, 1))
    assert (now.value, now.first, now.last) == (36, date(2025, 1, 1), date(2025, 12, 1))
    assert now.low < now.value < now.high


def test_a_day_that_is_still_to_come_begins_with_the_last_twelve_months(town) -> None:
    assert measured.year_before(town, "homicide", date(2030, 1, 1)) == measured.last_year(town, "homicide")


def test_what_nobody_tells_is_not_zero(town) -> None:
    assert measured.last_year(territory.area(encinos.NEIGHBOUR), "extortion").value is None
    assert measured.last_year(town, "no_such_thing").value is None


def test_months_that_both_sides_share_are_not_compared(town) -> None:
    now = measured.last_year(town, "homicide")
    earlier = measured.year_before(town, "homicide", BEGINS)
    assert measured.change(now, now.kept()) is None
    assert measured.change(now, {}) is None
    assert measured.change(now, earlier.kept()).before == 36


def test_where_an_objective_starts_is_counted_not_typed(plan) -> None:
    aim = actions.aim(
        plan=plan, text="Menos muertes", indicator="homicide", target=27,
        by_on=BEGINS + timedelta(days=600), by=plan.keeper,
    )  # fmt: skip
    assert aim.baseline == 36
    assert aim.told["last"] == "2024-12-01"
    told = quarter.progress(Objective.objects.get(pk=aim.pk), plan)
    assert (told["baseline"], told["target"], told["shares_months"]) == (36, 27, False)
    assert told["verdict"] in ("up", "down", "no_clear_change")
    (public,) = prevention.content(plan)["objectives"]
    assert public["per_cent"] == -25
    assert "36" not in str(public)
