from datetime import date, timedelta

import pytest

from confianza.web.tips.rules import deadlines, pace, scrubbing, standing
from confianza.web.tips.rules.standing import Line

TOLD = date(2026, 11, 2)
MOVED = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("state", "danger", "waits", "due"),
    [
        ("new", False, None, ("answer", 3)),
        ("new", True, None, ("take_up", 0)),
        ("triaged", False, None, ("answer", 3)),
        ("assigned", True, None, ("answer", 0)),
        ("answered", False, None, ("close", 38)),
        ("answered", False, TOLD + timedelta(days=9), ("reply", 12)),
        ("closed", False, None, None),
        ("closed", False, TOLD + timedelta(days=9), ("reply", 12)),
    ],
)
def test_what_is_due_by_when(state, danger, waits, due):
    found = deadlines.due(state, TOLD, MOVED, is_danger=danger, teller_waits_since=waits)
    assert (found and (found.what, (found.on - TOLD).days)) == due


@pytest.mark.parametrize(
    ("days", "counted"),
    [(0, "answered_3"), (3, "answered_3"), (4, "answered_10"), (30, "answered_30"), (31, "answered_later")],
)
def test_how_soon_an_answer_came(days, counted):
    assert pace.pace_of(days) == counted


def line(what, day=1, by="7", **told):
    return Line(what, by, f"persona {by}", date(2026, 11, day), told)


def test_lines_fold_into_where_a_tip_stands():
    found = standing.of(
        [
            line("read"),
            line("graded", source="B", information="2"),
            line("labelled", labels=["mercado"]),
            line("assigned", person="9", called="Nueve"),
            line("noted", text="Coincide."),
            line("answered", day=3, place=1),
            line("closed", day=4, outcome="arrest", text=""),
            line("reopened", day=5, reason="Sigue."),
            line("graded", source="A", information="1"),
        ]
    )
    assert (found.grade, found.labels, found.assigned_to, found.outcome) == ("A1", ["mercado"], "9", "")
    assert found.answered_on == date(2026, 11, 3)
    assert [one.what for one in found.moves] == ["closed", "reopened"]
    assert len(found.notes) == len(found.readers) == 1


def test_a_line_reads_as_it_was_written():
    one = line("handed_over", to="case", text="x", grade="B2")
    assert Line.of(one.plain()) == one


def test_who_read_today_is_written_once_a_day():
    found = standing.of([line("read", day=2)])
    assert standing.has_read(found, "7", date(2026, 11, 2))
    assert not standing.has_read(found, "7", date(2026, 11, 3))
    assert not standing.has_read(found, "8", date(2026, 11, 2))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("En el taller se cobran cuotas semanales.", set()),
        ("Yo lo vi en el taller.", {"first_person"}),
        ("La vecina de enfrente lo vio.", {"nearness"}),
        ("Quien avisó dice que es peligroso.", {"the_teller"}),
        ("Se le llama al 5555-1234.", {"telephone"}),
        ("Pasó el 12 de mayo de 2026 a las 20:30.", set()),
        ("Un hombre espera en el taller de motos cada viernes.", {"own_words"}),
        ("My cousin works there.", {"first_person", "nearness"}),
    ],
)
def test_what_may_tell_on_the_teller_is_shown(text, codes):
    told = ["El que cobra espera en el taller de motos y anota."]
    assert {one.code for one in scrubbing.tellings(text, told)} == codes


def test_the_longest_run_of_the_tellers_own_words_is_told_once():
    told = ["uno dos tres cuatro cinco seis siete ocho"]
    found = scrubbing.tellings("antes uno dos tres cuatro cinco seis siete después", told)
    assert [one.words for one in found] == ["uno dos tres cuatro cinco seis siete"]
