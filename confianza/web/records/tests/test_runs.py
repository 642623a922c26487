"""Linking again: from the button until the linkage is kept, with what people decided."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.records import rules, tasks
from confianza.web.records.actions import linkage, reviews, runs
from confianza.web.records.models import LinkageRun
from confianza.web.records.queries.linkage import latest_linkage
from confianza.web.records.tests import linked, places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


def asked(by, then=lambda run: None):
    return runs.ask(reason="Llegó una corrección.", by=by, then=then)


def test_a_linkage_is_told_what_two_people_decided(town, ana, person, monkeypatch):
    from confianza.analysis.link import linking

    linked.tell("2301", by=ana)
    linked.link()
    [pair, _] = linked.waiting_in("2301")
    for who in (ana, person(Role.NATIONAL_COORDINATOR)):
        reviews.decide(pair=pair, areas=(town[places.HERE],) * 2, verdict="same", reason="Se sabe.", by=who)
    told = []
    monkeypatch.setattr(linking, "run", lambda *_, decisions, **__: told.append(decisions.rows()) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        runs.carry_out(run=asked(ana), by=ana)
    assert told == [[(*pair, True)]]


@pytest.mark.slow
def test_what_two_people_decided_holds_in_the_next_linkage(town, ana, person):
    for year in (2022, 2023, 2024):
        linked.tell("2301", by=ana, year=year)
    linked.link()
    here = town[places.HERE]
    against, unsure = linked.waiting_in("2301")[1], linked.waiting_in("2301")[0]
    for pair, verdict in ((against, "same"), (unsure, "different")):
        for who in (ana, person(Role.NATIONAL_COORDINATOR)):
            reviews.decide(pair=pair, areas=(here, here), verdict=verdict, reason="Se sabe.", by=who)
    run = runs.carry_out(run=asked(ana), by=ana)
    assert (run.state, run.progress, run.problem) == ("done", 100, {})
    made = latest_linkage()
    assert made.id == run.linkage
    whose = dict(made.records().select("record", "victim").iter_rows())
    assert whose[against[0]] == whose[against[1]]
    assert whose[unsure[0]] != whose[unsure[1]]
    decided = {
        (a, b): word for a, b, word in made.pairs().select("record_a", "record_b", "decided").iter_rows()
    }
    assert (decided[against], decided[unsure]) == ("same", "different")


def test_a_linkage_that_waits_is_not_asked_for_twice(ana):
    queued = []
    first = asked(ana, queued.append)
    assert asked(ana, queued.append) == first
    assert queued == [first]


def test_a_run_that_comes_twice_works_once(ana, monkeypatch):
    made = []
    monkeypatch.setattr(linkage, "link_workspace", lambda **told: made.append(told["reason"]) or "00001")
    run = runs.carry_out(run=asked(ana), by=ana)
    assert runs.carry_out(run=run, by=ana).linkage == "00001"
    assert made == ["Llegó una corrección."]


def test_what_nobody_foresaw_fails_the_run_and_is_raised_for_the_log(ana, monkeypatch):
    def broken(**told):
        told["progress"](20, "linking")
        raise RuntimeError("a defect")

    monkeypatch.setattr(linkage, "link_workspace", broken)
    run = asked(ana)
    with pytest.raises(RuntimeError):
        runs.carry_out(run=run, by=ana)
    run.refresh_from_db()
    assert (run.state, run.progress, run.problem["code"]) == ("failed", 20, "linkage_interrupted")


def test_what_was_foreseen_fails_the_run_with_its_reason(ana, monkeypatch):
    def refused(**told):
        raise rules.NotYours("area_not_said")

    monkeypatch.setattr(linkage, "link_workspace", refused)
    run = runs.carry_out(run=asked(ana), by=ana)
    assert (run.state, run.problem["code"]) == ("failed", "area_not_said")


def test_the_button_queues_a_linkage_and_the_page_says_how_far_it_is(signed_in, town, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks, "link_later", queued.append)
    browser = signed_in(Role.ANALYST, area=town[places.HERE])
    browser.post(reverse("records:link_again"), {"reason": ""})
    assert queued == []
    browser.post(reverse("records:link_again"), {"reason": "Llegó una corrección."})
    assert queued == [LinkageRun.objects.get()]
    assert b"hx-trigger" in browser.get(reverse("records:run_state")).content
    LinkageRun.objects.update(state="failed")
    assert b"hx-trigger" not in browser.get(reverse("records:run_state")).content


def test_a_worker_that_was_killed_takes_the_linkage_up_again(ana, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks, "link_later", queued.append)
    run = asked(ana)
    LinkageRun.objects.update(state="linking")
    tasks.catch_up()
    assert queued == [run]


def test_the_task_links_for_whoever_asked(ana, monkeypatch):
    monkeypatch.setattr(linkage, "link_workspace", lambda *, by, **told: f"by {by.pk}")
    run = asked(ana)
    tasks.link.call(run.pk)
    run.refresh_from_db()
    assert run.linkage == f"by {ana.pk}"


@pytest.mark.parametrize("fields", [{"progress": 101}, {"state": "done"}, {"linkage": "00001"}])
def test_the_register_refuses_a_run_that_cannot_be(ana, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkageRun.objects.create(asked_by=ana, reason="Porque sí.", **fields)
