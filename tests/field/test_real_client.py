"""The engine of ODK Collect and a client by its rules, against a server that runs; and hardly any network."""

import random
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from confianza.web.fieldwork.library.catalogue import ready_forms
from confianza.web.fieldwork.library.tests.test_on_telephones import ANSWERS
from tests.field import cutting
from tests.support.collect import Collect, CutOff, NotAccepted

# The server holds a register of its own on the database of this run.
pytestmark = pytest.mark.register
TURNS = {"hallazgo": 3, "parada": 2, "tema": 2, "compromiso": 2, "vehiculo": 2, "lugar": 2, "acuerdo": 2}
# Further answers against the rules, beside the one of each form in ANSWERS, and what is said then in Spanish.
MORE_WRONG = (
    ("percepcion_ciudadana", "anios_barrio", "41", "No puede ser más que su edad"),
    ("percepcion_ciudadana", "conglomerado", "A 1/2", "Solo letras, números y guiones, hasta 20"),
    ("bitacora_patrulla", "dia", "2999-01-01", "La fecha no puede estar por venir"),
    ("bitacora_patrulla", "parada_minutos", "0", "Un número de 1 a 720"),
    ("ficha_campo", "relato", "Poco", "De 10 a 4000 letras"),
    ("acta_reunion", "mujeres", "2001", "Un número de 0 a 2000"),
    ("caminata_segura", "participantes", "0", "Un número de 1 a 500"),
    ("visita_escolar", "alumnas", "-1", "Un número de 0 a 2000"),
)
FIRST_WALK = {"hallazgo_foto": "casa.jpg", "hallazgo_foto[2]": "puente.jpg", "hallazgo_foto[3]": "poste.jpg"}
PHOTOS = {name: random.Random(name).randbytes(5_000) for name in FIRST_WALK.values()}


@pytest.fixture
def collect(server):
    return Collect(server.address())


@pytest.fixture(scope="session")
def forms(server, tmp_path_factory):
    """Every form as it came from the server that runs, by the name it has on telephones."""
    folder, telephone = tmp_path_factory.mktemp("downloaded"), Collect(server.address())
    for listed in telephone.forms():
        xml, _files = telephone.fetch(listed)
        (folder / f"{listed.form_id}.xml").write_bytes(xml)
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture
def fill(engine, forms):
    """Fill a downloaded form in: with the answers of ANSWERS where no others are given."""

    def filled(name, answers=None, **how):
        form: Path = forms[name]
        return engine.fill(form, answers or ANSWERS[name][0], **{"turns": TURNS, **how})

    return filled


def held(server, filled):
    digest = sha256(filled.xml).hexdigest()
    return [each for each in server.holds()["submissions"] if each["sha256"] == digest]


def test_it_finds_every_form_that_comes_with_the_program_on_a_server_that_runs(collect, forms):
    assert (
        {listed.form_id for listed in collect.forms()} == set(forms) == {each.name for each in ready_forms()}
    )


def test_every_form_is_filled_in_corrected_in_spanish_sent_and_there(fill, collect, server):
    sent = {}
    for name, (_answers, (question, wrong, sentence)) in ANSWERS.items():
        filled = fill(name, wrong={question: wrong})
        assert filled.refused == ((question, sentence),), name
        assert filled.is_whole, name
        assert not filled.missing, name
        assert collect.send(filled.xml) == "Recibido. Gracias."
        sent[sha256(filled.xml).hexdigest()] = name
    arrived = {each["sha256"]: each["form"] for each in server.holds()["submissions"]}
    assert {digest: arrived.get(digest) for digest in sent} == sent


@pytest.mark.parametrize(("form", "question", "wrong", "sentence"), MORE_WRONG)
def test_it_says_in_spanish_what_it_does_not_take(form, question, wrong, sentence, fill):
    filled = fill(form, wrong={question: wrong})
    assert (question, sentence) in filled.refused
    assert filled.is_whole


@pytest.mark.parametrize("form", ANSWERS)
def test_what_must_be_answered_cannot_be_left_out(form, fill):
    filled = fill(form, answers={"nobody_asks_this": "1"})
    assert filled.missing
    assert not filled.is_whole


def test_questions_are_asked_in_spanish_and_only_of_whom_they_concern(fill):
    answers = {**ANSWERS["percepcion_ciudadana"][0]}
    victim = fill("percepcion_ciudadana", answers)
    assert victim.said["edad"] == "3. ¿Cuántos años cumplidos tiene?"
    assert "victima_tipo" in victim.said
    assert "victima_tipo" not in fill("percepcion_ciudadana", {**answers, "victima_12m": "no"}).said
    assert "edad" not in fill("percepcion_ciudadana", {**answers, "consentimiento": "no"}).said


def test_a_repeat_is_gone_through_as_often_as_there_is_something_to_say(fill, collect, server):
    filled = fill("caminata_segura", {**ANSWERS["caminata_segura"][0], **FIRST_WALK})
    turns = ElementTree.fromstring(filled.xml).findall("hallazgo")
    assert [turn.findtext("hallazgo_foto") for turn in turns] == list(PHOTOS)
    collect.send(filled.xml, PHOTOS)
    (arrived,) = held(server, filled)
    assert arrived["files"] == {name: sha256(content).hexdigest() for name, content in PHOTOS.items()}
    assert arrived["standing"] == "waiting"


def test_it_sends_in_parts_breaks_off_in_the_middle_and_sends_again(fill, collect, server, monkeypatch):
    monkeypatch.setattr(collect, "_limit", lambda: 8_000)
    filled = fill("caminata_segura", {**ANSWERS["caminata_segura"][0], **FIRST_WALK})
    with pytest.raises(CutOff):
        collect.send(filled.xml, PHOTOS, cut=0.5)
    (arrived,) = held(server, filled)
    # The parts before the one that broke off arrived; the server knows what is missing.
    assert (arrived["standing"], arrived["files"]["poste.jpg"]) == ("arriving", "")
    assert collect.send(filled.xml, PHOTOS) == "Ya se había recibido; está aquí una sola vez."
    (arrived,) = held(server, filled)
    assert arrived["standing"] == "waiting"
    assert arrived["files"] == {name: sha256(content).hexdigest() for name, content in PHOTOS.items()}


def test_what_is_the_same_is_taken_once_and_what_is_not_is_kept_aside(fill, collect, server):
    filled = fill("ficha_campo")
    assert collect.send(filled.xml) == "Recibido. Gracias."
    assert collect.send(filled.xml) == "Ya se había recibido; está aquí una sola vez."
    assert len(held(server, filled)) == 1
    changed = filled.xml.replace(b"Un carro gris", b"Un carro azul")
    with pytest.raises(NotAccepted, match="409: .*apart"):
        collect.send(changed)
    assert len(held(server, filled)) == 1
    assert "conflict" in {reason for _instance, reason in server.holds()["aside"]}


def test_a_form_of_a_version_that_nobody_knows_here_is_taken_with_a_mark(fill, collect, server):
    xml = fill("acta_reunion").xml.replace(b'version="2026.1"', b'version="2019.7"')
    collect.send(xml)
    digest = sha256(xml).hexdigest()
    (arrived,) = [each for each in server.holds()["submissions"] if each["sha256"] == digest]
    assert arrived["flags"] == ["unknown_version"]


# --- where there is hardly any network --------------------------------------------------------------------


def send_and_compare(server, *, many: int, seed: int) -> None:
    chance = random.Random(seed)
    walks = [cutting.walk(chance) for _ in range(many)]
    tally = cutting.send_all([server.address(each) for each in range(len(server.keys))], walks, seed=seed)
    holds = server.holds()
    sent = {each.instance for each in walks}
    held = [each for each in holds["submissions"] if each["instance"] in sent]
    assert len(held) == len(sent) == many
    by_instance = {each["instance"]: each for each in held}
    assert [each.instance for each in walks if not each.is_as_held(by_instance[each.instance])] == []
    assert {each["standing"] for each in held} == {"waiting"}
    assert not [reason for instance, reason in holds["aside"] if instance in sent]
    assert holds["broken"] == []
    # It would prove nothing if hardly any connection had broken, or all at the same place.
    assert sum(tally.cut.values()) > 0.2 * tally.posts
    assert min(tally.cut.values()) > 0.03 * many
    assert tally.heard > many


def test_a_hundred_come_in_once_each_though_a_third_of_the_connections_break(server):
    send_and_compare(server, many=100, seed=20261128)


@pytest.mark.slow
def test_a_thousand_come_in_once_each_though_a_third_of_the_connections_break(server):
    send_and_compare(server, many=1000, seed=4)
