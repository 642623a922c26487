import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

import confianza.web
from confianza.web.audit import sentences
from confianza.web.audit.chain.verification import Fault, Why
from confianza.web.design import entrances

ROOMS = Path(confianza.web.__file__).parent


def recorded() -> set[str]:
    """Every action that a room writes into the account, as `action="room.verb"` in its code."""
    return {
        keyword.value.value
        for path in ROOMS.rglob("*.py")
        if "tests" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "action"
        and isinstance(keyword.value, ast.Constant)
        and "." in str(keyword.value.value)
    }


def test_every_deed_has_its_words() -> None:
    assert {"audit.export_heads", "records.bring"} <= recorded()
    assert not recorded() - set(entrances.deeds())


def test_a_deed_without_words_is_told_by_its_code() -> None:
    assert sentences.of_deed("no.such") == "no.such"


@pytest.mark.parametrize("why", Why)
def test_every_fault_has_its_sentence(why: Why, language: str) -> None:
    told = sentences.of_verdict(3000, Fault(1234, why))
    assert "%" not in told
    assert len(told) > 20


def test_the_last_good_head_is_the_one_before_the_first_that_is_not() -> None:
    assert "1,233" in sentences.of_fault(1234, "heads_changed")
    assert "1,234" in sentences.of_fault(1234, "changed")


def test_what_nobody_verified_is_called_neither_whole_nor_altered() -> None:
    assert sentences.standing(None).kind == "neutral"


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"ok": True, "entries": 4}, "good"),
        ({"ok": False, "entries": 4, "entry": 2, "why": "missing"}, "act"),
    ],
    ids=["whole", "altered"],
)
def test_how_the_account_stands_is_told_from_its_last_verification(details: dict, kind: str) -> None:
    told = sentences.standing(SimpleNamespace(details=details, at=None, actor_name="Noé"))
    assert (told.kind, told.by) == (kind, "Noé")


def test_details_are_told_as_texts() -> None:
    details = {"left_out": 1234, "files": ["a.csv", "b.csv"], "office": "", "ok": False}
    assert sentences.of_details(details) == [
        ("left out", "1,234"),
        ("files", "a.csv, b.csv"),
        ("office", "–"),
        ("ok", "no"),
    ]
