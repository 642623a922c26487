"""A keyring made, closed and opened; a unit's key to the root and back, on a stick: in a real browser."""

import re

from django.urls import reverse

from confianza.demo.tips import CEREMONY
from confianza.web.tips import ceremony
from tests.journeys.steps import follow, unfold

# Each way of looking has somebody of its own, who has no keyring yet.
WITHOUT = {"es": "catalina", "en": "benito"}


def test_a_keyring_is_made_closed_and_opened_again(open_page, site, seen) -> None:
    page = _opened(open_page, seen, reverse("accounts:keyring"), WITHOUT[seen.language])
    seen(page, "keyring-none")
    page.fill("[name=password]", site.demo.password)
    follow(page, "main form.login button")
    page.wait_for_selector("code.secret")
    seen(page, "keyring-code")
    code = page.text_content("code.secret")
    assert re.fullmatch(r"\w{4}(-\w{4}){7}", code)
    follow(page, "main .buttons a")
    seen(page, "keyring-open")
    follow(page, f"form[action='{reverse('accounts:lock_keyring')}'] button")
    page.wait_for_selector(f"form[action='{reverse('accounts:unlock_keyring')}']")
    seen(page, "keyring-closed")
    unfold(page, "details:has(form[action$='/recuperar/']) summary")
    page.fill("[name=code]", code.replace("-", " ").lower())
    page.fill("form[action$='/recuperar/'] [name=password]", site.demo.password)
    follow(page, "form[action$='/recuperar/'] button")
    page.wait_for_selector(f"form[action='{reverse('accounts:lock_keyring')}']")


def test_a_unit_gets_a_new_key_from_the_root(open_page, site, seen, tmp_path) -> None:
    marta = _opened(open_page, seen, reverse("tips:units"), "marta")
    seen(marta, "units")
    follow(marta, "main li:has-text('71.2') h2 a")
    seen(marta, "unit")
    follow(marta, "form[action$='/llave/'] button")
    marta.wait_for_selector("a[href$='/solicitud/']")
    seen(marta, "unit-key-waits")
    with marta.expect_download() as downloaded:
        marta.click("a[href$='/solicitud/']")
    request, signed = tmp_path / "request.json", tmp_path / "signed.json"
    downloaded.value.save_as(request)
    # Off the machine, as in a ceremony; the demo's root key lies beside it.
    root = ceremony.read_key(site.workspace / CEREMONY / "root.key", ceremony.ROOT)
    assert [one["name"] for one in ceremony.look_at(request)[0]["members"]] == ["Hugo"]
    ceremony.sign(request, root, signed)
    marta.set_input_files("input[type=file]", signed)
    follow(marta, "form[action$='/firmada/'] button")
    assert marta.locator("a[href$='/solicitud/']").count() == 0
    follow(marta, "main li.with-button a")
    seen(marta, "unit-member-leaves")

    hugo = _opened(open_page, seen, marta.url.split("/miembro/")[0] + "/", "hugo")
    seen(hugo, "unit-of-a-member")
    assert hugo.locator("form[action$='/llave/']").count() == 0


def _opened(open_page, seen, path, who):
    return open_page(path, as_=who, width=seen.width, language=seen.language)
