"""The harness reads what the tools tell, lets only explained findings pass, and never leaves this machine."""

import json
import sqlite3
from datetime import date
from typing import ClassVar

import pytest

from tests.attack import (
    findings,
    oddities,
    openapi,
    reaching,
    schemathesis,
    server_log,
    surveying,
    vulnerable,
    wapiti,
)
from tests.attack.asking import Answer, Asker
from tests.attack.findings import Attack, Explanation, Finding
from tests.support import addresses

GRAVE = Finding("wapiti", "XSS", "GET /que-es/ (q)", "high")
TRIVIAL = Finding("wapiti", "HTTP Methods", "GET /", "informational")
WORD = Explanation("wapiti", "XSS", "GET /que-es/*", "a reason", "somebody", date(2026, 11, 22))
WAPITI = {
    "vulnerabilities": {
        "Reflected Cross Site Scripting": [
            {
                "method": "GET",
                "path": "/registros/subidas/7/?q=1",
                "info": "XSS via\n q",
                "level": 2,
                "parameter": "q",
            }
        ]
    },
    "anomalies": {"Internal Server Error": [{"method": "GET", "path": "/nada", "info": "500", "level": 0}]},
    "additionals": {"HTTP Methods": [{"method": "GET", "path": "/", "info": "OPTIONS", "level": 1}]},
}
SCHEMATHESIS = {
    "failures": [
        {"type": "ServerError", "severity": "critical", "title": "Server error", "operations": ["GET /a/"]}
    ],
    "errors": [{"title": "Runtime Error", "count": 1}],
}
LOG = """2026-11-22 14:22:01,191 ERROR django.request: Internal Server Error: /registros/subidas/3/
Traceback (most recent call last):
ValueError: cannot concat empty list
2026-11-22 14:22:01,300 WARNING django.request: Not Found: /nada/
2026-11-22 14:22:02,191 ERROR waitress: Exception while serving /que-es/
Traceback (most recent call last):
django.core.exceptions.BadRequest: must be UTF-8
2026-11-22 14:22:03,191 ERROR django.security.DisallowedHost: Invalid HTTP_HOST header
"""


def attack(*found):
    return Attack("wapiti", "", 1, 1, 0, 1.0, list(found))


def test_what_nobody_explained_is_told_and_what_is_trivial_is_not():
    assert findings.unexplained([attack(GRAVE, TRIVIAL)], []) == [GRAVE]


def test_an_explanation_covers_its_own_tool_kind_and_place_only():
    assert findings.unexplained([attack(GRAVE)], [WORD]) == []
    elsewhere = Finding("wapiti", "XSS", "GET /registros/ (q)", "high")
    assert findings.unexplained([attack(GRAVE, elsewhere)], [WORD]) == [elsewhere]


def test_an_explanation_that_explains_nothing_is_told():
    assert findings.unused([attack(TRIVIAL)], [WORD]) == [WORD]
    assert findings.unused([attack(GRAVE)], [WORD]) == []


def test_an_explanation_without_reason_or_author_is_refused(tmp_path):
    file = tmp_path / "explained.toml"
    told = 'tool="a"\nkind="b"\nwhere="*"\nwhy=" "\nby="c"\non=2026-11-22\n'
    file.write_text(f"[[explained]]\n{told}")
    with pytest.raises(ValueError, match="a reason and an author"):
        findings.explanations(file)


def test_every_explanation_of_ours_can_be_read():
    assert all(len(one.why.split()) > 5 for one in findings.explanations())


def test_the_service_manual_tells_every_explanation():
    assert findings.section() in findings.SECURITY.read_text()


def test_wapiti_is_read_by_level_and_place():
    told = {(one.kind, one.where, one.severity) for one in wapiti.read(WAPITI)}
    assert told == {
        ("Reflected Cross Site Scripting", "GET /registros/subidas/<int:upload_id>/ (q)", "medium"),
        ("Internal Server Error", "GET /nada", "medium"),
        ("HTTP Methods", "GET /", "informational"),
    }


def test_schemathesis_is_read_and_its_own_stumbling_is_no_fault_of_the_site():
    told = [(one.kind, one.where, one.severity) for one in schemathesis.read(SCHEMATHESIS)]
    assert told == [("ServerError", "GET /a/", "critical"), ("tool's own error", "-", "informational")]


def test_the_servers_own_log_tells_on_it():
    told = [(one.where, one.severity, one.says) for one in server_log.read(LOG)]
    assert told == [
        ("ANY /que-es/", "high", "django.core.exceptions.BadRequest: must be UTF-8"),
        ("ANY /registros/subidas/<int:upload_id>/", "high", "ValueError: cannot concat empty list"),
        ("django.security.DisallowedHost", "informational", "Invalid HTTP_HOST header"),
    ]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(500, {}, b""), "server error"),
        (Answer(0, {}, b""), "no answer"),
        (Answer(200, {"content-type": "text/html"}, b"<p>'\"><"), "markup echoed"),
        (Answer(302, {"set-cookie": "x=1"}, b""), "header injected"),
    ],
    ids=["error", "silence", "markup", "header"],
)
def test_an_odd_answer_is_a_fault(answer, kind):
    one, question = surveying.Seen("a", "a/"), oddities.Question("choice", "/a/?q=%00")
    assert [found.kind for found in oddities.faults(one, question, answer)] == [kind]


def test_a_plain_answer_is_none():
    one, question = surveying.Seen("a", "a/"), oddities.Question("choice", "/a/?q=%00")
    assert list(oddities.faults(one, question, Answer(404, {"content-type": "text/html"}, b"<p>"))) == []


@pytest.mark.parametrize("address", ["http://10.0.0.1/", "http://example.org/", "http://0.0.0.0/"])
def test_nothing_but_this_machine_is_ever_attacked(address):
    with pytest.raises(ValueError, match="not on this machine"):
        Asker(address, {})


def test_a_site_made_badly_answers_badly():
    with vulnerable.served() as address:
        asker = Asker(address, {})
        assert asker.ask("/error/?n=12").status == 500
        assert b"<b>" in asker.ask("/eco/?q=%3Cb%3E").body


def test_a_walk_learns_choices_links_and_forms():
    class Site:
        def ask(self, path):
            page = (
                '<a href="/registros/subidas/7/">x</a><form action="/territorio/"><input name=search value=Z></form>'
                '<form method=post action="/idioma/setlang/"><input name=language required></form>'
            )
            return Answer(200, {"content-type": "text/html; charset=utf-8"}, page.encode())

    seen = surveying.survey([Site()], ("/",))
    assert seen["records:upload"].taken == {"upload_id": ["7"]}
    assert seen["territory:areas"].choices == {"search": ["Z"]}
    assert seen["set_language"].forms[0].fields["language"].required


def test_only_guarded_pages_that_opened_count_as_reached():
    answers = [("http://127.0.0.1/", 200), ("/registros/?page=2", 200), ("/registros/?page=3", 200)]
    answers += [("/bitacora/", 302), ("/territorio/%00", 404), ("/no-hay-nada/", 200)]
    assert reaching.inside(answers) == 1


def test_what_was_reached_is_read_as_each_tool_keeps_it(tmp_path):
    entry = {"request": {"url": "/registros/"}, "response": {"status": 200}}
    (tmp_path / "a.har").write_text(json.dumps({"log": {"entries": [entry]}}))
    assert list(reaching.of_har(tmp_path / "a.har")) == [("/registros/", 200)]
    with sqlite3.connect(tmp_path / "a.db") as kept:
        kept.execute("CREATE TABLE responses (response_id, status_code)")
        kept.execute("CREATE TABLE paths (path, response_id)")
        kept.execute("INSERT INTO responses VALUES (1, 200)")
        kept.execute("INSERT INTO paths VALUES ('/cuenta/', 1)")
    assert list(reaching.of_session(tmp_path)) == [("/cuenta/", 200)]


def test_choices_are_tried_out_once_and_only_by_who_gets_the_page():
    class Site:
        cookies: ClassVar[dict[str, str]] = {}

        def __init__(self, status):
            self.status = status

        def ask(self, path):
            return Answer(self.status, {}, b"")

    one, tried = surveying.Seen("a", "a/", choices={"q": ["1"]}), set()
    for status, asked in ((302, 0), (200, 2), (200, 0)):
        told = [question.about for question in oddities.questions(one, Site(status), tried)]
        assert told.count("choice") == asked * len(oddities.VALUES)


def test_every_address_but_the_ways_out_is_described_with_what_it_takes():
    everything = addresses.everything()
    told = openapi.describe(everything, {})
    assert {openapi.path_of(one.route) for one in everything if not surveying.leaves(one.name)} == set(
        told["paths"]
    )
    assert set(told["paths"]["/registros/"]) == {"get"}


@pytest.mark.parametrize(
    ("route", "path"),
    [
        ("registros/subidas/<int:upload_id>/estado/", "/registros/subidas/{upload_id}/estado/"),
        (r"^reset/key/(?P<key>[^/.]+)-(?P<n>\d+)/$", "/reset/key/{key}-{n}/"),
        ("", "/"),
    ],
    ids=["plain", "pattern", "root"],
)
def test_a_route_is_written_as_openapi_writes_it(route, path):
    assert openapi.path_of(route) == path
