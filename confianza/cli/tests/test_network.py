"""The network from the command line: keys compared, packages received or refused, in one sentence each."""

from datetime import date, timedelta

import pytest

from confianza.analysis.indicators.tests.test_exchanged import WHOLE, at, figures
from confianza.web.observatory.tests.neighbours import Neighbour

UNTIL = (date.today() + timedelta(days=300)).isoformat()  # noqa: DTZ011


@pytest.fixture
def robles(told):
    neighbour = Neighbour()
    told("network", "register", "--name", "Robles", "--key", neighbour.public)
    told("network", "register", "--name", "Robles", "--fingerprint", neighbour.fingerprint)
    return neighbour


@pytest.fixture
def brought(tmp_path):
    """Write a package to a file, as a stick would bring it."""

    def bring(data, name="p.confianza"):
        file = tmp_path / name
        file.write_bytes(data)
        return file

    return bring


def test_the_key_is_shown_with_its_fingerprint_and_the_node_says_who_it_is(told, confianza):
    first = told("network", "key")
    assert len(first["key"]) == 64
    named = told("network", "key", "--name", "Nosotros", "--country", "gt", "--level", "national")
    assert (named["key"], named["name"], named["country"]) == (first["key"], "Nosotros", "GT")
    assert first["fingerprint"] in confianza("network", "key").stdout


def test_a_node_is_registered_in_two_steps(told, confianza, tmp_path):
    neighbour = Neighbour()
    file = tmp_path / "key.txt"
    file.write_text(f"Robles {neighbour.public}\n")
    waits = told("network", "register", "--name", "Robles", "--key", file)
    assert not waits["confirmed"]
    other = Neighbour(seed=9).fingerprint
    wrong = told("network", "register", "--name", "Robles", "--fingerprint", other, exit_code=1)
    assert wrong["error"]["code"] == "fingerprint"
    assert told("network", "register", "--name", "Robles", "--fingerprint", neighbour.fingerprint)[
        "confirmed"
    ]
    assert "Robles" in confianza("network", "nodes").stdout


def test_a_good_package_arrives_and_shows(told, confianza, robles, brought):
    came = told("network", "receive", brought(robles.package()))
    assert (came["standing"], came["sequence"], came["reasons"]) == ("arrived", 1, [])
    shown = told("network", "show", "homicide")
    assert [node["name"] for node in shown["nodes"]] == ["Robles"]
    assert shown["total"]["over"] == ["Robles"]
    assert "2024" in confianza("network", "show").stdout
    [node] = told("network", "nodes")
    assert (node["last_sequence"], node["days_late"], node["never_came"]) == (1, 0, [])


def test_a_tampered_replayed_or_re_keyed_package_is_refused_in_one_sentence(told, confianza, robles, brought):
    good = robles.package()
    changed = bytearray(good)
    changed[len(good) // 2] ^= 1
    stranger = Neighbour(seed=30)
    told("network", "receive", brought(good))
    for data, code in ((bytes(changed), "damaged"), (good, "replayed"), (stranger.package(), "other_key")):
        refused = told("network", "receive", brought(data), exit_code=1)["error"]
        assert refused["code"] == code
        assert refused["message"].endswith(".")
    said = confianza("network", "receive", brought(bytes(changed)))
    assert (said.exit_code, said.stdout) == (1, "")
    assert len(said.stderr.strip().splitlines()) == 1


def test_quarantine_lists_why_and_a_person_decides(told, confianza, robles, brought):
    told("network", "receive", brought(robles.package(at(figures(), WHOLE, "2024", count=70_000.0))))
    [waiting] = told("network", "quarantine")
    assert {reason["code"] for reason in waiting["reasons"]} >= {"exceeds_population"}
    assert waiting["reasons"][0]["sentence"] in confianza("network", "quarantine").stdout
    number = waiting["number"]
    assert told("network", "quarantine", number, exit_code=2)["error"]["code"] == "wrong_usage"
    assert told("network", "quarantine", 999, "--refuse", exit_code=2)["error"]["code"] == "wrong_usage"
    assert told("network", "quarantine", number, "--release", exit_code=1)["error"]["code"] == "no_reason"
    assert told("network", "quarantine", number, "--release", "--reason", "Lo confirmó su analista.") == []


def test_nothing_is_exported_or_fetched_without_agreement_node_and_address(told, robles, tmp_path):
    for words in (
        ("export", "--to", "Nadie"), ("export", "--to", "Robles"), ("fetch", "Robles"), ("fetch", "Nadie"),
        ("register", "--name", "Otro"),
    ):  # fmt: skip
        assert told("network", *words, exit_code=2)["error"]["code"] == "wrong_usage"
    refused = told("network", "agree", "Robles", "--title", "C", "--until", UNTIL, exit_code=1)
    assert refused["error"]["code"] in ("agreement", "until")


def test_a_new_key_comes_with_a_statement_for_the_others(told, tmp_path):
    before = told("network", "key", "--name", "Nosotros", "--level", "national")["key"]
    statement = tmp_path / "statement.json"
    after = told("network", "key", "--renew", statement, "--reason", "Cambio anual.")
    assert after["key"] != before
    assert before in statement.read_text()
    assert told("network", "key", "--renew", statement, "--reason", "x", exit_code=2)


def test_plain_http_is_only_for_this_machine_and_only_when_asked(told, robles):
    from confianza.web.observatory.models import Node

    for address, extra in (
        ("http://127.0.0.1:1", ()), ("http://example.org", ("--loopback",)), ("ftp://x", ("--loopback",)),
    ):  # fmt: skip
        Node.objects.update(address=address)
        refused = told("network", "fetch", "Robles", *extra, exit_code=1)
        assert refused["error"]["code"] == "not_https"
    Node.objects.update(address="http://127.0.0.1:1")
    assert told("network", "fetch", "Robles", "--loopback", exit_code=1)["error"]["code"] == "unreachable"


def test_an_agreement_is_written_down_listed_and_ended(told, confianza, robles):
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.observatory.tests import encinos
    from confianza.web.territory.actions import importing

    importing.import_files(files=[encinos.boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    words = ("network", "agree", "Robles", "--title", "Convenio 1", "--area", encinos.TOWN, "--until", UNTIL)
    [agreed] = told(*words, "--table", "records", "--k", "7")
    assert (agreed["tables"], agreed["k"], agreed["until"]) == (["records"], 7, UNTIL)
    assert "Convenio 1" in confianza(*words).stdout
    assert (
        told("network", "export", "--to", "Robles", "--records", exit_code=1)["error"]["code"] == "not_linked"
    )
    assert told("network", "export", "--to", "Robles", exit_code=2)["error"]["code"] == "wrong_usage"
    assert told("network", "agree", "Robles", "--end") == []
