"""Cards of a browser: who gets a key, what each form asks of it, and what is beyond it."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.fieldwork.actions import cards as actions
from confianza.web.fieldwork.actions import devices
from confianza.web.fieldwork.cards import words
from confianza.web.fieldwork.cards.conditions import BeyondCards, condition
from confianza.web.fieldwork.cards.structure import card
from confianza.web.fieldwork.library.catalogue import named
from confianza.web.fieldwork.library.tests.forms import of
from confianza.web.fieldwork.models import Device, Form, FormVersion
from confianza.web.fieldwork.queries import cards as queries
from confianza.web.fieldwork.queries import devices as devices_queries
from confianza.web.fieldwork.tests.forms import spreadsheet
from confianza.web.fieldwork.views.cards import SCRIPTS

SCRIPT_LIMIT = 60_000
FORM = """
| survey |
| | type | name | label | calculation | choice_filter | constraint |
| | integer | a | A | | | |
{row}
| choices |
| | list_name | name | label | group |
| | uno | x | X | 1 |
| settings |
| | form_title | form_id | version |
| | Acta | acta_reunion | 1 |
"""


@pytest.fixture
def benito(person):
    return person(Role.BEAT_OFFICER)


def version_of(text):
    """Return a version as the register keeps it, without one."""
    form = of(text.encode(), ".md")
    return SimpleNamespace(
        form=SimpleNamespace(form_id=form.form_id, title=form.title),
        version=form.version,
        xml=form.xml,
        dictionary=list(form.questions),
    )


def kept(text, roles, area=None):
    """Keep a version without the checks of bringing one, which take a second each."""
    made = version_of(text)
    form = Form.objects.create(form_id=made.form.form_id, title=made.form.title, roles=roles, area=area)
    return FormVersion.objects.create(
        form=form, version=made.version, xml=made.xml, dictionary=made.dictionary
    )


@pytest.fixture
def installed(db):
    for ready in map(named, queries.OFFERED):
        kept(ready.text, list(ready.roles))


def scripts():
    paths = {name: Path(finders.find(f"fieldwork/cards/{name}.js")) for name in SCRIPTS}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


# --- keys -----------------------------------------------------------------------------------------------


def test_a_browser_gets_a_key_that_fetches_the_persons_cards(client, person, benito, installed):
    client.force_login(benito)
    told = client.post(reverse("fieldwork:enrol_cards"))
    assert told.status_code == 201
    client.logout()
    answered = client.get(f"/odk/{told.json()['key']}/tarjetas")
    assert answered["X-OpenRosa-Version"] == "1.0"
    assert [each["form"] for each in answered.json()["forms"]] == list(queries.OFFERED)
    device = Device.objects.get()
    assert (device.person, device.token) == (benito, devices_queries.token_of(told.json()["key"]))
    assert Entry.objects.filter(action="fieldwork.give_key", subject=str(device.pk)).count() == 1
    catalina = person(Role.COMMANDER)
    actions.enrol(person=catalina, area=None, by=catalina)
    theirs = queries.forms(Device.objects.get(person=catalina))
    assert [each["form"] for each in theirs] == ["ficha_campo", "bitacora_patrulla"]


def test_a_key_taken_back_is_told_apart_from_a_server_that_refuses(client, benito, installed):
    key = actions.enrol(person=benito, area=None, by=benito)
    devices.revoke(device=Device.objects.get(), by=COMMAND_LINE)
    answered = client.get(f"/odk/{key}/tarjetas")
    assert answered.status_code == 404
    assert "X-OpenRosa-Version" not in answered


def test_whoever_keeps_telephones_of_the_forms_town_can_take_the_key_back(client, person, towns):
    kept(named("acta_reunion").text, [Role.COMMUNITY_RELATIONS], area=towns.here)
    hugo = person(Role.COMMUNITY_RELATIONS, area=towns.here)
    client.force_login(hugo)
    client.post(reverse("fieldwork:enrol_cards"))
    device = Device.objects.get()
    for town, sees in ((towns.here, True), (towns.there, False)):
        client.force_login(person(Role.ANALYST, area=town))
        assert (device.label in client.get(reverse("fieldwork:telephones")).content.decode()) is sees


def test_only_whoever_works_in_the_street_opens_the_page(client, person, benito):
    page = reverse("fieldwork:cards")
    assert client.get(page).status_code == 302
    client.force_login(person(Role.ANALYST))
    assert client.get(page).status_code == 404
    client.force_login(benito)
    shown = client.get(page)
    assert shown.status_code == 200
    assert benito.display_name not in shown.content.decode().replace("%(name)s", "")


def test_people_are_told_apart_on_a_telephone_by_a_name_that_says_nothing(person, benito):
    one, other = queries.reference(benito), queries.reference(person(Role.COMMANDER))
    assert one != other
    assert re.fullmatch(r"[0-9a-f]{16}", one)
    assert one == queries.reference(benito)


def test_the_guardian_names_the_page_and_all_it_needs(client, db):
    told = client.get(reverse("fieldwork:cards_worker"))
    assert told["Content-Type"].startswith("text/javascript")
    kept = json.loads(told.content.decode().partition("\n")[0].removeprefix("const KEPT = ").rstrip(";"))
    assert kept["page"] == reverse("fieldwork:cards")
    for name in SCRIPTS:
        assert any(f"cards/{name}" in file for file in kept["files"]), name
    assert len(kept["version"]) == 12


def test_the_page_stands_on_the_screen_of_a_telephone_under_its_own_name(client, db):
    told = json.loads(client.get(reverse("fieldwork:cards_manifest")).content)
    assert (told["name"], told["scope"], told["start_url"]) == (
        "Tarjetas de campo",
        *[reverse("fieldwork:cards")] * 2,
    )


# --- what a form asks of a browser ----------------------------------------------------------------------


def test_a_card_has_conditions_texts_and_limits_of_its_form():
    made = card(version_of(named("acta_reunion").text))
    group = next(node for node in made["nodes"] if node["name"] == "asistencia")
    police = group["nodes"][2]
    assert police["constraint"][0] == "and"
    assert police["message"] == {
        "es": "No pueden ser más que quienes asistieron",
        "en": "They cannot be more than those who attended",
    }
    assert group["label"] == {"es": "Asistencia", "en": "Attendance"}
    assert made["titles"] == {"es": "Acta de reunión", "en": "Minutes of a meeting"}
    photo = next(node for node in made["nodes"] if node["kind"] == "photo")
    assert photo["pixels"] == 1600


def test_a_form_of_the_town_under_a_title_of_its_own_is_called_by_it():
    made = card(version_of(FORM.replace("{row}", "| | text | b | B | | | |")))
    assert made["titles"] == {"": "Acta"}
    assert made["nodes"][0]["label"] == {"": "A"}


@pytest.mark.parametrize(
    "row",
    [
        "| | calculate | b | | ${a} + 1 | | |",
        "| | select_one uno | b | B | | group = ${a} | |",
        "| | barcode | b | B | | | |",
        "| | audio | b | B | | | |",
        "| | integer | b | B | | | count-non-empty(${a}) > 1 |",
    ],
    ids=["calculation", "filtered list", "barcode", "sound", "function"],
)
def test_what_a_browser_cannot_do_as_collect_does_is_no_card(row):
    with pytest.raises(BeyondCards):
        card(version_of(FORM.replace("{row}", row)))


def test_a_form_beyond_cards_is_left_to_collect_and_so_is_one_of_another_name(db, benito):
    for text in (FORM.replace("{row}", "| | audio | b | B | | | |"), spreadsheet().decode()):
        kept(text, [Role.BEAT_OFFICER])
    actions.enrol(person=benito, area=None, by=benito)
    device = Device.objects.get()
    assert len(devices_queries.versions_for(device)) == 2
    assert queries.forms(device) == []


def test_a_condition_becomes_lists_and_paths_become_whole():
    asked = condition("../a >= 1 and not(selected(., 'x'))", "/data/g/q")
    assert asked == [
        "and",
        [">=", ["at", "/data/g/a"], ["number", 1.0]],
        ["call", "not", ["call", "selected", ["here"], ["text", "x"]]],
    ]
    assert condition("1 + 2 * 3 - 4 = -/data/b", "/data/q") == [
        "=",
        ["-", ["+", ["number", 1.0], ["*", ["number", 2.0], ["number", 3.0]]], ["number", 4.0]],
        ["neg", ["at", "/data/b"]],
    ]
    assert condition("", "/data/q") is None


@pytest.mark.parametrize(
    "text",
    [
        "/data/x[1] = 1",
        "//x = 1",
        "/data//x = 1",
        "instance('a')/data/item = 1",
        "foo(.)",
        ". >= (18",
        "@id = 1",
    ]
    + ["/data/* = 1", "/data/a | /data/b", "count(/data/x)"],
)
def test_what_is_beyond_a_browser_is_refused_and_never_guessed(text):
    with pytest.raises(BeyondCards):
        condition(text, "/data/q")


# --- the page's own -------------------------------------------------------------------------------------


# Names that the scripts put together.
BUILT = re.compile(r"(wrong|later|door|unable|login|first)_|.*_one$")


def test_every_word_the_scripts_say_is_known_and_every_known_word_is_said():
    quoted = "".join(scripts().values())
    said = set(re.findall(r'\b(?:say|button|submitted|link)\("(\w+)"', quoted))
    assert len(said) > 60
    assert said <= set(words.WORDS)
    built = {name for name in words.WORDS if BUILT.match(name)}
    unsaid = {name for name in set(words.WORDS) - built if f'"{name}"' not in quoted}
    assert unsaid <= {"short"}  # the manifest says it


def test_the_scripts_stay_small():
    code = [line.strip() for text in scripts().values() for line in text.splitlines()]
    assert sum(len(line.encode()) + 1 for line in code if not line.startswith("//")) < SCRIPT_LIMIT
