"""From a pair of records to the validation meeting, as the analyst and the coordinator see it."""

import re

from django.urls import reverse

from tests.journeys.steps import follow, unfold

SEND = "main form[method=post]"
WORD = "Coinciden el día y los apellidos."


def test_two_people_say_whether_two_records_are_of_one_victim(open_page, seen) -> None:
    def opened(path: str, as_: str):
        return open_page(path, as_=as_, width=seen.width, language=seen.language)

    analyst = opened(reverse("records:reviews"), "ana")
    follow(analyst, ".pairs a")
    seen(analyst, "pair-to-decide")
    first = analyst.url
    _say(analyst, "same")
    assert analyst.url != first
    analyst.goto(first)
    seen(analyst, "pair-waits-for-a-second-person")

    coordinator = opened(first, "leonel")
    seen(coordinator, "pair-without-names")
    assert coordinator.locator("table.beside").count() == 0
    _say(coordinator, "different")

    analyst.goto(first)
    assert WORD in analyst.inner_text("main")
    seen(analyst, "pair-disputed")
    _take_back(analyst)
    seen(analyst, "pair-taken-back")
    coordinator.goto(first)
    _take_back(coordinator)


def test_a_meeting_settles_a_case_on_which_sources_disagree(open_page, seen) -> None:
    page = open_page(reverse("records:prepare_meeting"), as_="ana", width=seen.width, language=seen.language)
    page.fill("[name=held_on]", "2026-12-03")
    page.fill("[name=place]", "Alcaldía, sala 2")
    page.fill("[name=institutions]", "Policía\nMorgue\nHospital")
    page.locator("[name=cases]").first.check()
    follow(page, f"{SEND} .buttons button")
    page.wait_for_url("**/mesas/*/")
    unfold(page, ".agenda details > summary")
    seen(page, "meeting-to-hold")
    page.check(".agenda [name=outcome][value=validated]")
    page.fill(".agenda [name=reason]", "El acta de defunción lo dice.")
    follow(page, ".agenda form .buttons button")
    seen(page, "meeting-with-an-outcome")
    follow(page, ".agenda h3 a")
    assert re.search(r"/casos/[0-9a-f-]+/$", page.url)
    seen(page, "case")
    follow(page, "main a[href$='?nombres=1']")
    seen(page, "case-with-names")


def _take_back(page) -> None:
    unfold(page, "main > details > summary")
    page.fill("[name=undone_reason]", "Miré la fecha equivocada.")
    follow(page, f"{SEND}[action$='/deshacer/'] button")


def _say(page, verdict: str) -> None:
    page.check(f"[name=verdict][value={verdict}]")
    page.fill("[name=reason]", WORD)
    follow(page, f"{SEND}[action$='/decidir/'] button")
