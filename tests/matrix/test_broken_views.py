"""The matrix proves itself: a view broken on purpose is found, where it is broken and nowhere else."""

import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.urls import get_resolver

from confianza.web.lib import doors, walls
from confianza.web.records import permissions
from confianza.web.records.models import Upload
from confianza.web.records.queries import received
from tests.matrix import table, walk
from tests.matrix.table import ALLOWED, LOGIN, NOTHING_THERE, NOWHERE, OWN

pytestmark = pytest.mark.django_db
DECIDED = table.cells(table.lines())


def found_at(world, address, method="GET"):
    """Ask everybody about one address; return what differs, as the matrix test would say it."""
    asked = [
        cell
        for cell in sorted(DECIDED)
        if (cell.address, cell.method) == (address, method)
        and (cell.who not in NOWHERE or cell.jurisdiction == OWN)
    ]
    return walk.differences(DECIDED, walk.walk(world, asked), world)


def said(address, method, verdict, *expected):
    """Return what the matrix test says when everybody who should get one of `expected` gets `verdict`."""
    return [
        f"{cell.who} ({cell.jurisdiction}): {cell.method} {cell.address}: expected {decided}, got {verdict}"
        for cell, decided in sorted(DECIDED.items())
        if (cell.address, cell.method) == (address, method) and decided in expected
        if cell.who not in NOWHERE or cell.jurisdiction == OWN
    ]


@pytest.fixture
def broken(monkeypatch):
    """Put another view behind an address until the test ends: `broken("records:upload", view)`."""

    def put(address, view):
        room, name = address.split(":")
        _, resolver = get_resolver().namespace_dict[room]
        (pattern,) = (each for each in resolver.url_patterns if each.name == name)
        monkeypatch.setattr(pattern, "callback", view)

    return put


def test_the_house_as_it_is_differs_nowhere(world) -> None:
    for address in ("records:upload", "records:deliveries", "records:rejected_csv"):
        assert found_at(world, address) == []


def test_a_door_left_open_to_everyone_is_found(world, broken) -> None:
    broken("records:upload", doors.open_to_everyone(lambda request, **_: HttpResponse("open")))
    assert found_at(world, "records:upload") == said("records:upload", "GET", ALLOWED, NOTHING_THERE, LOGIN)


def test_a_door_that_opens_to_whoever_has_logged_in_is_found(world, broken) -> None:
    broken("records:upload", doors.open_to_signed_in(lambda request, **_: HttpResponse("open")))
    assert found_at(world, "records:upload") == said("records:upload", "GET", ALLOWED, NOTHING_THERE)


@doors.open_when(permissions.can_upload)
def careless(request, upload_id):
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise Http404
    return HttpResponse(str(upload))


def test_a_view_that_forgets_the_jurisdiction_is_found(world, broken) -> None:
    broken("records:upload", careless)
    found = ["analyst (other): GET records:upload: expected 404, got allowed"]
    # On PostgreSQL the second wall stands where the first was forgotten.
    assert found_at(world, "records:upload") == ([] if connection.vendor == "postgresql" else found)


def test_a_view_that_takes_down_both_walls_is_found_on_either_database(world, broken) -> None:
    @doors.open_when(permissions.can_upload)
    def reckless(request, upload_id):
        with walls.lowered():
            return careless.__wrapped__(request, upload_id)

    broken("records:upload", reckless)
    assert found_at(world, "records:upload") == [
        "analyst (other): GET records:upload: expected 404, got allowed"
    ]


def test_a_list_of_everything_is_found_by_what_it_shows(world, broken) -> None:
    @doors.open_when(permissions.can_read_deliveries)
    def everything(request):
        return HttpResponse(" ".join(each.id for each in received.deliveries()))

    broken("records:deliveries", everything)
    shows = f"shows what belongs to another town: {world.encinos.delivery}"
    assert found_at(world, "records:deliveries") == [
        f"{cell.who} (other): GET records:deliveries: {shows}"
        for cell, decided in sorted(DECIDED.items())
        if cell.address == "records:deliveries" and cell.jurisdiction == "other" and decided == ALLOWED
        if cell.who not in NOWHERE
    ]


def test_a_permission_loosened_to_every_role_is_found(world, monkeypatch) -> None:
    assert found_at(world, "records:bring") == []
    monkeypatch.setattr(permissions, "has_role", lambda person, *roles, **_: person.is_authenticated)
    assert found_at(world, "records:bring") == said("records:bring", "GET", ALLOWED, NOTHING_THERE)


def test_a_permission_lost_by_those_who_need_it_is_found(world, monkeypatch) -> None:
    monkeypatch.setattr(permissions, "has_role", lambda person, *roles, **_: False)
    assert found_at(world, "records:bring") == said("records:bring", "GET", NOTHING_THERE, ALLOWED)


def test_a_refusal_that_changes_something_all_the_same_is_found(world, broken) -> None:
    @doors.open_to_signed_in
    def treacherous(request, upload_id):
        Upload.objects.filter(pk=upload_id).update(office="")
        raise Http404

    broken("records:cancel", treacherous)
    found = [each for each in found_at(world, "records:cancel", "POST") if "mayor (own)" in each]
    assert len(found) == 1
    assert "refused and yet changed UPDATE" in found[0]


def test_an_address_nobody_decided_about_is_named_and_so_is_a_line_left_behind() -> None:
    known = {cell.address for cell in DECIDED}
    assert walk.strays({*known, "records:new"}, DECIDED) == ["records:new has no line in the matrix"]
    assert walk.strays(known - {"records:upload"}, DECIDED) == [
        "records:upload is in the matrix and nowhere else"
    ]
