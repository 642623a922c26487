"""From an invitation to a second factor, and back in with it: app, key and recovery code, in a real browser."""

import re

from django.urls import reverse

from confianza.web.accounts.tests import phones
from tests.journeys.steps import follow

PASSWORD = "jacaranda-en-noviembre"  # noqa: S105 - of a person who lives for one test
A_KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_an_invited_person_comes_in_sets_an_app_up_and_comes_back_with_it(
    open_page, browser, site, seen
) -> None:
    marta = open_page(reverse("accounts:invite"), as_="marta", width=seen.width, language=seen.language)
    username = f"pilar-{seen.language}"
    marta.fill("[name=first_name]", "Pilar")
    marta.fill("[name=username]", username)
    marta.select_option("[name=role]", "mayor")
    marta.select_option("[name=area]", "municipality-2301")
    marta.fill("[name=reason]", "Acta 4")
    follow(marta, "main form button")
    seen(marta, "invitation-sheet")
    code = re.search(r"\w{4}(-\w{4}){5}", marta.inner_text("main"))[0]

    pilar = open_page(reverse("accounts:accept"), width=seen.width, language=seen.language)
    seen(pilar, "invitation-code")
    pilar.fill("[name=code]", code.lower())
    follow(pilar, "main form button")
    pilar.wait_for_selector("[name=again]")
    seen(pilar, "invitation")
    pilar.fill("[name=password]", PASSWORD)
    pilar.fill("[name=again]", PASSWORD)
    follow(pilar, "main form button")
    pilar.wait_for_url("**/segundo-paso/")
    seen(pilar, "second-factor-choice")
    follow(pilar, f"a[href='{reverse('mfa_activate_totp')}']")
    seen(pilar, "app")
    secret = pilar.text_content("code.secret")
    pilar.fill("[name=code]", phones.code_of(secret))
    follow(pilar, "main form button")
    pilar.wait_for_url("**/codigos/")
    seen(pilar, "recovery-codes")
    recovery = pilar.locator("ul.codes code").first.text_content()

    back = open_page(reverse("accounts:login"), width=seen.width, language=seen.language)
    _log_in(back, username, PASSWORD)
    seen(back, "second-step")
    back.fill("[name=code]", recovery)
    follow(back, "main form.login button")
    back.wait_for_url("**/cuenta/")
    back.goto(reverse("accounts:mine"))
    seen(back, "my-account-two-sessions")


def test_a_security_key_opens_the_second_step(browser, site, seen) -> None:
    # A browser trusts keys to names, never to numbers.
    context = browser.new_context(
        base_url=site.address.replace("127.0.0.1", "localhost"), viewport={"width": seen.width, "height": 800}
    )
    context.add_cookies([{"name": "django_language", "value": seen.language, "url": "http://localhost"}])
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": A_KEY})
    username = {"es": "hugo", "en": "ines"}[seen.language]
    page.goto(reverse("accounts:login"))
    _log_in(page, username, site.demo.password)
    page.goto(reverse("mfa_add_webauthn"))
    seen(page, "key")
    page.fill("[name=name]", "Azul")
    page.click("form[data-key] button")
    page.wait_for_url("**/codigos/")
    page.goto(reverse("mfa_index"))
    seen(page, "second-factor-set-up")
    assert "Azul" in page.inner_text("main")

    page.context.clear_cookies(name="sessionid")
    page.goto(reverse("accounts:login"))
    _log_in(page, username, site.demo.password)
    page.click("form[data-key] button")
    page.wait_for_url("**/cuenta/")
    page.goto(reverse("mfa_index"))
    follow(page, "a[href$='/quitar/']")
    seen(page, "factor-remove")
    context.close()


def _log_in(page, username: str, password: str) -> None:
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    follow(page, "form:has([name=password]) button")
    page.wait_for_url(lambda url: not url.rstrip("/").endswith("/entrar"))
