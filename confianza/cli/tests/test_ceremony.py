"""confianza tips ceremony: off the network in this process, at the register in processes of their own."""

import json
import stat
import subprocess
import sys
import uuid

import pytest
from typer.testing import CliRunner

from confianza.cli.tests.test_installation import environment, run
from confianza.cli.verbs import ceremony as verb
from confianza.web.lib import sealing
from confianza.web.tips import ceremony, envelopes, escrow

# A unit with two members, in a workspace that `init` made; one comes later and has no key.
TOWN = """
from pathlib import Path
import sys
from confianza.cli.starting import start
from confianza.web.lib.workspaces import Workspace
start(Workspace(Path(sys.argv[1])))
from confianza.web.accounts import actions as accounts
from confianza.web.accounts.actions import keyrings
from confianza.web.audit.actions import COMMAND_LINE as by
from confianza.web.lib import walls
from confianza.web.tips.actions import units
with walls.lowered():
    unit = units.register(kind="desk", name_es="Mesa", name_en="Desk", by=by)
    for name in ("ines", "oscar"):
        person = accounts.create_account(username=name, password="jacaranda-en-noviembre", by=by)
        keyrings.enrol(person=person, password="jacaranda-en-noviembre", by=by)
        units.add_member(unit=unit, person=person, by=by)
    units.open_epoch(unit=unit, by=by)
"""
UNIT = str(uuid.UUID(int=7))


def off(*words, typed=""):
    """Run a verb that needs no register."""
    return CliRunner().invoke(verb.app, [*map(str, words)], input=typed)


@pytest.fixture
def root(tmp_path):
    assert off("root", tmp_path / "root").exit_code == 0
    return tmp_path / "root" / "root.key"


@pytest.fixture
def asked(tmp_path):
    """Keys of a unit that wait to be vouched for."""
    box, signing = sealing.new_pair(), sealing.new_signing_pair()
    told = {
        "unit": UNIT, "name": "Mesa", "epoch": 1, "public": box.public.hex(), "verify": signing.public.hex(),
        "members": [{"name": "Inés", "fingerprint": "12345 12345 12345 12345"}],
    }  # fmt: skip
    ceremony.write_request(tmp_path / "asked.json", [told])
    return tmp_path / "asked.json"


def test_a_new_key_comes_with_its_words_for_paper_and_a_secret_file(tmp_path, root):
    assert stat.S_IMODE(root.stat().st_mode) == 0o600
    shown = off("holder", tmp_path / "h", "--institution", "Procuraduría").stdout
    paper = tmp_path / "paper.txt"
    paper.write_text(" ".join(line for line in shown.splitlines() if line.startswith("  ")))
    assert ceremony.read_key(paper, ceremony.HOLDER) == ceremony.read_key(
        tmp_path / "h/holder.key", ceremony.HOLDER
    )


def test_for_machines_the_words_of_a_secret_are_not_printed(tmp_path):
    told = json.loads(off("root", tmp_path / "root", "--json").stdout)
    assert set(told) == {"secret", "public", "compare"}


def test_a_key_is_never_replaced(tmp_path, root):
    before = root.read_text()
    again = off("root", tmp_path / "root")
    assert again.exit_code == 1
    assert root.read_text() == before


def test_whoever_keeps_the_root_key_sees_units_and_members_before_signing(tmp_path, root, asked):
    refused = off("sign", asked, tmp_path / "signed.json", "--root", root, typed="n\n")
    assert refused.exit_code == 1
    assert "Inés  12345" in refused.output
    assert not (tmp_path / "signed.json").exists()
    assert off("sign", asked, tmp_path / "signed.json", "--root", root, typed="y\n").exit_code == 0
    signed = ceremony.read_vouching((tmp_path / "signed.json").read_text())
    assert list(signed) == [(uuid.UUID(UNIT), 1)]


def test_a_key_of_another_kind_signs_nothing(tmp_path, asked):
    off("holder", tmp_path / "h", "--institution", "Procuraduría")
    refused = off("sign", asked, tmp_path / "signed.json", "--root", tmp_path / "h/holder.key", "--yes")
    assert refused.exit_code == 1
    assert not (tmp_path / "signed.json").exists()


def test_three_holders_open_and_two_are_told_that_it_takes_three(tmp_path):
    keys, public = [], []
    for number in range(5):
        off("holder", tmp_path / str(number), "--institution", f"I{number}")
        keys += ["--key", tmp_path / str(number) / "holder.key"]
        public.append(ceremony.read_holder(tmp_path / str(number) / "holder.pub")[2])
    unit, ines = (
        envelopes.UnitKeys(sealing.new_pair().private, sealing.new_signing_pair().private),
        sealing.new_pair(),
    )
    told = {
        "unit": UNIT, "unit_name": "Mesa", "epoch": 1, "person": 5, "person_name": "Inés", "reason": "Sola.",
        "unit_public": sealing.pair_of(unit.box).public.hex(), "person_public": ines.public.hex(),
    }  # fmt: skip
    request, answer = tmp_path / "ask.json", tmp_path / "answer.json"
    ceremony.write_escrow_request(request, told, escrow.shares(unit.packed(), public))
    two = off("open", request, answer, *keys[:4], "--json")
    assert two.exit_code == 1
    assert json.loads(two.stdout)["error"]["code"] == "not_three"
    assert off("open", request, answer, *keys[4:]).exit_code == 0
    sealed = ceremony.read_escrow_answer(answer)["sealed"]
    assert sealing.unseal_with(ines.private, sealed) == unit.packed()


@pytest.mark.slow
def test_the_whole_ceremony_from_the_first_key_to_an_opening_from_escrow(tmp_path):
    town = tmp_path / "town"
    on = ["-w", town]
    assert run("init", town).returncode == 0
    words = ["tips", "ceremony"]

    def do(*rest):
        done = run(*words, *rest)
        assert done.returncode == 0, done.stderr
        return done.stdout

    off("root", tmp_path / "root")
    for number in range(5):
        off("holder", tmp_path / str(number), "--institution", f"I{number}", "--contact", f"tel. {number}")
    do("install", tmp_path / "root/root.pub", *on)
    do("escrow", *(tmp_path / str(number) / "holder.pub" for number in range(5)), *on)
    script = [sys.executable, "-c", TOWN, str(town)]
    made = subprocess.run(script, capture_output=True, text=True, env=environment("en"))
    assert made.returncode == 0, made.stderr
    assert "ines" in do("request", tmp_path / "asked.json", *on)
    do(
        "sign",
        tmp_path / "asked.json",
        tmp_path / "signed.json",
        "--root",
        tmp_path / "root/root.key",
        "--yes",
    )
    assert "In use from today: Mesa, key 1." in do("vouch", tmp_path / "signed.json", *on)
    told = ["--unit", "Mesa", "--for", "ines", "--reason", "Nadie más."]
    do("ask", tmp_path / "ask.json", *told, *on)
    keys = [word for number in (3, 0, 4) for word in ("--key", tmp_path / str(number) / "holder.key")]
    do("open", tmp_path / "ask.json", tmp_path / "answer.json", *keys)
    granted = do("grant", tmp_path / "answer.json", *on)
    assert "I1  tel. 1" in granted
    assert "I2  tel. 2" in granted
    again = run(*words, "vouch", tmp_path / "signed.json", *on, "--json")
    assert (again.returncode, json.loads(again.stdout)["error"]["code"]) == (1, "nothing_waits")
    unknown = run(*words, "ask", tmp_path / "x.json", "--unit", "Otra", "--for", "ines", "--reason", "x", *on)
    assert unknown.returncode == 2
