"""Cards on a telephone: a shift without network, a battery that dies, a network that breaks off, and a thief."""

import base64
import json

import pytest

from tests.journeys import site as sites
from tests.journeys.conftest import opened
from tests.journeys.steps import send_away, unfold
from tests.journeys.telephones import (
    CARDS,
    INSTALL,
    PIN,
    READ,
    REVOKE,
    Telephone,
    asked,
    in_workspace,
    photo_with_a_past,
    wait_until,
)
from tests.support.weak_network import weak_network

INFORMATION, PATROL, WALK = "Ficha de información", "Bitácora", "Caminata"
SECRET = "Un carro gris da vueltas por la escuela"
SEEN = [
    ("cuando", "2026-03-01T10:00"), ("donde", "Parque"), ("asunto", "robos"), ("origen", "vio"),
    ("fuente", "A"), ("contenido", "1"), ("relato", SECRET), ("urgencia", "hoy"),
]  # fmt: skip
SHIFT = [
    ("dia", "2026-03-01"), ("turno", "noche"), ("sector", "A"), ("modo", "moto"), ("agentes", "2"),
    ("km_salida", "100"), ("km_entrada", "150"),
    ("+", 0), ("parada_hora", "10:00"), ("parada_minutos", "12"), ("parada_actividad", "presencia"),
]  # fmt: skip
HOW_MANY, EVERY_TENTH, SHARE_CUT = 60, 10, 0.3


@pytest.fixture(scope="module")
def site(demo_folder, tmp_path_factory):
    """A site of these tests' own, with the forms of the street."""
    with sites.served(demo_folder, tmp_path_factory.mktemp("cards")) as served:
        in_workspace(served, INSTALL)
        yield served


@pytest.fixture(scope="module")
def network(site):
    with weak_network(int(site.address.rpartition(":")[2])) as network:
        yield network


@pytest.fixture
def telephone(site, network, tmp_path, browser):
    """A telephone of Benito's, a beat officer: the browser of the other tests has Playwright running."""
    phone = Telephone(browser.browser_type, tmp_path / "telephone", f"http://127.0.0.1:{network.port}")
    network.cut, network.is_open = 0.0, True
    phone.switch_on(to="/salud/")
    yield phone
    phone.kill()
    assert phone.complaints == []


def last(site):
    """Return the number of what came last: the demo has filled forms of its own."""
    return asked(site, "SELECT coalesce(max(id), 0) FROM fieldwork_submission")[0][0]


def came(site, since):
    """Return instance, standing and flags of what came since."""
    return asked(site, f"SELECT instance_id, standing, flags FROM fieldwork_submission WHERE id > {since}")


def aside(site):
    return asked(site, "SELECT count(*) FROM fieldwork_quarantined")


def waiting(telephone):
    return telephone.page.evaluate("vault.waiting(vault.person())")


def test_a_shift_without_network_and_two_dead_batteries_sixty_cards_sixty_stored(
    site, network, telephone
) -> None:
    telephone.enrol(site, "benito")
    before, kept_aside = last(site), aside(site)
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo_with_a_past(telephone.page)}
    network.is_open = False
    telephone.context.set_offline(True)
    for number in range(HOW_MANY):
        if number in (20, 40):
            telephone.kill()
            telephone.switch_on()
            telephone.context.set_offline(True)
            telephone.unlock()
            telephone.page.wait_for_selector(".tile")
        if number % EVERY_TENTH == 0:
            telephone.keep_card(INFORMATION, SEEN, picture)
        else:
            telephone.keep_card(PATROL, SHIFT)
    assert came(site, before) == []
    assert len(telephone.lies_here()["cards"]) == HOW_MANY
    network.cut, network.is_open = SHARE_CUT, True
    telephone.context.set_offline(False)
    wait_until(lambda: waiting(telephone) == 0, 120)
    assert all(network.cuts.values()), "nothing was cut"
    found = came(site, before)
    assert len({instance for instance, _standing, _flags in found}) == len(found) == HOW_MANY
    assert {standing for _instance, standing, _flags in found} == {"waiting"}
    assert not [flags for _instance, _standing, flags in found if "unknown_version" in flags]
    assert aside(site) == kept_aside
    assert len(telephone.lies_here()["receipts"]) == HOW_MANY
    assert telephone.lies_here()["files"] == []
    photos = [base64.b64decode(each) for each in json.loads(in_workspace(site, READ % before))]
    assert len(photos) == HOW_MANY // EVERY_TENTH
    for content in photos:
        assert content.startswith(b"\xff\xd8")
        assert b"Exif" not in content
        assert b"GPS" not in content


def test_what_lies_on_the_telephone_says_nothing_to_whoever_copies_it(site, network, telephone) -> None:
    telephone.enrol(site, "benito")
    key = telephone.page.evaluate("vault.remembered('key')")["key"]
    network.is_open = False
    telephone.context.set_offline(True)
    telephone.keep_card(INFORMATION, SEEN)
    found = telephone.lies_here()
    (person,) = found["people"]
    assert set(person) == {"person", "initials", "salt", "iv", "rounds", "wrapped", "tries", "since"}
    assert person["rounds"] >= 600_000
    assert {tuple(sorted(record)) for record in found["cards"]} == {("id", "iv", "person", "sealed")}
    told = json.dumps(found, ensure_ascii=False)
    every_byte = bytes(byte for record in found["cards"] + found["kept"] for byte in record["sealed"])
    for secret in (SECRET, key, "robos", "Ficha", "ficha_campo", PIN):
        assert secret not in told
        assert secret.encode() not in every_byte
    telephone.kill()
    for file in telephone.folder.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
            assert key.encode() not in file.read_bytes(), file
            assert SECRET.encode("utf-16-le") not in file.read_bytes(), file


def test_a_wrong_pin_opens_nothing_and_five_of_them_erase_everything(site, telephone) -> None:
    telephone.enrol(site, "benito")
    page = telephone.page
    telephone.begin(PATROL)
    telephone.fill(SHIFT, keep=False)
    page.click(".keep button >> nth=1")
    page.wait_for_selector(".tile")
    page.click("[data-door=lock]")
    for left in (4, 3, 2):
        telephone.unlock("111222")
        page.locator("#pin-e", has_text=str(left)).wait_for()
        assert page.evaluate("vault.person()") == ""
    telephone.kill()
    telephone.switch_on()
    telephone.unlock("111222")
    telephone.page.locator("#pin-e", has_text="Otro intento").wait_for()
    telephone.unlock("111222")
    telephone.page.locator("#said", has_text="se borraron").wait_for()
    assert not any(telephone.lies_here().values())


def test_logging_out_asks_and_leaves_nothing(site, network, telephone) -> None:
    telephone.enrol(site, "benito")
    page = telephone.page
    page.context.set_offline(True)
    telephone.keep_card(PATROL, SHIFT)
    page.click("[data-door=telephone]")
    page.locator("main button", has_text="Salir y borrar").click()
    page.locator("dialog", has_text="Una tarjeta").wait_for()
    send_away(page, "Quedarme")
    assert waiting(telephone) == 1
    page.context.set_offline(False)
    wait_until(lambda: waiting(telephone) == 0)
    page.locator("main button", has_text="Salir y borrar").click()
    page.locator("dialog button", has_text="Salir y borrar").click()
    page.wait_for_url(f"{telephone.address}/")
    assert telephone.lies_here() == {}
    assert page.evaluate("caches.keys()") == []
    page.goto(CARDS)
    assert "/cuenta/entrar/" in page.url


def test_logging_out_on_any_page_says_first_that_cards_wait(site, network, telephone) -> None:
    telephone.enrol(site, "benito")
    page = telephone.page
    telephone.begin(PATROL)
    telephone.fill(SHIFT, keep=False)
    page.click(".keep button >> nth=1")
    page.wait_for_selector(".tile")
    page.goto("/cuenta/")
    unfold(page, "details.person summary")
    page.click("form[action='/cuenta/salir/'] button")
    page.locator("dialog[data-leaving]", has_text="1").wait_for()
    send_away(page, "Quedarme")
    assert len(telephone.lies_here()["cards"]) == 1
    page.click("form[action='/cuenta/salir/'] button")
    page.locator("dialog button", has_text="Salir y perderlas").click()
    page.wait_for_url(f"{telephone.address}/")
    assert telephone.lies_here() == {}


def test_a_key_that_was_taken_back_is_said_and_loses_nothing(site, network, telephone) -> None:
    telephone.enrol(site, "benito")
    before = last(site)
    in_workspace(site, REVOKE)
    telephone.keep_card(PATROL, SHIFT)
    page = telephone.page
    page.locator(".standing", has_text="ya no puede enviar").wait_for()
    assert waiting(telephone) == 1
    assert came(site, before) == []
    page.locator("button", has_text="Pedir otra clave").click()
    wait_until(lambda: waiting(telephone) == 0)
    assert len(came(site, before)) == 1


def test_what_the_server_does_not_take_is_kept_with_its_sentence(site, telephone) -> None:
    telephone.enrol(site, "benito")
    page = telephone.page
    telephone.keep_card(PATROL, SHIFT)
    wait_until(lambda: waiting(telephone) == 0)
    # The same number once more, with other answers: as if two cards had been mixed up.
    page.evaluate(
        """async () => {
          const [receipt] = await vault.all("receipts");
          await vault.put("cards", receipt.id, {form: receipt.form, titles: receipt.titles, state: "waiting", files: [],
            kept: receipt.kept, xml: `<data id="${receipt.form}" version="2026.1"><meta><instanceID>${receipt.id}</instanceID></meta></data>`});
        }"""
    )
    page.click("[data-door=outbox]")
    page.locator("button", has_text="Enviar ahora").click()
    page.locator(".problem", has_text="apartada").wait_for()
    assert waiting(telephone) == 1
    (kept,) = page.evaluate("vault.all('cards')")
    assert (kept["state"], "apartada" in kept["said"]) == ("refused", True)


def test_another_person_on_the_same_telephone_sees_and_sends_nothing_of_the_first(
    site, network, telephone
) -> None:
    telephone.enrol(site, "benito")
    before = last(site)
    network.is_open = False
    telephone.keep_card(INFORMATION, SEEN)
    page = telephone.page
    page.wait_for_function("async () => (await vault.all('cards'))[0].tried")
    page.click("[data-door=lock]")
    page.wait_for_selector("#pin")
    network.is_open = True
    page.context.clear_cookies()
    telephone.enrol(site, "catalina", "804317")
    page.click("[data-door=outbox]")
    page.locator("h1", has_text="Enviado").wait_for()
    assert page.evaluate("vault.all('cards')") == []
    assert came(site, before) == []
    page.click("[data-door=lock]")
    telephone.unlock()
    page.locator("#pin-e", has_text="4").wait_for()
    # Benito again: his card is there, and goes.
    page.context.clear_cookies()
    page.goto("/salud/")
    page.goto(CARDS)
    page.locator("label", has_text="B,").click()
    telephone.unlock()
    wait_until(lambda: len(came(site, before)) == 1)


def test_it_locks_by_itself_and_what_was_written_is_kept(site, telephone) -> None:
    telephone.enrol(site, "benito")
    page = telephone.page
    page.clock.install()
    page.reload()
    telephone.unlock()
    telephone.begin(PATROL)
    telephone.fill(SHIFT[:3], keep=False)
    page.clock.run_for(4 * 60_000 + 45_000)
    assert page.locator("#warning").is_visible()
    page.clock.run_for(30_000)
    page.wait_for_selector("#pin")
    assert page.evaluate("vault.person()") == ""
    telephone.unlock()
    page.wait_for_selector(".card-form")
    assert page.locator("[data-path$='/sector'] input").input_value() == "A"


def test_a_walk_with_points_and_photos_is_taken_as_it_was_filled_in(site, telephone) -> None:
    telephone.enrol(site, "benito")
    before = last(site)
    page = telephone.page
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo_with_a_past(page)}
    telephone.begin(WALK)
    page.click(".keep button >> nth=0")
    page.locator(".form-problems", has_text="5 respuestas").wait_for()
    walk = [("dia", "2026-03-01"), ("momento", "noche"), ("recorrido", "Centro"), ("participantes", "4")]
    for found in ("luz", "acera"):
        walk += [("+", 0), ("hallazgo_clase", found), ("hallazgo_gravedad", "2")]
    telephone.fill([*walk, ("mujeres", "5"), ("seguridad", "4")], keep=False)
    for turn in range(2):
        page.locator("input[type=file]").nth(turn).set_input_files(picture)
        page.wait_for_function("(n) => document.querySelectorAll('.picture img').length > n", arg=turn)
        page.locator("button", has_text="Marcar dónde estoy").nth(turn).click()
        page.locator(".point p", has_text="6 metros").nth(turn).wait_for()
    page.click(".keep button >> nth=0")
    page.locator(".form-problems", has_text="No pueden ser más que quienes caminan").wait_for()
    telephone.fill([("mujeres", "2")])
    wait_until(lambda: len(came(site, before)) == 1)
    assert came(site, before)[0][1] == "waiting"
    assert len(json.loads(in_workspace(site, READ % before))) == 2


@pytest.mark.slow
def test_every_screen_reads_well_on_a_telephone_and_on_a_desk(site, browser, sessions, seen) -> None:
    where = {"as_": "benito", "width": seen.width, "language": seen.language}
    with opened(browser, site, sessions, CARDS, **where) as page:
        page.wait_for_selector("#pin-1")
        seen(page, "field-cards-pin")
        page.fill("#pin-1", PIN)
        page.fill("#pin-2", PIN)
        page.click("form.card button")
        page.wait_for_selector(".tile >> nth=4")
        seen(page, "field-cards-home")
        page.click(".tile >> nth=4")
        page.click(".repeat > button")
        page.click(".keep button >> nth=0")
        page.wait_for_selector(".form-problems li")
        seen(page, "field-cards-form")
        for door in ("outbox", "telephone"):
            page.click(f"[data-door={door}]")
            page.wait_for_selector(f"html[data-screen={door}]", state="attached")
            seen(page, f"field-cards-{door}")
        page.click("[data-door=lock]")
        page.wait_for_selector("#pin")
        seen(page, "field-cards-locked")
