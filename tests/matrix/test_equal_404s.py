"""Another town's object and one that never was get the same answer: the same bytes, in the same class of time."""

import gc
import random
import re
import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix import samples, table, walk
from tests.matrix.table import ALLOWED, EVERYWHERE, NOTHING_THERE, OTHER, OWN, Cell
from tests.support import addresses

pytestmark = pytest.mark.django_db
DECIDED = table.cells(table.lines())
NO_SUCH_ADDRESS = "/no/hay/nada/aqui/"

# What stands in an address and belongs to no town: anybody who may open the page may name any of them.
OF_NO_TOWN = {
    "observatory:answer_criterion",
    "observatory:concentration_file",
    "observatory:crime_map_file",
    "observatory:forecast_file",
    "observatory:times_file",
    "observatory:week_file",
    "observatory:offence",
    "observatory:table_csv",
    "records:source",
    "territory:area",
    # Of telephones, by their keys: nobody who logs in holds one.
    "fieldwork:card_forms",
    "fieldwork:form_xml",
    "fieldwork:manifest",
    "fieldwork:form_file",
    "fieldwork:form_xml_by_login",
    "fieldwork:manifest_by_login",
    "fieldwork:form_file_by_login",
    # Lists of names: by a seat in the body, which none of the cast holds.
    "community:attendance",
    "community:member",
    "community:members",
    # Places in a jury, which none of the cast has.
    "plans:candidacy",
    "plans:judge",
    "plans:judge_one",
    # What comes with the program.
    "fieldwork:ready_form",
    "fieldwork:ready_sheet",
    # Units of the tip line: whoever keeps their list sees all of them.
    "tips:add_member",
    "tips:key_request",
    "tips:open_epoch",
    "tips:remove_member",
    "tips:vouch",
    # Nodes of the network and their packages: whoever works with the network sees all of it.
    "observatory:agree",
    "observatory:confirm_node",
    "observatory:decide_package",
    "observatory:end_agreement",
    "observatory:network_node",
    "observatory:network_package",
    "observatory:replace_key",
    # Of what is published, which is everybody's.
    "public_site:api-nothing",
    "public_site:api-release",
    "public_site:bulletin",
    "observatory:bulletin_pdf",
    "observatory:release",
    "observatory:release_file",
    "public_site:embed",
    "public_site:evaluation",
    "public_site:evaluation_json",
    "public_site:evaluation_registration",
    "public_site:exhibit",
    "public_site:file",
    "public_site:grant_call",
    "public_site:grant_draw",
    "public_site:grant_json",
    "public_site:indicator",
    "public_site:indicator_map",
    "public_site:indicator_shapes",
    "public_site:place",
    "public_site:plan",
    "public_site:problem",
    "public_site:promise",
    "public_site:promise_feed",
    "public_site:release",
    "public_site:survey",
    "public_site:survey_csv",
    "public_site:survey_json",
    "public_site:survey_sheet",
    "surveys:public_draw",
    "surveys:public_draw_record",
}

ROUNDS, ASKED_EACH = 3, 200
SURELY_DIFFERENT, CLEARLY_DIFFERENT = 0.01, 0.10


def outsiders():
    """Return, for each address of an object, who may open it in the own town and not in another."""
    keys = dict.fromkeys((cell.address, cell.method) for cell in sorted(DECIDED))
    return [found for key in keys if samples.sample(key[0]).has_object if (found := _outsider(*key))]


def _outsider(address, method):
    for who in table.columns():
        cell = Cell(address, method, OTHER, who)
        insider = any(DECIDED[Cell(address, method, at, who)] == ALLOWED for at in (OWN, EVERYWHERE))
        if insider and DECIDED[cell] == NOTHING_THERE:
            return cell
    return None


OUTSIDERS = [pytest.param(cell, id=f"{cell.method}-{cell.address}") for cell in outsiders()]


def asked(browser, cell, path):
    """Ask as somebody of another town; return the answer's bytes and the shape of what the register was asked."""
    with walk.undone(), CaptureQueriesContext(connection) as queries:
        response = browser.ask(cell.method, path, samples.sample(cell.address).form)
    return _bytes(response), [_shape(query["sql"]) for query in queries]


def _bytes(response):
    headers = {name: value for name, value in response.items() if name != "Date"}
    return response.status_code, headers, response.cookies.output(), response.getvalue()


def _shape(sql):
    """Return a statement without the values in it and without the numbers of savepoints."""
    return re.sub(r"'(?:[^']|'')*'|\bs\d+_x\d+\b|\b\d+(?:\.\d+)?\b", "?", sql)


def paths(world, cell):
    return samples.path(cell.address, world), samples.made_up_path(cell.address)


@pytest.fixture(scope="module")
def told(world):
    """Ask for what never was, for somebody else's, and for what never was again: `told(cell)`, asked once.

    Whatever is only asked for once, a process or a session, the first of the three answers pays.
    """
    kept = {}

    def ask(cell):
        if cell not in kept:
            browser, (theirs, nobodys) = walk.Browser(world, cell.who, OTHER), paths(world, cell)
            kept[cell] = [asked(browser, cell, path) for path in (nobodys, theirs, nobodys)]
        return kept[cell]

    return ask


@pytest.mark.parametrize("cell", OUTSIDERS)
def test_what_is_somebody_elses_and_what_never_was_are_answered_with_the_same_bytes(told, cell) -> None:
    first, theirs, nobodys = (answer for answer, _ in told(cell))
    assert theirs[0] == 404
    assert first == theirs == nobodys


@pytest.mark.parametrize("cell", OUTSIDERS)
def test_the_register_is_asked_the_same_for_both(told, cell) -> None:
    _, theirs, nobodys = (questions for _, questions in told(cell))
    assert theirs == nobodys
    assert theirs


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_address_that_means_nothing_is_answered_with_the_same_bytes_too(world, language) -> None:
    people = sorted({cell.who for cell in outsiders()})
    browsers = {who: walk.Browser(world, who, OTHER, language=language) for who in people}
    nobodys = {}
    for cell in outsiders():
        browser, way = browsers[cell.who], (cell.who, cell.method)
        if way not in nobodys:
            nobodys[way], _ = asked(browser, cell, NO_SUCH_ADDRESS)
        theirs, _ = asked(browser, cell, samples.path(cell.address, world))
        assert theirs == nobodys[way], cell


def test_the_page_carries_nothing_that_differs_each_time(world) -> None:
    cell = outsiders()[0]
    browser = walk.Browser(world, cell.who, OTHER)
    (status, headers, cookies, page), _ = asked(browser, cell, samples.path(cell.address, world))
    assert status == 404
    assert cookies == ""
    assert b"<form" not in page
    assert b"csrf" not in page
    assert b"nonce" not in page
    assert b"/registros/entregas/" not in page
    assert "no-store" in headers["Cache-Control"]


def test_a_sentence_that_waits_for_the_next_page_waits_on(world) -> None:
    browser = walk.Browser(world, "analyst", OWN)
    with walk.undone():
        browser.ask("POST", samples.path("accounts:end_others", world))
        first = browser.ask("GET", NO_SUCH_ADDRESS)
        assert first.content == browser.ask("GET", samples.made_up_path("records:delivery")).content
        assert b'class="messages"' in browser.ask("GET", samples.path("accounts:home", world)).content


def test_every_address_with_something_in_it_is_compared_or_belongs_to_no_town() -> None:
    compared = {cell.address for cell in outsiders()}
    with_object = {each.name for each in addresses.everything() if each.converters}
    assert with_object - compared == OF_NO_TOWN


def test_a_difference_of_one_byte_or_one_question_would_be_seen(world, monkeypatch) -> None:
    from confianza.web.project import views

    cell = outsiders()[0]
    browser = walk.Browser(world, cell.who, OTHER)
    monkeypatch.delitem(views.NOTHING_TOLD, "formless")
    answers = [asked(browser, cell, path) for path in paths(world, cell)]
    assert answers[0][0] != answers[1][0]
    assert _shape("SELECT 1 FROM a WHERE b = 'c''d' AND e = 12") == _shape(
        "SELECT 2 FROM a WHERE b = '' AND e = 1"
    )
    assert _shape("SELECT a FROM b") != _shape("SELECT a FROM c")


# --- time -----------------------------------------------------------------------------------------


def seconds(browser, cell, two_paths, chance):
    """Ask for both in a random order, again and again; return how long each took."""
    took = {path: [] for path in two_paths}
    for _ in range(ASKED_EACH):
        for path in chance.sample(two_paths, 2):
            begun = time.perf_counter()
            with walk.undone():
                browser.ask(cell.method, path, samples.sample(cell.address).form)
            took[path].append(time.perf_counter() - begun)
    return [took[path] for path in two_paths]


def tell_apart(theirs, nobodys):
    """Say whether these times tell the two answers apart: surely by their ranks, or clearly by their medians."""
    from scipy.stats import mannwhitneyu

    medians = statistics.median(theirs), statistics.median(nobodys)
    apart = abs(medians[0] - medians[1]) / min(medians)
    return bool(mannwhitneyu(theirs, nobodys).pvalue < SURELY_DIFFERENT or apart > CLEARLY_DIFFERENT)


@pytest.mark.slow
@pytest.mark.parametrize("cell", OUTSIDERS)
def test_the_time_an_answer_takes_tells_nothing(world, cell) -> None:
    browser = walk.Browser(world, cell.who, OTHER)
    chance = random.Random(1)
    two_paths = list(paths(world, cell))
    gc.disable()
    try:
        # A busy machine may tell any two samples apart once; a real difference shows in every round.
        rounds = (tell_apart(*seconds(browser, cell, two_paths, chance)) for _ in range(ROUNDS))
        assert not all(rounds)
    finally:
        gc.enable()


def test_times_that_differ_are_told_apart() -> None:
    chance = random.Random(1)
    quick = [chance.gauss(5.0, 0.3) for _ in range(ASKED_EACH)]
    slow = [chance.gauss(5.2, 0.3) for _ in range(ASKED_EACH)]
    alike = [chance.gauss(5.0, 0.3) for _ in range(ASKED_EACH)]
    assert tell_apart(quick, slow)
    assert not tell_apart(quick, alike)
