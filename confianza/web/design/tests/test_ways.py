"""A page says what it shows, and rooms it does not know answer where one may go on."""

from types import SimpleNamespace

from django.template import Context, Template
from django.test import RequestFactory

from confianza.web.design import ways
from confianza.web.design.ways import Sight, Way


def drawn(monkeypatch, text, answer, **context):
    """Draw a template on a page whose rooms answer with `answer(user, sights)`."""
    monkeypatch.setattr(ways, "rooms_that", lambda offer: [SimpleNamespace(ways_on=answer)])
    request = RequestFactory().get("/mapa/?area=zone-1")
    request.user = "Rosa"
    return Template("{% load figures %}" + text).render(Context({"request": request, **context}))


def test_rooms_are_asked_with_what_the_page_shows_and_where_it_stands(monkeypatch) -> None:
    asked = []
    drawn(
        monkeypatch,
        '{% ways_on "hot_spot" more text="Zona 1" area="zone-1" %}',
        lambda user, sights: asked.append((user, sights)) or [],
        more=[Sight("hot_spot", "Una celda")],
    )
    here = "/mapa/?area=zone-1"
    page = Sight("hot_spot", "Zona 1", "zone-1", address=here)
    assert asked == [("Rosa", [page, Sight("hot_spot", "Una celda", address=here)])]


def test_what_stands_there_already_comes_before_what_can_be_begun(monkeypatch) -> None:
    answer = [Way("Abrir", "/nuevo/", begins=True), Way("Robos", "/7/")]
    page = drawn(monkeypatch, '{% ways_on "incidents" %}', lambda user, sights: answer)
    assert page.index('href="/7/"') < page.index('href="/nuevo/"')


def test_nothing_is_drawn_where_no_room_answers(monkeypatch) -> None:
    assert drawn(monkeypatch, '{% ways_on "survey" %}', lambda user, sights: []).strip() == ""
