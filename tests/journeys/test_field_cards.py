"""Cards on a telephone: a shift without network, a battery that dies, a network that breaks off, and a thief."""

import base64
import json

import pytest

from tests.journeys import site as sites
from tests.journeys.telephones import (
    INSTALL,
    READ,
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
SENT = "SELECT count(*), count(DISTINCT instance_id) FROM fieldwork_submission"


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


def stored(site):
    return asked(site, SENT)[0][0]


def test_a_shift_without_network_and_two_dead_batteries_sixty_cards_sixty_stored(
    site, network, telephone
) -> None:
    telephone.enrol(site, "benito")
    before = stored(site)
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
    assert stored(site) == before
    assert len(telephone.lies_here()["cards"]) == HOW_MANY
    network.cut, network.is_open = SHARE_CUT, True
    telephone.context.set_offline(False)
    wait_until(lambda: telephone.page.evaluate("vault.waiting(vault.person())") == 0, 120)
    assert all(network.cuts.values()), "nothing was cut"
    every, different = asked(site, SENT)[0]
    assert (every - before, different) == (HOW_MANY, every)
    assert asked(site, "SELECT count(*) FROM fieldwork_quarantined") == [(0,)]
    assert asked(site, "SELECT DISTINCT standing, flags FROM fieldwork_submission") == [("waiting", "[]")]
    assert len(telephone.lies_here()["receipts"]) == HOW_MANY
    assert telephone.lies_here()["files"] == []
    for _xml, photos in json.loads(in_workspace(site, READ)):
        for content in map(base64.b64decode, photos):
            assert content.startswith(b"\xff\xd8")
            assert b"Exif" not in content
            assert b"GPS" not in content
