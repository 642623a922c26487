"""The second wall: what PostgreSQL itself lets through when the first wall was forgotten."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confianza.web.accounts.models import Grant, Purpose, Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.lib import walls
from confianza.web.records import queries
from confianza.web.records.models import Custody, State, Upload
from confianza.web.records.tests import places
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Containment, Generation

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall")

UPLOADS = "SELECT area.stable_id FROM records_upload JOIN territory_area area ON area.id = area_id"
CUSTODY = "SELECT delivery_id FROM records_custody ORDER BY delivery_id"


class Nobody:
    is_authenticated = False


@pytest.fixture
def rows(town, ana):
    """An upload and a delivery of each town, and of the whole installation."""
    for name in (places.HERE, places.THERE, None):
        Upload.objects.create(area=town.get(name), brought_by=ana)
        Custody.objects.create(area=town.get(name), delivery_id=f"00001-{name}")


def told(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def changed(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


@postgresql
def test_the_tests_speak_as_somebody_whom_the_wall_binds():
    assert told("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") == [False]
    owned = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
    assert told(owned) == [0]


@postgresql
def test_raw_sql_finds_only_what_the_person_reaches(rows, ana, olga):
    for person, name in ((ana, places.HERE), (olga, places.THERE)):
        with walls.raised_for(person):
            assert told(UPLOADS) == [name]
            assert told(CUSTODY) == [f"00001-{name}"]
    assert len(told("SELECT id FROM records_upload")) == 3


@postgresql
def test_who_reaches_everywhere_finds_everything_that_the_role_reads(rows, person):
    with walls.raised_for(person(Role.NATIONAL_COORDINATOR)):
        assert len(told(CUSTODY)) == 3
        assert told(UPLOADS) == []
    with walls.raised_for(person(Role.ANALYST, purpose=Purpose.PREVENTION)):
        assert len(told(CUSTODY)) == 3
        assert told(UPLOADS) == []


@postgresql
def test_nobody_finds_nothing(rows):
    with walls.raised_for(Nobody()):
        assert told(UPLOADS) == told(CUSTODY) == []


@postgresql
def test_a_connection_that_nobody_told_who_asks_finds_nothing(rows):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user_id', '', true)")
        assert told(UPLOADS) == told(CUSTODY) == []
        cursor.execute("SELECT set_config('app.user_id', 'installation', true)")


@postgresql
@pytest.mark.parametrize("asking", ["1 OR 1=1", "-1", "installation ", "99999999999999999999"])
def test_a_name_that_is_no_number_is_nobody(rows, asking):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user_id', %s, true)", [asking])
        assert told(UPLOADS) == told(CUSTODY) == []
        cursor.execute("SELECT set_config('app.user_id', 'installation', true)")


@postgresql
def test_a_closed_account_finds_nothing(rows, ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)
    with walls.raised_for(ana):
        assert told(UPLOADS) == []


@postgresql
def test_what_is_not_reached_is_neither_changed_nor_deleted(rows, olga):
    with walls.raised_for(olga):
        assert changed("UPDATE records_upload SET office = 'x'") == 1
        assert changed("DELETE FROM records_upload") == 1
        assert changed("DELETE FROM records_custody") == 0
    assert sorted(told(UPLOADS)) == [places.HERE]
    assert len(told(CUSTODY)) == 3


@postgresql
def test_nothing_is_put_into_an_area_that_is_not_reached(town, olga):
    with walls.raised_for(olga):
        Upload.objects.create(area=town[places.THERE], brought_by=olga)
        for area in (town[places.HERE], None):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Upload.objects.create(area=area, brought_by=olga)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Upload.objects.update(area=town[places.HERE])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Custody.objects.create(area=town[places.THERE], delivery_id="00002-mine")


@postgresql
def test_a_view_that_forgot_to_ask_shows_nothing_all_the_same(
    monkeypatch, client, town, ana, olga, workspace
):
    upload = Upload.objects.create(area=town[places.HERE], brought_by=ana, state=State.REFUSED)
    forgetful = lambda user: Upload.objects.select_related("brought_by")  # noqa: E731
    monkeypatch.setattr(queries, "uploads", forgetful)
    address = reverse("records:upload", args=[upload.pk])
    client.force_login(olga)
    assert client.get(address).status_code == 404
    client.force_login(ana)
    assert client.get(address).status_code == 200


@postgresql
def test_the_wall_is_as_it_was_after_the_block_whatever_happened(rows, olga):
    def work_and_fail():
        with walls.raised_for(olga):
            with walls.lowered():
                assert len(told(CUSTODY)) == 3
            assert len(told(CUSTODY)) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_and_fail()
    assert len(told(CUSTODY)) == 3
    assert walls.who_asks() == walls.INSTALLATION


# --- any territory, any grants: both walls let through the same -------------------------------------

PARENTS = st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=1, max_size=7)


@given(
    parents=PARENTS,
    granted=st.lists(
        st.tuples(
            st.sampled_from([Role.ANALYST, Role.MAYOR]),
            st.one_of(st.none(), st.integers(0, 6)),
            st.booleans(),
        ),
        max_size=3,
    ),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_is_visible_exactly_where_a_grant_lies_above_it(db, parents, granted):
    with transaction.atomic():
        person, above = _drawn(parents, granted)
        _check(person, above, granted)
        transaction.set_rollback(True)


def _drawn(parents, granted):
    """Make areas below earlier ones, a row for each and one for everywhere, and a person with grants."""
    areas, above = [], []
    for number, parent in enumerate(parents):
        parent = None if parent is None or number == 0 else parent % number
        area = Area.objects.create(
            stable_id=f"zone-{number}", geography="administrative", level="zone", code=number
        )
        Generation.objects.create(
            area=area, parent=None if parent is None else areas[parent], name=number,
            valid_from="2001-01-01", origin="test",
        )  # fmt: skip
        areas.append(area)
        above.append({number} | (above[parent] if parent is not None else set()))
    containments.rebuild(by=COMMAND_LINE)
    person = User.objects.create_user("olga")
    for role, number, is_current in granted:
        area = None if number is None else areas[number % len(areas)]
        ends = None if is_current else "2002-01-01T00:00Z"
        Grant.objects.create(
            person=person, role=role, area=area, purpose=Purpose.OBSERVATORY, given_by="test",
            begins_at="2001-01-01T00:00Z", ends_at=ends,
        )  # fmt: skip
    for number, area in enumerate([*areas, None]):
        Upload.objects.create(area=area, brought_by=person, office=str(number))
        Custody.objects.create(area=area, delivery_id=str(number))
    return person, above


def _check(person, above, granted):
    roots = {n if n is None else n % len(above) for role, n, now in granted if now and role == Role.ANALYST}
    expected = {str(n) for n, holders in enumerate(above) if None in roots or holders & roots}
    if None in roots:
        expected.add(str(len(above)))
    offices = Upload.objects.visible_to(person).values_list("office", flat=True)
    assert set(offices) == expected
    readers = set(Custody.objects.visible_to(person).values_list("delivery_id", flat=True))
    assert expected <= readers
    if connection.vendor == "postgresql":
        with walls.raised_for(person):
            assert set(told("SELECT office FROM records_upload")) == expected
            assert set(told(CUSTODY)) == readers


def test_containment_is_what_both_walls_stand_on(town):
    inside = Containment.objects.filter(outer=town["commissariat-71"]).values_list(
        "inner__stable_id", flat=True
    )
    assert set(inside) == {"commissariat-71", "zone-230101"}
