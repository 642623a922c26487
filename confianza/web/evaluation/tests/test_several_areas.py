"""Areas that begin in turn, and areas next door: designed, registered, computed, and told on a page."""

import json
from datetime import date

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.evaluation.actions import computing, designing
from confianza.web.evaluation.models import Result
from confianza.web.evaluation.queries import answering, choices, planning
from confianza.web.evaluation.rules import StepRefused
from confianza.web.evaluation.tests import dossiers, valley

pytestmark = pytest.mark.django_db
FIRST, SECOND, *REST = valley.ZONES
LATER = date(2024, 7, 1)


def designed(area, treated=(FIRST,), method="panel", **more):
    one = dossiers.question(area)
    told = {"indicator": "robbery", "source": valley.POLICE, "step": "quarter", "treated": list(treated)}
    told |= {"first_on": date(2022, 1, 1), "last_on": date(2025, 10, 1), "direction": "fall"}
    others = [zone for zone in valley.ZONES if zone not in treated]
    beside = choices.next_door(one, treated)
    designing.design(
        evaluation=one, method=method, others=others, beside=beside, by=COMMAND_LINE, **(told | more)
    )
    return one


def computed(one):
    designing.register(evaluation=one, by=COMMAND_LINE)
    designing.start(evaluation=one, by=COMMAND_LINE)
    valley.deliver(valley.police(2024, 2025), date(2026, 1, 10))
    return computing.compute(evaluation=one, by=COMMAND_LINE)


def settings_of(one):
    return dict(json.loads(one.registration.content)["settings"])


def test_areas_next_door_are_those_whose_borders_meet(cipreses):
    one = dossiers.question(cipreses)
    assert choices.next_door(one, [FIRST]) == [SECOND]
    assert choices.next_door(one, [valley.ZONES[3]]) == [valley.ZONES[2], valley.ZONES[4]]
    assert choices.next_door(one, []) == []


def test_those_next_door_are_watched_where_enough_others_are_left_to_compare_with(cipreses, monkeypatch):
    few = designed(cipreses)
    assert SECOND in few.comparison
    assert few.around == []
    monkeypatch.setattr(planning, "ENOUGH_COMPARED", 4)
    enough = designed(cipreses)
    assert enough.around == [SECOND]
    assert SECOND not in enough.comparison
    assert SECOND in {each["area"] for each in enough.proposed}


def test_what_lies_next_door_and_went_another_way_is_watched_at_no_cost(cipreses, monkeypatch):
    monkeypatch.setattr(planning, "_proposed", lambda told: [])
    one = designed(cipreses)
    assert (one.around, one.comparison) == ([SECOND], [])


def watched(area, **more):
    """Return a design in which the zone next door is watched."""
    one = designed(area, **more)
    designing.choose_comparison(evaluation=one, comparison=REST, around=[SECOND], by=COMMAND_LINE)
    return one


def test_what_happened_next_door_is_registered_computed_and_computed_again(cipreses):
    one = watched(cipreses)
    result = computed(one)
    assert settings_of(one)["around"] == SECOND
    nearby = result.content["nearby"]
    assert nearby["around"] == "around_neither"
    assert [each["area"] for each in nearby["areas"]] == [SECOND]
    told = sum(valley.count(2, year, month) for year in (2024, 2025) for month in range(1, 13))
    assert nearby["parts"][1]["after"] == told
    assert nearby["parts"][0]["cases"] < 0
    assert answering.recompute(Result.objects.get(pk=result.pk)).all_well


def test_an_area_next_door_that_is_not_told_of_is_left_out_and_named(cipreses):
    one = designed(cipreses)
    designing.choose_comparison(
        evaluation=one, comparison=REST, around=[SECOND, "zone-9999-1"], by=COMMAND_LINE
    )
    nearby = computed(one).content["nearby"]
    assert nearby["left_out"] == ["zone-9999-1"]
    assert [each["area"] for each in nearby["areas"]] == [SECOND]


def test_an_area_is_watched_or_compared_with_and_never_both(cipreses):
    one = watched(cipreses)
    for around, comparison in (([REST[0]], REST[:4]), ([FIRST], REST[:4])):
        with pytest.raises(StepRefused) as refused:
            designing.choose_comparison(evaluation=one, comparison=comparison, around=around, by=COMMAND_LINE)
        assert refused.value.code == "watched_twice"
    designing.register(evaluation=one, by=COMMAND_LINE)
    with pytest.raises(StepRefused) as refused:
        computing.deviate(
            evaluation=one, field="comparison", value=[SECOND, *REST[:3]], reason="More.", by=COMMAND_LINE
        )
    assert refused.value.code == "watched_twice"


def test_areas_that_begin_in_turn_are_asked_each_from_its_own_day_on(cipreses):
    one = designed(cipreses, (FIRST, REST[0]))
    designing.set_starts(evaluation=one, starts={FIRST: one.begins_on, REST[0]: LATER}, by=COMMAND_LINE)
    assert one.starts == {REST[0]: "2024-07-01"}
    assert one.power["after"] == 6
    result = computed(one)
    assert settings_of(one)["starts"] == f"{REST[0]}=2024-07-01"
    series = result.vintage.series
    assert series["areas"][:2] == [FIRST, REST[0]]
    assert series["starts"] == [8, 10]
    assert result.content["starts"] == [[FIRST, "2024-01-01"], [REST[0], "2024-07-01"]]
    ways = {each["name"]: each["refused"] for each in result.content["ways"]}
    assert ways == {"panel": "", "rate_ratio": "one_start", "series": "one_start", "synthetic": "one_start"}
    assert result.content["placebo"]["units"] > 20
    assert answering.recompute(Result.objects.get(pk=result.pk)).all_well


def test_areas_that_begin_on_one_day_are_added_up(cipreses):
    one = designed(cipreses, (FIRST, REST[0]))
    designing.set_starts(evaluation=one, starts={REST[0]: one.begins_on}, by=COMMAND_LINE)
    assert one.starts == {}
    result = computed(one)
    assert result.vintage.series["areas"][0] == f"{FIRST} + {REST[0]}"
    assert "starts" not in result.vintage.series
    assert result.content["starts"] == []


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        ({FIRST: LATER, REST[0]: LATER}, "starts_days"),
        ({FIRST: date(2023, 10, 1)}, "starts_days"),
        ({REST[0]: date(2026, 1, 1)}, "starts_days"),
    ],
)
def test_the_first_area_begins_on_the_day_of_the_question(cipreses, starts, code):
    one = designed(cipreses, (FIRST, REST[0]))
    with pytest.raises(StepRefused) as refused:
        designing.set_starts(evaluation=one, starts=starts, by=COMMAND_LINE)
    assert refused.value.code == code


def test_a_day_of_the_question_that_was_changed_since_is_seen_before_it_is_registered(cipreses):
    one = designed(cipreses, (FIRST, REST[0]))
    designing.set_starts(evaluation=one, starts={REST[0]: LATER}, by=COMMAND_LINE)
    designing.reword(evaluation=one, begins_on=date(2024, 10, 1), by=COMMAND_LINE)
    with pytest.raises(StepRefused) as refused:
        designing.register(evaluation=one, by=COMMAND_LINE)
    assert refused.value.code == "starts_days"


def test_only_a_method_that_is_valid_there_takes_starts_in_turn(cipreses):
    one = designed(cipreses, (FIRST, REST[0]), method="series")
    with pytest.raises(StepRefused) as refused:
        designing.set_starts(evaluation=one, starts={REST[0]: LATER}, by=COMMAND_LINE)
    assert refused.value.code == "one_start"


def test_what_is_registered_is_in_the_words_of_the_author_and_in_no_language_of_the_house(cipreses):
    from django.utils.translation import override

    contents = []
    for language in ("es", "en"):
        with override(language):
            one = designed(cipreses)
            contents.append(designing.register(evaluation=one, by=COMMAND_LINE).content)
    assert contents[0] == contents[1]
    assert json.loads(contents[0])["hypothesis"] == one.question
    assert settings_of(one)["does"] == one.does
    assert settings_of(one)["wrong_if"] == one.wrong_if


def test_the_pages_ask_for_days_and_neighbours_and_tell_what_came_of_them(cipreses, person, as_person):
    browser = as_person(person(Role.ANALYST, area=cipreses))
    one = designed(cipreses)
    own = f"/evaluacion/{one.pk}/"
    design = {"indicator": "robbery", "source": valley.POLICE, "treated": [FIRST, REST[0]]}
    design |= {"first_on": "2022-01", "last_on": "2025-12", "method": "panel", "direction": "fall"}
    design |= {"step": "quarter"}
    sent = browser.post(f"{own}diseno/", design)
    assert sent["Location"] == f"{own}inicios/"
    assert "Primer día en cada área" in browser.get(f"{own}inicios/").content.decode()
    early = browser.post(f"{own}inicios/", {"begins_0": "2023-12-01", "begins_1": "2024-07-01"})
    assert "el día de la pregunta" in early.content.decode()
    kept = browser.post(f"{own}inicios/", {"begins_0": "2024-01-01", "begins_1": "2024-07-01"})
    assert kept["Location"] == own
    both = {"comparison": REST[1:], "around": [REST[1]]}
    refused = browser.post(f"{own}comparacion/", both).content.decode()
    assert "O se compara o se observa" in refused
    browser.post(f"{own}comparacion/", {"comparison": REST[2:], "around": [SECOND, REST[1]]})
    assert "vecina" in browser.get(f"{own}comparacion/").content.decode()
    one.refresh_from_db()
    computed(one)
    page = browser.get(own, headers={"accept-language": "es"}).content.decode()
    assert "Primer día" not in page
    assert "maneras de repartir estos primeros días" in page
    assert "ni un desplazamiento ni una extensión del beneficio" in page
    assert "Áreas vecinas, una por una" in page
