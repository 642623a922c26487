"""The desk's side of the tip line in a real browser: read, work on it, answer, hand over, send on, and an original."""

import re

from django.urls import reverse

from tests.journeys.steps import follow, unfold

SEND = "main form[method=post]"
# Each way of looking (language, width) leaves its own words, so that both can go through the same demo.
ANSWER = {"es": "Gracias. ¿A qué hora se ve?", "en": "Thank you. At what time?"}
PRODUCT = "Cobros semanales en el mercado, los lunes por la mañana. Grado C3."


def test_a_tip_is_read_worked_on_and_answered(open_page, seen) -> None:
    desk = _opened(open_page, seen, reverse("tips:queue"), "karla")
    seen(desk, "desk-queue")
    _open_tip(desk)
    seen(desk, "desk-tip")
    tip = desk.url
    _fold(desk, "calificar", lambda form: form.locator("[name=source]").select_option("C"))
    _fold(desk, "etiquetas", lambda form: form.locator("[name=labels]").fill("cancha"))
    _fold(desk, "nota", lambda form: form.locator("[name=text]").fill("Lo confirma la mesa."))
    desk.fill("form[action$='/responder/'] [name=text]", ANSWER[seen.language])
    follow(desk, "form[action$='/responder/'] button")
    said = desk.inner_text("main")
    assert ANSWER[seen.language] in said
    assert "cancha" in said
    seen(desk, "desk-tip-answered")

    for name in ("remitir", "asuntos-internos", "retener", "comparar", "premio"):
        desk.goto(f"{tip}{name}/")
        seen(desk, f"desk-{name}")


def test_words_that_may_tell_on_the_teller_are_shown_before_anything_leaves(open_page, seen) -> None:
    desk = _opened(open_page, seen, reverse("tips:queue"), "dario")
    _open_tip(desk)
    tip = desk.url
    desk.goto(f"{tip}entregar/")
    desk.fill("[name=text]", f"Un vecino lo vio. {PRODUCT}")
    follow(desk, f"{SEND} .buttons button")
    desk.wait_for_selector("section.confirm q")
    seen(desk, "desk-hand-over-looked-at")
    desk.fill("[name=text]", PRODUCT)
    follow(desk, f"{SEND} .buttons button")
    desk.wait_for_url(tip)
    assert PRODUCT in desk.inner_text(".product")


def test_an_original_takes_two(open_page, seen) -> None:
    desk = _opened(open_page, seen, reverse("tips:queue"), "dario")
    _open_tip(desk)
    tip = desk.url
    follow(desk, ".files a[href$='/original/']")
    desk.fill("[name=reason]", "La fiscalía necesita la hora y el lugar de la foto.")
    seen(desk, "desk-original-asked")
    follow(desk, f"{SEND} button")
    desk.wait_for_url(tip)

    keeper = _opened(open_page, seen, reverse("tips:originals"), "leonel")
    seen(keeper, "desk-originals")
    follow(keeper, "button[name=answer][value=release]")

    desk.goto(tip)
    seen(desk, "desk-original-released")
    with desk.expect_download() as download:
        desk.click(".files form button")
    assert re.fullmatch(r"W-\w{6}-1\.jpg", download.value.suggested_filename)
    desk.goto(tip)
    assert desk.locator(".files form button").count() == 0


def test_a_call_is_taken_down_and_the_receipt_read_out(open_page, seen) -> None:
    desk = _opened(open_page, seen, reverse("tips:call"), "karla")
    desk.check("[name=questionnaire][value=general]")
    desk.select_option("main [name=language]", seen.language)
    follow(desk, f"{SEND} button")
    _step(desk, {"kind": "robbery", "danger": "no"})
    seen(desk, "desk-call-story")
    desk.fill("[name=story]", "Asaltan en el puente después de las siete.")
    while desk.locator("main button[name=next]").count():
        if desk.locator("[name=police][value=no]").count():
            desk.check("[name=police][value=no]")
        follow(desk, "main button[name=next]")
    seen(desk, "desk-call-look")
    follow(desk, "main button[name=send]")
    desk.wait_for_selector(".digits")
    seen(desk, "desk-call-receipt")
    assert len("".join(desk.locator(".digits").all_inner_texts())) == 20


def test_whoever_is_in_no_unit_sees_no_sign_of_the_line(open_page, seen) -> None:
    commander = _opened(open_page, seen, reverse("accounts:home"), "catalina")
    assert commander.locator("a[href^='/avisos/']").count() == 0
    for name in ("queue", "figures", "call", "originals", "units"):
        assert commander.goto(reverse(f"tips:{name}")).status == 404


def test_a_search_finds_what_was_told(open_page, seen) -> None:
    desk = _opened(open_page, seen, reverse("tips:queue"), "karla")
    unfold(desk, "details.search summary")
    desk.fill("[name=words]", "porton negro")
    follow(desk, "details.search button")
    desk.wait_for_selector("ol.pairs")
    seen(desk, "desk-search")


def _opened(open_page, seen, path, who):
    return open_page(path, as_=who, width=seen.width, language=seen.language)


def _open_tip(page) -> None:
    """Open the tip that the demo assigned to this reader, in whatever state it is by now."""
    page.goto(f"{reverse('tips:queue')}?state=all")
    mine = page.locator("ol.pairs > li", has_text=re.compile("Lo trabaja|works on it"))
    follow(page, mine.first.locator("h2 a"))


def _fold(page, name: str, fill) -> None:
    page.locator(f"details:has(form[action$='/{name}/'])").evaluate("each => { each.open = true; }")
    form = page.locator(f"form[action$='/{name}/']")
    fill(form)
    follow(page, form.locator("button"))


def _step(page, chosen) -> None:
    for name, value in chosen.items():
        page.check(f"[name={name}][value={value}]")
    follow(page, "main button[name=next]")
