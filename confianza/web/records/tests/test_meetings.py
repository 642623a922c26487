"""Validation meetings: what is put before them, what they make of it, and that the next linkage heard it."""

from datetime import date

import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry
from confianza.web.records import rules
from confianza.web.records.actions import meetings as actions
from confianza.web.records.actions import reviews
from confianza.web.records.models import CaseOutcome, PairDecision, ValidationMeeting
from confianza.web.records.queries import cases, meetings
from confianza.web.records.queries.linkage import latest_linkage
from confianza.web.records.queries.reviews import decisions_frame
from confianza.web.records.tests import linked, places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


@pytest.fixture
def told(town, ana, olga):
    linked.tell("2301", by=ana)
    linked.tell("2302", by=olga)
    linked.link()


@pytest.fixture
def browser(signed_in, town):
    return signed_in(Role.ANALYST, area=town[places.HERE])


@pytest.fixture
def disputed(told, town, ana, person):
    pair, areas = linked.waiting_in("2301")[0], (town[places.HERE],) * 2
    for who, verdict in ((ana, "same"), (person(Role.NATIONAL_COORDINATOR), "different")):
        reviews.decide(pair=pair, areas=areas, verdict=verdict, reason="Por la edad.", by=who)
    return pair


@pytest.fixture
def meeting(browser, disputed):
    """A meeting prepared on the page, about the only case that sources tell apart and the disputed pair."""
    sent = {
        "held_on": "2026-12-03",
        "place": "Alcaldía",
        "institutions": "Policía\nMorgue\nPolicía",
        "cases": linked.cases_in("2301")[:1],
        "pairs": [" ".join(disputed)],
    }
    response = browser.post(reverse("records:prepare_meeting"), sent)
    assert response.status_code == 302
    return ValidationMeeting.objects.get()


def settle(browser, meeting, **sent):
    told = {"reason": "El acta de defunción lo dice.", **sent}
    return browser.post(reverse("records:settle_case", args=[meeting.pk, meeting.cases[0]]), told)


def text(response):
    return response.content.decode()


def test_only_cases_on_which_sources_disagree_are_offered_and_only_of_the_own_town(told, ana, olga):
    linkage = latest_linkage()
    assert [case.key for case in meetings.to_discuss(ana, linkage)] == linked.cases_in("2301")[:1]
    assert [case.key for case in meetings.to_discuss(olga, linkage)] == linked.cases_in("2302")[:1]


def test_the_agenda_keeps_records_and_names_nobody(meeting, browser, disputed):
    assert meeting.area.stable_id == places.HERE
    assert meeting.institutions == ["Policía", "Morgue"]
    assert meeting.pairs == [disputed]
    assert len(meeting.agenda["cases"][0]["records"]) == 2
    page = text(browser.get(reverse("records:meeting", args=[meeting.pk])))
    assert "Arcoíris" not in page
    assert "29 años" in page
    assert "23 años" in page


def test_an_agenda_of_nothing_is_refused(browser, told):
    sent = {"held_on": "2026-12-03", "place": "Alcaldía", "institutions": "Policía"}
    page = browser.post(reverse("records:prepare_meeting"), sent)
    assert page.context["form"].non_field_errors()
    assert not ValidationMeeting.objects.exists()


def test_a_meeting_of_one_town_does_not_decide_about_another(told, town, ana, olga):
    records = cases.records_of(linked.cases_in("2302")[0], latest_linkage())
    with pytest.raises(rules.ReviewRefused, match="outside_the_area"):
        meetings.check_within(town[places.HERE], [record.delivery for record in records])
    meetings.check_within(town[places.THERE], [record.delivery for record in records])
    meetings.check_within(None, [record.delivery for record in records])


def test_a_validated_case_climbs_the_ladder_with_the_next_linkage_and_the_chosen_value_holds(
    meeting, browser, ana
):
    [before] = [case for case in cases.cases(ana, latest_linkage()) if case.key == meeting.cases[0]]
    settle(browser, meeting, outcome="validated", value_age="canonical_es")
    outcome = CaseOutcome.objects.get()
    assert (outcome.outcome, outcome.values) == ("validated", {"age": "canonical_es"})
    linked.link()
    after = cases.case(ana, before.key, latest_linkage())
    assert (before.status, after.status) == ("reported", "validated")
    assert after.row["age_why"] == "meeting"
    page = browser.get(reverse("records:case", args=[after.key]))
    assert [rung.reached for rung in page.context["ladder"]][-1]


def test_a_case_that_is_not_of_a_series_is_left_out_of_it(meeting, browser, ana):
    settle(browser, meeting, outcome="not_of_series", series="homicide")
    linked.link()
    assert "homicide" not in cases.case(ana, meeting.cases[0], latest_linkage()).series


def test_what_does_not_belong_together_is_said_on_the_page(meeting, browser):
    page = settle(browser, meeting, outcome="settled")
    assert page.status_code == 200
    assert not CaseOutcome.objects.exists()


def test_a_case_is_settled_once_until_that_is_taken_back(meeting, browser):
    settle(browser, meeting, outcome="stays_open")
    settle(browser, meeting, outcome="validated")
    outcome = CaseOutcome.objects.get()
    assert outcome.outcome == "stays_open"
    undo = reverse("records:undo_outcome", args=[meeting.pk, outcome.pk])
    browser.post(undo, {"undone_reason": ""})
    assert CaseOutcome.objects.standing().exists()
    browser.post(undo, {"undone_reason": "Se leyó mal el acta."})
    browser.post(undo, {"undone_reason": "Se leyó mal el acta."})
    settle(browser, meeting, outcome="validated")
    assert list(CaseOutcome.objects.values_list("outcome", flat=True)) == ["validated", "stays_open"]
    page = text(browser.get(reverse("records:case", args=[meeting.cases[0]])))
    assert "Se leyó mal el acta." in page


def test_what_a_meeting_took_back_does_not_hold_in_the_next_linkage(meeting, browser, ana):
    settle(browser, meeting, outcome="validated")
    outcome = CaseOutcome.objects.get()
    actions.undo(outcome=outcome, reason="Un error.", by=ana)
    linked.link()
    assert cases.case(ana, meeting.cases[0], latest_linkage()).status == "reported"


def test_a_meeting_decides_a_disputed_pair_and_that_may_be_taken_back(meeting, browser, disputed):
    address = reverse("records:settle_pair", args=[meeting.pk, *disputed])
    browser.post(address, {"verdict": "cannot_tell", "reason": "Nadie sabe."})
    assert decisions_frame().is_empty()
    browser.post(address, {"verdict": "same", "reason": "Hay huella."})
    browser.post(address, {"verdict": "different", "reason": "Otra vez."})
    assert decisions_frame().rows() == [(*disputed, True)]
    undo = reverse("records:undo_pair", args=disputed)
    browser.post(undo, {"undone_reason": "Lo mío primero."})
    browser.post(undo, {"undone_reason": "La huella era de otro."})
    assert decisions_frame().is_empty()
    assert PairDecision.objects.filter(meeting=meeting, undone_at__isnull=False).exists()


def test_what_is_not_on_the_agenda_is_not_settled(meeting, browser, ana, town):
    for address in (
        reverse("records:settle_case", args=[meeting.pk, "0" * 20]),
        reverse("records:settle_pair", args=[meeting.pk, "0" * 20, "1" * 20]),
        reverse("records:undo_outcome", args=[meeting.pk, 987654]),
    ):
        assert browser.post(address, {"outcome": "stays_open", "reason": "Nada."}).status_code == 404
    with pytest.raises(rules.ReviewRefused, match="not_on_the_agenda"):
        actions.settle(meeting=meeting, case="0" * 20, outcome="stays_open", reason="Nada.", by=ana)
    with pytest.raises(rules.ReviewRefused, match="not_on_the_agenda"):
        reviews.settle_pair(
            meeting=meeting, pair=("0" * 20, "1" * 20), areas=(None, None), verdict="same", reason="x", by=ana
        )
    with pytest.raises(rules.ReviewRefused, match="empty_agenda"):
        actions.prepare(
            held_on=date(2026, 12, 3), place="", institutions=[], linkage="",
            cases={}, pairs=[], area=None, by=ana,
        )  # fmt: skip


def test_final_minutes_close_the_meeting(meeting, browser):
    address = reverse("records:minutes", args=[meeting.pk])
    browser.post(address, {"institutions": "Policía\nMorgue", "minutes": "Se revisó todo."})
    browser.post(address, {"institutions": "Policía\nMorgue", "minutes": "Se revisó todo.", "close": "on"})
    browser.post(address, {"institutions": "Nadie", "minutes": "Otra cosa."})
    settle(browser, meeting, outcome="validated")
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.is_closed) == ("Se revisó todo.", True)
    assert not CaseOutcome.objects.exists()
    page = text(browser.get(reverse("records:meeting", args=[meeting.pk])))
    assert "Se revisó todo." in page
    assert reverse("records:minutes", args=[meeting.pk]) not in page
    assert text(browser.get(reverse("records:meetings"))).count("Acta definitiva") == 1


def test_every_step_is_in_the_account(meeting, browser, disputed):
    settle(browser, meeting, outcome="validated")
    browser.get(reverse("records:meeting", args=[meeting.pk]))
    done = set(Entry.objects.values_list("action", flat=True))
    assert {"records.prepare_meeting", "records.settle_case", "records.decide_pair"} <= done
    assert Entry.objects.filter(action="records.read_cases", kind="read").exists()
