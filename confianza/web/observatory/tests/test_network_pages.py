"""The pages of the network: from a key to a package that shows, as the analyst and as nobody else."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from confianza.analysis.indicators.tests.test_exchanged import WHOLE, at, figures
from confianza.store import signing
from confianza.web.observatory import pulling
from confianza.web.observatory.models import AnsweredRequest, Node, ReceivedPackage, RetiredKey
from confianza.web.observatory.queries import exports
from confianza.web.observatory.queries import network as known
from confianza.web.observatory.tests.neighbours import Neighbour

pytestmark = pytest.mark.django_db
HOME = "/observatorio/red/"


@pytest.fixture(autouse=True)
def a_workspace(workspace):
    return workspace


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_empty_network_says_what_to_do(ana_the_analyst):
    page = text(ana_the_analyst.get(HOME))
    assert "Aún no hay nadie registrado" in page
    assert signing.fingerprint(known.own_key()) in page


def test_from_a_key_to_a_package_that_shows(ana_the_analyst):
    robles = Neighbour()
    told = {
        "name": "Robles",
        "country": "GT",
        "level": "municipal",
        "key": robles.public,
        "rhythm": "monthly",
    }
    page = ana_the_analyst.post(reverse("observatory:register_node"), told)
    node = Node.objects.get()
    assert page.url == reverse("observatory:network_node", args=[node.pk])
    confirm = reverse("observatory:confirm_node", args=[node.pk])
    wrong = ana_the_analyst.post(confirm, {"fingerprint": "1 2 3"})
    assert "La huella no es la de la clave" in text(wrong)
    ana_the_analyst.post(confirm, {"fingerprint": robles.fingerprint})
    assert Node.objects.get().is_confirmed
    upload = SimpleUploadedFile("p.confianza", robles.package())
    answer = ana_the_analyst.post(reverse("observatory:receive_package"), {"file": upload})
    package = ReceivedPackage.objects.get()
    assert answer.url == reverse("observatory:network_package", args=[package.pk])
    assert "Homicidios" in text(ana_the_analyst.get(answer.url))
    assert "Robles" in text(ana_the_analyst.get(HOME))
    assert "a tiempo" in text(ana_the_analyst.get(HOME))


def test_a_package_that_is_refused_says_why_on_the_page(ana_the_analyst):
    upload = SimpleUploadedFile("p.confianza", Neighbour().package())
    page = text(ana_the_analyst.post(reverse("observatory:receive_package"), {"file": upload}))
    assert "Nadie registró" in page
    assert Neighbour().fingerprint in page
    assert "Paquete" in text(ana_the_analyst.post(reverse("observatory:receive_package"), {}))


def test_quarantine_says_why_and_a_person_decides(ana_the_analyst):
    robles = Neighbour()
    robles.registered()
    package = robles.sends(at(figures(), WHOLE, "2024", count=70_000.0))
    assert "Un paquete espera en cuarentena" in text(ana_the_analyst.get(HOME))
    address = reverse("observatory:network_package", args=[package.pk])
    assert "de una población de" in text(ana_the_analyst.get(address))
    decide = reverse("observatory:decide_package", args=[package.pk])
    assert ana_the_analyst.post(decide, {"verdict": "let_in"}).status_code == 200
    ana_the_analyst.post(decide, {"verdict": "let_in", "reason": "Lo confirmó su analista."})
    package.refresh_from_db()
    assert (package.standing, package.decided_by) == ("released", "Ana")
    assert "Lo confirmó su analista." in text(ana_the_analyst.get(address))


def test_the_picture_tells_equal_from_differing_and_sums_only_the_equal(ana_the_analyst):
    a, b, c = (Neighbour(name, seed) for name, seed in (("Robles", 7), ("Cedros", 8), ("Pinos", 9)))
    for each in (a, b, c):
        each.registered()
    wider = exports.definitions(["homicide"])
    wider["homicide"]["told"] = {**wider["homicide"]["told"], "iccs": ["0101", "0103"]}
    a.sends()
    b.sends(figures(seed=9))
    c.sends(definitions=wider)
    page = text(ana_the_analyst.get(HOME))
    assert "Solo sobre Cedros, Robles" in page
    assert "difiere: otras clases de delito" in page
    assert "No comparables, y en ninguna suma" in page
    ana_the_analyst.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Only over Cedros, Robles" in text(ana_the_analyst.get(HOME))
    assert "Homicides" in text(ana_the_analyst.get(HOME + "?indicator=nothing"))


def test_a_key_is_replaced_and_an_agreement_made_and_ended(ana_the_analyst, territory):
    robles, new = Neighbour(), Neighbour(seed=20)
    node = robles.registered()
    address = reverse("observatory:replace_key", args=[node.pk])
    assert "Reemplazar" in text(ana_the_analyst.get(address))
    told = {"key": new.public, "fingerprint": robles.fingerprint, "reason": "Se perdió."}
    assert "La huella no es la de la clave" in text(ana_the_analyst.post(address, told))
    ana_the_analyst.post(address, told | {"fingerprint": new.fingerprint})
    assert RetiredKey.objects.get().key == robles.public
    agree = reverse("observatory:agree", args=[node.pk])
    until = timezone.localdate().replace(month=12, day=31).replace(year=timezone.localdate().year + 1)
    told = {"title": "Convenio 3", "area_id": "municipality-0101", "tables": ["figures"], "k": 5}
    assert "municipality-2301" in text(ana_the_analyst.get(agree))
    ana_the_analyst.post(agree, told | {"until": until.isoformat()})
    agreement = node.agreements.get()
    page = text(ana_the_analyst.get(reverse("observatory:network_node", args=[node.pk])))
    assert "Convenio 3" in page
    assert "Se perdió." in page
    ana_the_analyst.post(reverse("observatory:end_agreement", args=[agreement.pk]))
    agreement.refresh_from_db()
    assert agreement.ended_by == "Ana"


def test_the_mayor_and_the_commander_find_nothing_there(gloria_the_mayor, catalina_the_commander):
    for browser in (gloria_the_mayor, catalina_the_commander):
        assert browser.get(HOME).status_code == 404


class Asking:
    """Another node that asks us for what is meant for it."""

    def __init__(self, client, neighbour):
        self.client, self.neighbour = client, neighbour

    def ask(self, headers):
        return self.client.get("/" + pulling.PATH, headers=headers)

    def headers(self, after=0, now=None):
        told = {"to": known.own_key(), "after": after, "now": now or timezone.now()}
        return pulling.headers(self.neighbour.key, **told)


@pytest.fixture
def asking(client, territory):
    from datetime import timedelta

    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.observatory.actions import exchange, network
    from confianza.web.observatory.tests.test_network import ARelease

    robles = Neighbour()
    node = robles.registered()
    network.describe_own(name="N", country="GT", level="national", area_id="", by=COMMAND_LINE)
    agreement = network.agree(
        node=node, title="C", area_id="municipality-0101", tables=["figures"], by=COMMAND_LINE,
        until=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    exchange.send_figures(agreement=agreement, release=ARelease(), by=COMMAND_LINE)
    told = Asking(client, robles)
    told.agreement = agreement
    return told


def test_a_node_fetches_what_is_meant_for_it_and_then_nothing_more(asking):
    answer = asking.ask(asking.headers())
    assert signing.unsealed(answer.content).manifest.recipient == asking.neighbour.public
    assert asking.ask(asking.headers(after=1)).status_code == 204


def test_nobody_else_gets_it_and_no_request_is_answered_twice(asking):
    from datetime import timedelta

    good = asking.headers()
    assert asking.ask({}).status_code == 404
    stranger = Asking(asking.client, Neighbour(seed=30))
    assert stranger.ask(stranger.headers()).status_code == 404
    for name in good:
        changed = good | {name: asking.headers(after=3)[name] if "Node" not in name else "0" * 64}
        if changed != good:
            assert asking.ask(changed).status_code == 404, name
    for minutes in (-20, 20):
        late = asking.headers(now=timezone.now() + timedelta(minutes=minutes))
        assert asking.ask(late).status_code == 404
    assert asking.ask(good).status_code == 200
    assert asking.ask(good).status_code == 404
    assert AnsweredRequest.objects.count() == 1


def test_what_waits_is_not_handed_over_once_the_agreement_ended(asking):
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.observatory.actions import network

    network.end_agreement(agreement=asking.agreement, by=COMMAND_LINE)
    assert asking.ask(asking.headers()).status_code == 204
