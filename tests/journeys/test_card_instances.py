"""What a card makes of its answers is what ODK Collect makes of them: the same elements, in the same order."""

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import pyxform
from defusedxml import ElementTree

from confianza.web.fieldwork.cards import structure
from confianza.web.fieldwork.library.catalogue import named
from confianza.web.fieldwork.library.tests.forms import made
from confianza.web.fieldwork.library.tests.test_on_telephones import ANSWERS
from confianza.web.fieldwork.queries.cards import OFFERED
from confianza.web.fieldwork.xforms import reading
from tests.architecture import house
from tests.support import java

ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
SCRIPTS = house.WEB / "fieldwork/static/fieldwork/cards"
ON_FOOT = ("bitacora_patrulla", {"modo": "pie"})
MEETING = ("visita_escolar", {"actividad": "reunion"})
QUICK = [ON_FOOT]
THE_REST = [*((name, {}) for name in OFFERED), MEETING]
# The telephone's own: when it was filled in, and under which number.
OWN = ("inicio", "fin", "instanceID")


@pytest.fixture(scope="module")
def page(browser):
    with browser.new_page() as page:
        for name in ("conditions", "instance"):
            page.add_script_tag(path=SCRIPTS / f"{name}.js")
        yield page


def card_of(name):
    form = made(named(name))
    return structure.card(
        SimpleNamespace(
            form=SimpleNamespace(form_id=form.form_id, title=form.title),
            version=form.version,
            xml=form.xml,
            dictionary=list(form.questions),
        )
    )


def filled(page, card, answers, instance="uuid:1"):
    return page.evaluate(
        "([card, answers, id]) => instance.xml(card, answers, id)", [card, answers, instance]
    )


def answers_of(root, nodes):
    """Return what an instance of JavaRosa's holds, as a card keeps its answers; what is not there as answered."""
    found = {}
    for node in nodes:
        turns = [child for child in root if child.tag == node["name"]]
        kind = node.get("kind")
        if kind == "repeat":
            found[node["name"]] = [answers_of(turn, node["nodes"]) for turn in turns]
        elif kind == "group":
            found[node["name"]] = answers_of(turns[0] if turns else (), node["nodes"])
        elif kind != "meta":
            found[node["name"]] = (turns[0].text or "") if turns else "1"
    return found


def tree(node):
    text = "" if node.tag in OWN else (node.text or "").strip()
    return node.tag, text, [tree(child) for child in node]


@pytest.fixture
def javarosa(shared_data, tmp_path):
    """Fill a form in with the engine of ODK Collect, and return its instance."""
    tool = shared_data.parent / "tools" / "Fill.java"
    if not java.runs_sources() or not tool.is_file():
        pytest.skip("there is no Java here, or no tool that drives JavaRosa")

    def fill(name, answers):
        form = tmp_path / "form.xml"
        form.write_bytes(made(named(name)).xml)
        given = [f"{question}={answer}" for question, answer in answers.items()]
        # Our own files and a tool of the machine.
        said = subprocess.run(  # noqa: S603
            [shutil.which("java"), "-cp", str(ENGINE), str(tool), str(form), *given],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout  # fmt: skip
        return ElementTree.fromstring(said[said.index("<?xml") :].encode())

    return fill


@pytest.mark.parametrize(
    ("name", "other"),
    [*QUICK, *(pytest.param(*each, marks=pytest.mark.slow) for each in THE_REST)],
)
def test_a_card_tells_what_the_engine_of_collect_tells(page, javarosa, name, other) -> None:
    answers, _wrong = ANSWERS[name]
    engine = javarosa(name, {**answers, **other})
    card = card_of(name)
    ours = ElementTree.fromstring(filled(page, card, answers_of(engine, card["nodes"])).encode())
    assert tree(ours) == tree(engine)
    assert (ours.get("id"), ours.get("version")) == (engine.get("id"), engine.get("version"))


@pytest.mark.parametrize("name", OFFERED)
def test_a_card_has_every_element_of_its_version_and_none_of_its_own(page, name) -> None:
    card = card_of(name)
    answers = page.evaluate("(card) => instance.begun(card.nodes)", card)
    for node in card["nodes"]:
        if node["kind"] == "repeat":
            answers[node["name"]] = [page.evaluate("(node) => instance.begun(node.nodes)", node)]
    answers |= {"modo": "moto", "actividad": "charla"}
    told = reading.told(filled(page, card, answers).encode())
    assert (told.form_id, told.instance_id) == (name, "uuid:1")
    instance = next(
        ElementTree.fromstring(made(named(name)).xml).iter("{http://www.w3.org/2002/xforms}instance")
    )
    assert names(told.root) == names(instance[0])


def names(node):
    """Return the tree of names; of a repeat a form holds a pattern and a first turn, which is one here."""
    children = [names(child) for child in node]
    return node.tag.rpartition("}")[2], [
        each for place, each in enumerate(children) if each not in children[:place]
    ]


def test_what_people_write_cannot_break_the_instance(page) -> None:
    card = card_of("ficha_campo")
    answers = page.evaluate("(card) => instance.begun(card.nodes)", card)
    answers["relato"] = "a < b & \"c\" > 'd' ]]> \x00\x0b\ud800 ñ 🙂 </relato><asunto>armas</asunto>"
    told = reading.told(filled(page, card, answers).encode())
    found = reading.answers(told.root, made(named("ficha_campo")).questions)
    assert found["/relato"] == "a < b & \"c\" > 'd' ]]>  ñ 🙂 </relato><asunto>armas</asunto>"
    assert found["/asunto"] == ""


CONDITIONS = [
    (". >= 18", "18", True),
    (". >= 18", "9", False),
    (". = 'si' or . = 'no'", "no", True),
    (". != 'si'", "si", False),
    ("not(selected(., 'nada')) or count-selected(.) = 1", "nada", True),
    ("not(selected(., 'nada')) or count-selected(.) = 1", "nada drogas", False),
    ("string-length(.) >= 2 and string-length(.) <= 3", "ñ🙂", True),
    ("regex(., '^[A-Za-z0-9 -]{1,12}$')", "P-123 ABC", True),
    ("regex(., '[0-9]+')", "12a", False),
    ("date(.) <= today()", "2020-02-29", True),
    ("date(.) <= today()", "2999-01-01", False),
    ("decimal-date-time(.) <= decimal-date-time(now())", "2026-03-01T10:00:00.000-06:00", True),
    ("decimal-date-time(.) <= decimal-date-time(now())", "2999-03-01T10:00:00.000-06:00", False),
    ("date(.) >= date(/data/dia)", "2026-03-01", True),
    ("date(.) > date(/data/dia)", "2026-03-01", False),
    (". <= /data/a + /data/b * 2 - 1", "8", True),
    (". <= /data/a + /data/b * 2 - 1", "9", False),
    ("(. + 1) * 2 = 8 div 2", "1", True),
    (". mod 2 = 1", "7", True),
    ("-1 < .", "0", True),
    ("../a = 3", "", True),
    ("if(. > 1, /data/a, 9) = 3", "2", True),
    ("coalesce(., 'x') = 'x'", "", True),
]


@pytest.mark.parametrize(("text", "answer", "holds"), CONDITIONS)
def test_a_condition_is_worked_out_as_xforms_say(page, text, answer, holds) -> None:
    from confianza.web.fieldwork.cards.conditions import condition

    others = {"/data/dia": "2026-03-01", "/data/a": "3", "/data/b": "3"}
    asked = [condition(text, "/data/q"), answer, others]
    found = page.evaluate(
        "([c, here, others]) => conditions.holds(c, here, (path) => others[path] ?? '')", asked
    )
    assert found is holds
