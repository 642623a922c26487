"""From the request of somebody in an emergency to its review, as each who is concerned sees it."""

from django.urls import reverse

from tests.journeys.steps import follow

REASON = "Un niño está solo en la vía y nadie de atención a víctimas contesta."
# For each language its own person: whoever has a request under way cannot make a second one.
ASKS = {"es": "benito", "en": "hugo"}
SEND = "main form[method=post]"


def test_an_emergency_is_asked_for_answered_used_and_reviewed(open_page, seen) -> None:
    def opened(path: str, as_: str):
        return open_page(path, as_=as_, width=seen.width, language=seen.language)

    asks = opened(reverse("accounts:ask_emergency"), ASKS[seen.language])
    _ask(asks, "waits")
    seen(asks, "emergency-asked")
    request = asks.url

    answers = opened(reverse("accounts:home"), "catalina")
    seen(answers, "emergency-somebody-waits")
    answers.goto(request)
    seen(answers, "emergency-to-answer")
    follow(answers, f"{SEND}[action$='/aprobar/'] button")
    seen(answers, "emergency-approved")

    asks.goto(reverse("accounts:home"))
    seen(asks, "emergency-open")
    asks.goto(request)
    seen(asks, "emergency-opened-pages")
    follow(asks, f"{SEND}[action$='/terminar/'] button")

    reviews = opened(reverse("accounts:emergencies"), "fabian")
    seen(reviews, "emergencies-to-review")
    reviews.goto(request)
    seen(reviews, "emergency-to-review")
    reviews.check("[name=verdict][value=not_justified]")
    follow(reviews, f"{SEND}[action$='/revisar/'] button")
    assert reviews.locator(".errorlist").count() == 1
    seen(reviews, "emergency-review-sent-wrongly")
    reviews.fill("[name=note]", "Se abrió más de lo que la emergencia pedía.")
    follow(reviews, f"{SEND}[action$='/revisar/'] button")
    seen(reviews, "emergency-reviewed")

    watches = opened(request, "noe")
    seen(watches, "emergency-watched")
    assert REASON not in watches.inner_text("main")


def test_an_emergency_opened_at_once_is_loud_until_it_ends(open_page, seen) -> None:
    asks = open_page(
        reverse("accounts:ask_emergency"),
        as_={"es": "ines", "en": "julia"}[seen.language],
        width=seen.width,
        language=seen.language,
    )
    _ask(asks, "at_once")
    seen(asks, "emergency-at-once")
    follow(asks, "aside.banner form button")
    seen(asks, "emergency-ended")


def _ask(page, mode: str) -> None:
    page.select_option("[name=wanted]", "victim_support:victim_support")
    page.select_option("[name=area]", "substation-71.2")
    page.fill("[name=reason]", REASON)
    page.check(f"[name=mode][value={mode}]")
    follow(page, f"{SEND} button")
    page.wait_for_url("**/emergencias/*/")
