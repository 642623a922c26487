import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from confianza.web.lib import doors
from tests.support.people import standing_as

pytestmark = pytest.mark.django_db


@doors.open_when(lambda user: user.holds("analyst"))
def page(request, number: int = 0) -> HttpResponse:
    return HttpResponse(f"inside {number}")


def visited_by(rf, user, **kwargs) -> HttpResponse:
    request = rf.get("/registros/?a=1")
    request.user = user
    return page(request, **kwargs)


def test_it_opens_to_whom_it_may(rf) -> None:
    insider = standing_as("analyst")
    assert visited_by(rf, insider, number=7).content == b"inside 7"


def test_it_is_invisible_to_everybody_else(rf) -> None:
    with pytest.raises(Http404):
        visited_by(rf, standing_as("mayor"))


def test_it_asks_whoever_has_not_logged_in_to_do_so_and_to_come_back(rf) -> None:
    answer = visited_by(rf, AnonymousUser())
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/registros/%3Fa%3D1")


def test_every_kind_of_door_says_to_whom_it_opens() -> None:
    assert doors.door_of(page).opens_to == "permitted"
    assert doors.door_of(doors.open_to_everyone(lambda request: None)).opens_to == "everyone"
    assert doors.door_of(doors.open_to_signed_in(lambda request: None)).opens_to == "signed_in"
    assert doors.door_of(lambda request: None) is None
