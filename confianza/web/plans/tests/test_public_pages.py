"""What a neighbour reads of problems, promises and plans on the public site, and follows in a feed."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from confianza.web.community import published as community
from confianza.web.community.published import Gathering
from confianza.web.plans.actions import commitments, problems
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.models import Standing
from confianza.web.plans.published import commitments as plans
from confianza.web.plans.rules.problems import Seen
from confianza.web.public_site import pages, promise_pages, queries

SOON = timezone.localdate() + timedelta(days=9)
INSIDE = ("Lo que se dijo adentro", "Acta con nombres", "Llegó tarde el camión")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def problem(towns, people):
    made = problems.open_problem(
        title="Título de adentro", area=towns.ward, leader=people.commander, next_on=SOON,
        seen=Seen("other", "Lo que se dijo adentro"), offence="robbery", by=people.commander,
    )  # fmt: skip
    problems.publish(problem=made, title="Robos en una parada", by=people.mayor)
    return made


@pytest.fixture
def promise(towns, people, problem):
    made = commitments.promise(
        area=towns.ward, what="Lo que se dijo adentro", whose="municipality", owner=people.mayor,
        due_on=SOON, cause=Cause(problem=problem), by=people.mayor,
    )  # fmt: skip
    commitments.publish(commitment=made, text="Seis lámparas encendidas", by=people.mayor)
    return made


def read(view, *args, language="es", **query):
    """Return what a page says to whoever has no account, without its tags; None where it is not there."""
    told = {"idioma": language, **query}
    answer = Client().get(reverse(f"public_site:{view}", args=args), told)
    if answer.status_code != 200:
        return None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def entries(view, *args):
    answer = Client().get(reverse(f"public_site:{view}", args=args))
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_a_promise_is_read_in_public_words_and_nobody_is_named(promise, people) -> None:
    commitments.put_off(commitment=promise, due_on=SOON + timedelta(days=5), words=INSIDE[2], by=people.mayor)
    commitments.move(commitment=promise, to=Standing.KEPT, words=INSIDE[1], by=people.mayor)
    for page in (read("promises"), read("promise", promise.pk), read("promise", promise.pk, language="en")):
        assert "Seis lámparas encendidas" in page
        hidden = (*INSIDE, "Título de adentro", people.mayor.display_name, people.mayor.username)
        assert [word for word in hidden if word in page] == []


def test_each_step_of_a_promise_comes_with_its_feed(promise, people) -> None:
    commitments.put_off(commitment=promise, due_on=SOON + timedelta(days=5), words=INSIDE[2], by=people.mayor)
    commitments.move(commitment=promise, to=Standing.KEPT, words=INSIDE[1], by=people.mayor)
    titles = entries("promise_feed", promise.pk)
    assert [title.split(",")[0] for title in titles] == ["Cumplido", "Prometido", "Prometido"]
    assert len(entries("promises_feed")) == 3
    assert "Seis lámparas" in entries("promises_feed")[0]


def test_what_is_not_public_is_not_there(promise, problem, plan, people) -> None:
    commitments.publish(commitment=promise, text="", by=people.mayor)
    problems.publish(problem=problem, title="", by=people.mayor)
    wanted = (
        ("promise", promise.pk),
        ("problem", problem.pk),
        ("plan", plan.pk),
        ("promise_feed", promise.pk),
    )
    assert [read(view, number) for view, number in wanted] == [None] * 4
    assert "Seis lámparas" not in read("promises")


def test_problem_and_promise_lead_to_each_other(promise, problem) -> None:
    assert "Robos en una parada" in read("promise", promise.pk)
    page = read("problem", problem.pk)
    assert "Seis lámparas encendidas" in page
    assert "Todavía no se sabe" in page
    assert "Robos en una parada" in read("promises")


def test_an_approved_plan_is_read_word_for_word_with_how_the_meeting_voted(approved) -> None:
    page = read("plan", approved.pk)
    version = approved.versions.get(approved_on__isnull=False)
    assert version.sha256 in page
    assert version.content["title"] in page
    assert f"{version.in_favour} a favor" in page
    assert version.content["title"] in read("plans")


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (0, "Todavía no venció ningún compromiso."),
        (1, "De 1 compromiso que vencía hasta hoy se cumplió 1."),
    ],
)
def test_how_many_promises_were_kept_is_said_in_a_sentence(promise, people, due, sentence) -> None:
    if due:
        today = timezone.localdate()
        type(promise).objects.filter(pk=promise.pk).update(due_on=today, first_due_on=today)
        promise.refresh_from_db()
        commitments.move(commitment=promise, to=Standing.KEPT, words="Acta", by=people.mayor)
    assert sentence in read("promises")


def glance():
    everywhere = promise_pages.glance(promise_pages.where(""))
    return everywhere.asked, everywhere.promised, everywhere.kept, everywhere.late


def test_at_one_glance_it_is_seen_what_was_promised_kept_and_is_late(promise, people) -> None:
    assert glance() == (0, 1, 0, 0)
    type(promise).objects.filter(pk=promise.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert glance() == (0, 1, 0, 1)
    promise.refresh_from_db()
    commitments.move(commitment=promise, to=Standing.KEPT, words="Acta", by=people.mayor)
    assert glance() == (0, 1, 1, 0)
    assert "Cumplidos 1" in read("promises")


def test_where_nothing_was_promised_the_meetings_are_named(db) -> None:
    assert "Las reuniones son el lugar para pedir" in read("promises")


def test_pages_that_are_kept_are_made_anew_with_every_step_and_on_a_new_day(
    promise, people, monkeypatch
) -> None:
    states = [queries.what_was_promised(), queries.what_was_promised()]
    commitments.move(commitment=promise, to=Standing.KEPT, words="Acta", by=people.mayor)
    states.append(queries.what_was_promised())
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    states.append(queries.what_was_promised())
    assert states[0] == states[1]
    assert len(set(states)) == 3


def test_what_one_place_gains_and_another_loses_makes_pages_anew_too(promise, towns, people) -> None:
    before = queries.what_was_promised()
    commitments.publish(commitment=promise, text="", by=people.mayor)
    elsewhere = commitments.promise(
        area=towns.here, what="Lo que se dijo adentro", whose="municipality", owner=people.mayor,
        due_on=SOON, cause=Cause(), by=people.mayor,
    )  # fmt: skip
    commitments.publish(commitment=elsewhere, text="Una calle limpia", by=people.mayor)
    assert plans.counts() == plans.Counts(promised=1, kept=0, late=0)
    assert queries.what_was_promised() != before


def test_a_place_is_told_of_its_own_meetings_and_of_those_around_it_and_of_no_others(monkeypatch) -> None:
    tree = {"town": None, "ward": "town", "street": "ward", "other": "town"}
    choices = [
        pages.Choice(queries.Place(key, key, "zone", parent, "administrative"), 0)
        for key, parent in tree.items()
    ]
    called = [Gathering(key, key, key, "", timezone.now(), "", ()) for key in (*tree, "elsewhere")]
    monkeypatch.setattr(community, "gatherings", lambda: called)

    def told(place):
        return [each.key for each in promise_pages.nearby(promise_pages.Where(place, place, choices))]

    assert told("ward") == ["town", "ward", "street"]
    assert told("town") == ["town", "ward", "street", "other"]
    assert told("") == ["town", "ward", "street", "other", "elsewhere"]
