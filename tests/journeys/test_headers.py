"""What a real browser makes of our policies: nothing of the pages is hurt, and what they forbid does not happen."""

import re

import pytest
from django.urls import reverse

from tests.journeys.pages import ANALYST
from tests.journeys.steps import follow, unfold

SECONDS_TO_CHECK = 120
INLINE = "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.head.append(s) }"
HANDLER = "() => document.querySelector('main').setAttribute('onclick', 'window.ran = 1')"
FROM_TEXT = "() => { document.querySelector('main').innerHTML = '<img src=x onerror=\"window.ran=1\">' }"


@pytest.mark.parametrize("attack", [INLINE, HANDLER, FROM_TEXT], ids=["inline", "handler", "text"])
def test_what_an_intruder_writes_into_a_page_does_not_run(open_page, attack) -> None:
    page = open_page(reverse("public_site:about"))
    # Trusted Types refuse the text itself, so that writing it fails already.
    page.evaluate(f"() => {{ try {{ ({attack})() }} catch (refused) {{ }} }}")
    page.locator("main").click(position={"x": 2, "y": 2})
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def test_the_page_of_an_upload_changes_under_trusted_types(open_page, site) -> None:
    page = open_page(reverse("records:bring"), as_=ANALYST)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_input_files("input[type=file]", site.workspace / site.demo.pending)
    follow(page, "form[enctype] button")
    page.wait_for_selector("ol.sum", timeout=SECONDS_TO_CHECK * 1000)
    assert complaints == []


def test_the_browser_holds_the_session_where_no_script_and_no_other_site_reaches_it(open_page) -> None:
    page = open_page(reverse("accounts:home"), as_=ANALYST)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    session = cookies["sessionid"]
    assert (session["httpOnly"], session["sameSite"], session["path"]) == (True, "Lax", "/")
    assert re.fullmatch(r"[a-z0-9]{32}", session["value"])


def test_after_leaving_the_way_back_shows_nothing(open_page) -> None:
    page = open_page(reverse("accounts:home"), as_=ANALYST)
    assert page.locator(f"form[action='{reverse('accounts:logout')}']").count()
    unfold(page, "details.person summary")
    follow(page, f"form[action='{reverse('accounts:logout')}'] button")
    page.go_back()
    assert "Ana" not in page.locator("body").inner_text()
