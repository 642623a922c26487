"""What patrols did, counted for people who read no log."""

from datetime import date, timedelta
from itertools import count

import pytest
import shapely
from django.utils import timezone

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices, reviewing, submissions
from confianza.web.fieldwork.library import catalogue
from confianza.web.fieldwork.library.tests import forms
from confianza.web.fieldwork.models import Form, FormVersion, Standing, Submission
from confianza.web.fieldwork.queries import patrolled
from confianza.web.fieldwork.queries.patrolled import Asked
from confianza.web.lib import walls
from confianza.web.territory.actions import containments, editions
from confianza.web.territory.models import Area, Generation

# A Monday: the week that is over ended the day before.
TODAY = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
# The wards of the town from west to east, a degree each; a stop in their middles.
WARDS = {"west": -91.5, "middle": -90.5, "east": -89.5}
NORTH = 14.5


def box(west, east):
    return shapely.to_wkb(shapely.box(west, 14, east, 15))


@pytest.fixture
def town(db, workspace):
    """A town of three wards."""
    made = Area.objects.create(
        stable_id="municipality-here", geography="administrative", level="municipality", code="here"
    )
    Generation.objects.create(
        area=made, name="Here", valid_from="2001-01-01", origin="test", wkb=box(-92, -89)
    )
    for name, middle in WARDS.items():
        ward = Area.objects.create(
            stable_id=f"zone-{name}", geography="administrative", level="zone", code=name
        )
        Generation.objects.create(
            area=ward, name=name, parent=made, valid_from="2001-01-01", origin="test",
            wkb=box(middle - 0.5, middle + 0.5),
        )  # fmt: skip
    containments.rebuild(by=COMMAND_LINE)
    editions.begin(by=COMMAND_LINE)
    return made


@pytest.fixture
def log(town):
    """Send a log of stops (ward, minutes) by a telephone, and have it approved."""
    made = forms.made(catalogue.named(patrolled.FORM))
    form = Form.objects.create(form_id=patrolled.FORM, title=made.title, area=town, made_by="x")
    FormVersion.objects.create(
        form=form, version=made.version, xml=made.xml, md5="", original="", dictionary=list(made.questions),
        made_by="x",
    )  # fmt: skip
    phones, numbers = {}, count()

    def send(phone, *stops, days_ago=1, way="pie", standing=Standing.APPROVED, done="presencia"):
        if phone not in phones:
            given = devices.give(label=phone, forms=[form], area=town, by=COMMAND_LINE)
            phones[phone] = given[0]
        xml = _filled(f"uuid:{next(numbers)}", TODAY - timedelta(days=days_ago), way, stops, done)
        made = submissions.receive(xml=xml, files={}, device=phones[phone], by=COMMAND_LINE).submission
        if standing != Standing.WAITING:
            reviewing.judge(submission=made, standing=standing, comment="x", by=COMMAND_LINE)
        return made

    return send


def _filled(instance, day, way, stops, done):
    points = {ward: f"<parada_punto>{NORTH} {east} 0 5</parada_punto>" for ward, east in WARDS.items()}
    turns = "".join(
        f"<parada><parada_hora>10:00</parada_hora><parada_minutos>{minutes}</parada_minutos>"
        f"{points.get(ward, '<parada_punto/>')}<parada_actividad>{done}</parada_actividad></parada>"
        for ward, minutes in stops
    )
    return (
        '<data xmlns:orx="http://openrosa.org/xforms" id="bitacora_patrulla" version="2026.1">'
        f"<dia>{day}</dia><turno>tarde</turno><sector>1</sector><modo>{way}</modo><agentes>2</agentes>{turns}"
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    ).encode()


def in_three(log, *stops, **told):
    for phone in "abc":
        log(phone, *stops, **told)


def test_the_stops_of_the_week_are_counted_beside_the_week_before(town, log) -> None:
    in_three(log, ("west", 12), ("west", 6))
    in_three(log, ("west", 15), days_ago=8)
    found = patrolled.week(town, TODAY)
    assert (found["now"]["shifts"], found["now"]["stops"], found["now"]["minutes"]) == (3, 6, 54)
    assert found["now"]["long_enough"] == 3
    assert found["now"]["wards"] == {"zone-west": {"shifts": 3, "stops": 6, "minutes": 54}}
    assert (found["before"]["stops"], found["before"]["minutes"]) == (3, 45)


@pytest.mark.parametrize(
    ("days_ago", "week"), [(0, None), (1, "now"), (7, "now"), (8, "before"), (14, "before"), (15, None)]
)
def test_a_shift_counts_in_the_week_of_its_own_day(town, log, days_ago, week) -> None:
    in_three(log, ("west", 12), days_ago=days_ago)
    found = patrolled.week(town, TODAY)
    assert [name for name in ("now", "before") if found[name]] == ([week] if week else [])


def test_on_every_day_of_a_week_the_same_week_is_told(town, log) -> None:
    """Two windows of seven days, a day apart, would tell what was done on a day."""
    in_three(log, ("west", 12))
    told = [patrolled.week(town, TODAY + timedelta(days=days)) for days in range(8)]
    assert all(each == told[0] for each in told[:7])
    assert told[7]["before"]["stops"] == 3
    assert told[7]["now"] == {}


def test_of_two_telephones_nothing_is_told(town, log) -> None:
    for phone in "ab":
        log(phone, ("west", 12), ("middle", 12))
        log(phone, ("west", 12))
    assert patrolled.week(town, TODAY, Asked(promised=("zone-east",)))["now"] == {"too_few": True}


def test_what_one_did_does_not_follow_from_what_all_did(town, log) -> None:
    """Of all less of the west would be left the one stop in the east."""
    in_three(log, ("west", 12))
    log("a", ("east", 40))
    found = patrolled.week(town, TODAY)["now"]
    assert found["stops"] == 4
    assert found["wards"] == {"zone-west": None, "zone-east": None}


def test_two_wards_too_few_to_tell_hide_each_other(town, log) -> None:
    in_three(log, ("west", 12))
    for phone in "abc":
        log(phone, ("middle" if phone == "a" else "east", 9))
    found = patrolled.week(town, TODAY)["now"]["wards"]
    assert found["zone-west"]["stops"] == 3
    assert found["zone-middle"] is found["zone-east"] is None


def test_how_many_went_on_foot_is_told_where_that_tells_of_nobody(town, log) -> None:
    in_three(log, ("west", 12), way="bicicleta")
    assert patrolled.week(town, TODAY)["now"]["on_foot"] == 3
    log("d", ("west", 12), way="vehiculo")
    assert patrolled.week(town, TODAY)["now"]["on_foot"] is None
    for phone in "ef":
        log(phone, ("west", 12), way="moto")
    assert patrolled.week(town, TODAY)["now"]["on_foot"] == 3


def test_only_what_was_approved_counts_and_what_waits_is_told(town, log) -> None:
    in_three(log, ("west", 12), standing=Standing.WAITING)
    in_three(log, ("west", 12), standing=Standing.REJECTED)
    found = patrolled.week(town, TODAY)
    assert (found["now"], found["before"], found["waiting"]) == ({}, {}, 3)
    first = Submission.objects.filter(standing=Standing.WAITING).first()
    reviewing.judge(submission=first, standing=Standing.APPROVED, comment="", by=COMMAND_LINE)
    # Of two that wait it could be told whose they are.
    assert patrolled.week(town, TODAY)["waiting"] is None


def test_a_stop_without_a_point_is_where_its_telephone_works(town, log) -> None:
    in_three(log, ("nowhere", 12))
    assert patrolled.week(town, TODAY)["now"]["wards"] == {"": {"shifts": 3, "stops": 3, "minutes": 36}}
    ward = Area.objects.get(stable_id="zone-west")
    assert patrolled.week(ward, TODAY)["now"] == {}


def test_a_ward_is_told_of_its_own_stops_alone(town, log) -> None:
    in_three(log, ("west", 12), ("east", 20))
    ward = Area.objects.get(stable_id="zone-east")
    assert patrolled.week(ward, TODAY)["now"]["minutes"] == 60


def test_a_ward_that_the_town_keeps_back_is_not_told_in_a_meeting_of_its_own(town, log) -> None:
    """Of the town less the west would be left the one stop in the east."""
    west, east = (Area.objects.get(stable_id=f"zone-{name}") for name in ("west", "east"))
    in_three(log, ("west", 12))
    assert patrolled.week(west, TODAY)["now"]["stops"] == 3
    log("a", ("east", 40))
    assert patrolled.week(town, TODAY)["now"]["stops"] == 4
    assert patrolled.week(west, TODAY)["now"] == {"too_few": True}
    assert patrolled.week(east, TODAY)["now"] == {"too_few": True}


def test_it_says_where_something_was_promised_and_nobody_stopped(town, log) -> None:
    in_three(log, ("west", 12), ("middle", 12))
    spots = ((WARDS["west"], NORTH), (WARDS["west"] + 0.001, NORTH), (WARDS["east"], NORTH))
    asked = Asked(promised=("zone-east", "zone-west"), spots=spots, metres=150.0)
    found = patrolled.week(town, TODAY, asked)["now"]
    assert (found["promised"], found["missed"]) == (2, ["zone-east"])
    assert (found["spots"], found["spots_visited"]) == (3, 2)


def test_what_was_done_is_told_of_three_telephones(town, log) -> None:
    in_three(log, ("west", 12))
    in_three(log, ("west", 12), done="escuela")
    log("a", ("west", 12), done="control")
    # "control" alone would follow from the whole: the smallest of the others is kept back with it.
    assert patrolled.week(town, TODAY)["now"]["done"] == {"control": None, "escuela": None, "presencia": 3}


def test_without_the_form_no_stop_is_told_of(town) -> None:
    assert patrolled.week(town, date(2026, 11, 28)) == {
        "now": {}, "before": {}, "waiting": None, "first": "2026-11-16", "last": "2026-11-22",
    }  # fmt: skip


def test_whoever_may_read_no_log_is_told_the_same_counts(town, log, person) -> None:
    in_three(log, ("west", 12))
    mayor = person(Role.MAYOR, area=town)
    with walls.raised_for(mayor):
        assert not Submission.objects.visible_to(mayor).exists()
        assert patrolled.week(town, TODAY)["now"]["stops"] == 3
