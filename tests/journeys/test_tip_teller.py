"""Somebody tells something on an old telephone: the receipt, the answer, one more photo, the reward, the way out.

The same with JavaScript and without. The page is 360 pixels wide; every page is looked at on the way.
"""

import io
import re
import time
from typing import Any

import pytest
from PIL import Image

from tests.journeys.steps import follow
from tests.tipline.conftest import Door, door, prepared, served  # noqa: F401
from tests.tipline.desk import Desk

OLD_PHONE = {"width": 360, "height": 640}
WAIT_SECONDS = 31
STORY = "Los martes llegan dos hombres a cobrar la renta a la tienda."


def photo() -> dict[str, Any]:
    made = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(made, "JPEG")
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


class Telephone:
    """A browser on a telephone, at the public door."""

    def __init__(self, page: Any, *, scripts: bool) -> None:
        self.page, self.scripts = page, scripts
        page.set_default_timeout(60_000)

    def press(self, deed: str) -> None:
        follow(self.page, f"button[name=deed][value='{deed}']")

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"input[name={name}][value={value}]")

    def let_the_form_pass(self) -> None:
        """Wait as the page asks: a moment for the work, half a minute where there are no scripts."""
        if self.scripts:
            self.page.wait_for_function("(document.getElementById('work') || {value: 'done'}).value !== ''")
        else:
            time.sleep(WAIT_SECONDS)

    def text(self) -> str:
        return str(self.page.inner_text("main"))


def tell(phone: Telephone) -> str:
    """Go through the questionnaire with a photo; return the receipt."""
    phone.press("tell general")
    phone.choose("kind", "gang")
    phone.choose("danger", "yes")
    phone.press("next")
    assert phone.page.get_attribute("a.number", "href") == "tel:110"
    phone.page.fill("textarea[name=story]", STORY)
    for _ in range(3):
        phone.press("next")
    phone.choose("police", "no")
    phone.press("next")
    phone.press("next")
    phone.let_the_form_pass()
    phone.page.set_input_files("#files", photo())
    phone.press("attach")
    assert "foto.jpg" in phone.text()
    phone.press("review")
    assert "Lo leerá: Unidad contra pandillas." in phone.text()
    phone.press("send")
    return re.sub(r"\D", "", phone.page.inner_text(".receipt"))


def come_back(phone: Telephone, receipt: str) -> None:
    phone.page.goto("/")
    phone.press("come back")
    phone.page.fill("#receipt", receipt)
    phone.let_the_form_pass()
    phone.press("return")


def whole_way(phone: Telephone, desk: Desk) -> None:
    receipt = tell(phone)
    assert len(receipt) == 20
    desk.answer("Gracias. ¿De qué color es el carro?")
    desk.forge("Venga solo a la plaza a las ocho.")
    come_back(phone, receipt)
    told = phone.text()
    assert STORY in told
    assert "¿De qué color es el carro?" in told
    assert "Mensaje no verificado: no actúe" in told
    assert "Venga solo" not in told
    phone.page.fill("#text", "Es gris, sin placa.")
    phone.page.set_input_files("#files", photo())
    phone.press("more")
    assert "Es gris, sin placa." in phone.text()
    code = desk.grant()
    phone.press("done")
    come_back(phone, receipt)
    phone.press("voucher")
    assert code in phone.text()
    phone.page.fill("#word", "golondrina azul")
    phone.press("voucher word")
    assert "Su palabra quedó guardada" in phone.text()
    follow(phone.page, "#exit")
    assert "Arroz blanco" in phone.text()


def journey(browser: Any, opened: Door, *, scripts: bool, width: int = 360) -> None:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{opened.port}", viewport=OLD_PHONE | {"width": width},
        java_script_enabled=scripts,
    )  # fmt: skip
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/")
    whole_way(Telephone(page, scripts=scripts), Desk(opened.folder))
    assert context.cookies() == []
    assert page.url == f"http://127.0.0.1:{opened.port}/"
    assert not [one for one in said if "Clear-Site-Data" not in one]
    context.close()


@pytest.mark.slow
def test_the_whole_way_with_scripts(browser, door):  # noqa: F811
    journey(browser, door, scripts=True)


@pytest.mark.slow
def test_the_whole_way_without_scripts(browser, door):  # noqa: F811
    journey(browser, door, scripts=False)


@pytest.mark.parametrize(
    ("language", "width"), [("es", 360), pytest.param("en", 1280, marks=pytest.mark.slow)]
)
def test_a_page_fits_an_old_telephone_and_hides_nothing_from_anybody(browser, door, language, width):  # noqa: F811
    """Every page of the way in: no wider than the screen, and axe finds nothing."""
    from tests.support import axe

    context = browser.new_context(viewport=OLD_PHONE | {"width": width})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{door.port}/")
    follow(page, f"button[lang={language}]")
    for deed in ("", "come back", "return", "start", "tell police", "next", "back", "tell school"):
        if deed:
            follow(page, f"button[name=deed][value='{deed}']")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not axe.faults(page), deed
    context.close()


@pytest.mark.slow
def test_escape_pressed_twice_leaves(browser, door):  # noqa: F811
    context = browser.new_context(viewport=OLD_PHONE)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{door.port}/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('h1').textContent.includes('Arroz')")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()
