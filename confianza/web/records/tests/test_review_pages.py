import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry
from confianza.web.records.models import PairDecision
from confianza.web.records.tests import linked, places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


@pytest.fixture
def told(town, ana, olga):
    """Both towns' police and morgue have delivered, and everything is linked."""
    linked.tell("2301", by=ana)
    linked.tell("2302", by=olga)
    linked.link()


@pytest.fixture
def anas_browser(signed_in, town):
    return signed_in(Role.ANALYST, area=town[places.HERE])


@pytest.fixture
def leonels_browser(signed_in):
    return signed_in(Role.NATIONAL_COORDINATOR)


def text(response) -> str:
    return response.content.decode()


def test_the_queue_lists_the_pairs_of_the_own_town_the_one_that_changes_most_first(told, anas_browser):
    page = anas_browser.get(reverse("records:reviews"))
    listed = [pair.key for pair, _ in page.context["listed"]]
    assert listed == linked.waiting_in("2301")
    assert "Luciérnaga" not in text(page)


def test_the_analyst_reads_names_side_by_side_and_the_account_says_so(told, anas_browser):
    page = text(anas_browser.get(reverse("records:pair", args=linked.waiting_in("2301")[0])))
    assert page.count("Luciérnaga") == 2
    opened = Entry.objects.get(action="records.open_identities")
    assert (opened.kind, opened.details["people"]) == ("read", 2)


def test_the_coordinator_sees_how_they_compare_and_no_name(told, leonels_browser):
    page = text(leonels_browser.get(reverse("records:pair", args=linked.waiting_in("2301")[0])))
    assert "Luciérnaga" not in page
    assert "2024" not in page.split("<main")[1].split("</main>")[0]
    assert "<svg" in page
    assert not Entry.objects.filter(action="records.open_identities").exists()


def decide(browser, pair, verdict="same"):
    told = {"verdict": verdict, "reason": "Coinciden en todo."}
    return browser.post(reverse("records:decide_pair", args=pair), told)


def test_two_people_decide_and_the_next_pair_is_shown(told, anas_browser, leonels_browser):
    from confianza.web.records.queries import reviews

    first, second = linked.waiting_in("2301")
    response = decide(anas_browser, first)
    assert response["Location"] == reverse("records:pair", args=second)
    assert reviews.decisions_frame().is_empty()
    decide(leonels_browser, first)
    assert reviews.decisions_frame().rows() == [(*first, True)]
    assert PairDecision.objects.count() == 2


def test_whoever_has_spoken_does_not_speak_twice(told, anas_browser):
    first = linked.waiting_in("2301")[0]
    decide(anas_browser, first)
    decide(anas_browser, first, "different")
    assert PairDecision.objects.get().verdict == "same"


def test_what_was_said_is_taken_back_and_stays_in_the_history(told, anas_browser):
    first = linked.waiting_in("2301")[0]
    decide(anas_browser, first)
    anas_browser.post(reverse("records:undo_pair", args=first), {"undone_reason": "Me equivoqué."})
    page = anas_browser.get(reverse("records:pair", args=first))
    assert page.context["pair"].state == "waiting"
    assert "Me equivoqué." in text(page)


def test_another_towns_pair_is_not_there(told, anas_browser):
    theirs = linked.waiting_in("2302")[0]
    assert anas_browser.get(reverse("records:pair", args=theirs)).status_code == 404
    assert decide(anas_browser, theirs).status_code == 404


def test_cases_are_listed_and_each_shows_every_claim(told, anas_browser):
    page = anas_browser.get(reverse("records:cases"))
    assert page.context["total"] == 5
    for case in page.context["page"]:
        shown = anas_browser.get(reverse("records:case", args=[case.key]))
        assert shown.status_code == 200
        assert "Filiberta" not in text(shown)
        assert "Filiberta" in text(
            anas_browser.get(reverse("records:case", args=[case.key]), {"nombres": "1"})
        )


def test_a_word_without_a_reason_is_asked_for_again_and_not_kept(told, anas_browser):
    first = linked.waiting_in("2301")[0]
    page = anas_browser.post(reverse("records:decide_pair", args=first), {"verdict": "same"})
    assert page.context["form"].errors["reason"]
    assert not PairDecision.objects.exists()
    decide(anas_browser, first)
    page = anas_browser.post(reverse("records:undo_pair", args=first), {"undone_reason": ""})
    assert page.context["undo_form"].errors
    assert PairDecision.objects.standing().exists()


def test_who_said_nothing_has_nothing_to_take_back(told, anas_browser, leonels_browser):
    first = linked.waiting_in("2301")[0]
    decide(anas_browser, first)
    address = reverse("records:undo_pair", args=first)
    page = leonels_browser.post(address, {"undone_reason": "No me gusta."}, follow=True)
    assert "Solo lo retira quien lo dijo." in text(page)
    assert PairDecision.objects.standing().exists()


def test_the_queue_shows_what_was_said_in_the_state_one_asks_for(told, anas_browser):
    first = linked.waiting_in("2301")[0]
    decide(anas_browser, first)
    listed = {
        state: len(anas_browser.get(reverse("records:reviews"), {"state": state}).context["listed"])
        for state in ("", "all", "one_opinion", "disputed")
    }
    assert listed == {"": 1, "all": 2, "one_opinion": 1, "disputed": 0}


def test_cases_are_found_by_status_source_series_and_disagreement(told, anas_browser):
    def found(**wanted):
        return anas_browser.get(reverse("records:cases"), wanted).context["total"]

    assert found(disagreeing="on") == 1
    assert found(source="canonical_es") == 5
    assert found(series="homicide", status="reported") == 5
    assert found(status="validated") == 0
    assert found(status="no such") == 5


def test_before_anything_is_linked_the_pages_teach(anas_browser):
    for name in ("reviews", "cases", "meetings", "prepare_meeting"):
        assert 'class="empty"' in text(anas_browser.get(reverse(f"records:{name}")))


def test_another_victim_of_the_same_event_is_a_click_away(town, ana, anas_browser, monkeypatch):
    linked.tell("2301", by=ana)
    linked.link(one_event=True)
    case = linked.cases_in("2301")[0]
    page = anas_browser.get(reverse("records:case", args=[case]))
    assert len(page.context["others"]) == 4


def test_home_says_how_many_pairs_wait_and_the_mayor_learns_nothing(told, anas_browser, gloria_the_mayor):
    home = reverse("accounts:home")
    assert reverse("records:pair", args=linked.waiting_in("2301")[0]) in text(anas_browser.get(home))
    assert "/parejas/" not in text(gloria_the_mayor.get(home))
