"""What every answer carries, whoever asks and whatever becomes of the request."""

import runpy

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from confianza.web.project import settings as service

pytestmark = pytest.mark.django_db

CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = {
    "a page": ("/", 200),
    "the login": ("/cuenta/entrar/", 200),
    "a redirection": ("/cuenta/", 302),
    "nothing there": ("/nada/", 404),
    "a text": ("/robots.txt", 200),
    "the health": ("/salud/", 200),
    "a style sheet": ("/static/design/page.css", 200),
    "no style sheet": ("/static/design/none.css", 404),
}
STYLE = "body { color: black }"


def settings_with(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return {name: value for name, value in runpy.run_path(service.__file__).items() if name.isupper()}


@pytest.fixture
def as_served(settings, workspace, tmp_path):
    """A browser in front of all layers of the service, static files included."""
    (tmp_path / "static/design").mkdir(parents=True)
    (tmp_path / "static/design/page.css").write_text(STYLE)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MIDDLEWARE = service.MIDDLEWARE
    return Client(raise_request_exception=False)


@pytest.fixture
def behind_tls(settings, monkeypatch, as_served):
    """The same behind a proxy that ends TLS."""
    wanted = settings_with(monkeypatch, CONFIANZA_HTTPS="1", CONFIANZA_HOSTS="observatorio.example.org")
    changed = ("SECURE_", "CSRF_", "SESSION_", "LANGUAGE_COOKIE", "CONTENT_", "ALLOWED_", "HTTPS")
    for name, value in wanted.items():
        if name.startswith(changed):
            setattr(settings, name, value)
    settings.ALLOWED_HOSTS = wanted["ALLOWED_HOSTS"]
    return Client(
        raise_request_exception=False,
        enforce_csrf_checks=True,
        headers={"host": "observatorio.example.org", "x-forwarded-proto": "https"},
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_carries_the_policies(as_served, answer) -> None:
    address, status = ANSWERS[answer]
    answered = as_served.get(address)
    assert answered.status_code == status
    assert {name: answered.get(name) for name in CARRIED} == CARRIED
    assert answered["Content-Security-Policy"]
    assert answered["Permissions-Policy"]


def test_a_failure_carries_the_policies_and_tells_nothing_of_its_cause(as_served, monkeypatch) -> None:
    def fail(*_):
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("confianza.web.project.views._register_answers", fail)
    answered = as_served.get("/salud/")
    assert answered.status_code == 500
    assert {name: answered.get(name) for name in CARRIED} == CARRIED
    assert "default-src 'none'" in answered["Content-Security-Policy"]
    assert "secret cause" not in answered.content.decode()
    assert "Traceback" not in answered.content.decode()


def test_an_oversized_delivery_is_refused_with_the_policies(as_served, settings, person) -> None:
    from confianza.web.accounts.models import Role

    settings.MAX_DELIVERY_BYTES = 10
    as_served.force_login(person(Role.ANALYST))
    answered = as_served.post(reverse("records:bring"), {"files": "x" * 200_000})
    assert answered.status_code == 413
    assert {name: answered.get(name) for name in CARRIED} == CARRIED


def directives(answered):
    parts = (part.strip().partition(" ") for part in answered["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts if name}


def test_a_page_may_load_from_here_and_run_nothing_written_into_it(as_served) -> None:
    said = directives(as_served.get("/"))
    assert said["default-src"] == "'none'"
    assert {
        name: said[name] for name in ("script-src", "style-src", "connect-src", "font-src", "form-action")
    } == (dict.fromkeys(("script-src", "style-src", "connect-src", "font-src", "form-action"), "'self'"))
    for closed in ("object-src", "base-uri", "frame-ancestors"):
        assert said[closed] == "'none'"
    assert (said["require-trusted-types-for"], said["trusted-types"]) == ("'script'", "default")
    assert "unsafe" not in str(said)
    assert "*" not in str(said)
    assert "http" not in str(said)


def test_nothing_of_the_device_is_asked_for_but_the_keys_people_log_in_with(as_served) -> None:
    said = dict(part.split("=") for part in as_served.get("/")["Permissions-Policy"].split(", "))
    open_ = {name for name, allowed in said.items() if allowed != "()"}
    assert open_ == {"publickey-credentials-create", "publickey-credentials-get"}
    assert {"camera", "microphone", "geolocation", "usb", "payment"} <= set(said)


def test_no_other_site_may_read_an_answer(as_served) -> None:
    answered = as_served.get("/datos/", headers={"origin": "https://otra.example"})
    assert not [name for name in answered.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize(
    "method", ["TRACE", "TRACK", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "DEBUG"]
)
def test_methods_nobody_uses_are_refused_before_any_view(as_served, method) -> None:
    answered = as_served.generic(method, "/cuenta/entrar/")
    assert (answered.status_code, answered["Allow"]) == (405, "GET, HEAD, POST")
    assert {name: answered.get(name) for name in CARRIED} == CARRIED


def test_a_page_answers_only_to_the_methods_it_is_for(as_served) -> None:
    assert as_served.post("/que-es/").status_code == 405
    assert as_served.get(reverse("set_language")).status_code in (302, 405)
    assert "Set-Cookie" not in as_served.get(reverse("set_language"), {"language": "en"}).headers


def test_logging_out_takes_a_form_and_no_mere_link(as_served, person) -> None:
    from confianza.web.accounts.models import Role

    as_served.force_login(person(Role.ANALYST))
    as_served.get(reverse("accounts:logout"))
    assert as_served.get(reverse("accounts:home")).status_code == 200


# --- behind TLS ----------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ANSWERS)
def test_behind_tls_every_answer_keeps_browsers_on_tls_for_two_years(behind_tls, answer) -> None:
    answered = behind_tls.get(ANSWERS[answer][0])
    assert answered["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert "upgrade-insecure-requests" in directives(answered)


def test_the_preload_list_is_the_towns_own_choice(monkeypatch) -> None:
    assert not settings_with(monkeypatch, CONFIANZA_HTTPS="1", CONFIANZA_HSTS_PRELOAD="0")[
        "SECURE_HSTS_PRELOAD"
    ]


def test_plain_http_is_sent_to_tls(behind_tls) -> None:
    answered = behind_tls.get("/que-es/?a=b", headers={"x-forwarded-proto": "http"})
    assert (answered.status_code, answered["Location"]) == (
        301,
        "https://observatorio.example.org/que-es/?a=b",
    )


def test_behind_tls_every_cookie_is_bound_to_the_host(behind_tls, person, settings) -> None:
    from confianza.web.accounts.models import Role

    settings.SESSION_SAVE_EVERY_REQUEST = True
    behind_tls.get("/cuenta/entrar/")
    token = behind_tls.cookies["__Host-csrf"].value
    mine = {"csrfmiddlewaretoken": token, "language": "en", "next": "/"}
    behind_tls.post(reverse("set_language"), mine, headers={"origin": "https://observatorio.example.org"})
    behind_tls.force_login(person(Role.ANALYST))
    behind_tls.get("/cuenta/")
    assert set(behind_tls.cookies) == {"__Host-csrf", "__Host-idioma", "__Host-sid"}
    for cookie in behind_tls.cookies.values():
        assert cookie["secure"], cookie.key
        assert cookie["httponly"], cookie.key
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax"), cookie.key


def test_on_one_laptop_cookies_go_by_plain_names_which_browsers_take_without_tls(as_served) -> None:
    as_served.get("/cuenta/entrar/")
    (cookie,) = as_served.cookies.values()
    assert not cookie.key.startswith("__")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_behind_tls_a_form_from_another_origin_is_refused(behind_tls) -> None:
    behind_tls.get("/cuenta/entrar/")
    mine = {"csrfmiddlewaretoken": behind_tls.cookies["__Host-csrf"].value, "language": "en"}
    for origin in ("https://otra.example", "null", "http://observatorio.example.org"):
        assert behind_tls.post(reverse("set_language"), mine, headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize(
    "host", ["otra.example", "observatorio.example.org.otra.example", "a b", "127.0.0.1"]
)
def test_a_forged_host_is_refused(behind_tls, host) -> None:
    answered = behind_tls.get("/", headers={"host": host})
    assert answered.status_code == 400
    assert "otra.example" not in answered.content.decode()
    assert answered["Content-Security-Policy"]


def test_a_host_named_by_the_visitor_beside_the_true_one_counts_for_nothing(behind_tls) -> None:
    answered = behind_tls.get("/cuenta/", headers={"x-forwarded-host": "otra.example"})
    assert "otra.example" not in answered["Location"]


# --- other sites ---------------------------------------------------------------------------------

LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"},
        LINK,
    ],
    ids=["an old browser", "typed", "a page of ours", "a link in a message"],
)
def test_people_arrive_by_links_and_from_our_own_pages(as_served, headers) -> None:
    assert as_served.get("/que-es/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=["a picture", "a script", "a frame of a sibling", "nothing said"],
)
def test_other_sites_may_not_draw_on_ours(as_served, headers) -> None:
    assert as_served.get("/que-es/", headers=headers).status_code == 404


def test_another_site_may_not_send_a_form(as_served) -> None:
    assert as_served.post(reverse("set_language"), {"language": "en"}, headers=LINK).status_code == 404


# --- what stays in the browser -------------------------------------------------------------------


def test_no_page_of_a_person_is_kept_and_style_sheets_are(as_served, person) -> None:
    from confianza.web.accounts.models import Role

    assert as_served.get("/").headers["Cache-Control"] == "public, max-age=60"
    assert as_served.get("/cuenta/entrar/")["Cache-Control"] != "public, max-age=60"
    as_served.force_login(person(Role.ANALYST))
    for address in (reverse("accounts:home"), "/nada/", "/observatorio/", "/"):
        assert as_served.get(address)["Cache-Control"] == "no-store"
    assert "public" in as_served.get("/static/design/page.css")["Cache-Control"]


def test_leaving_empties_the_browser_and_ends_the_session_on_the_server(as_served, person) -> None:
    from confianza.web.accounts.models import Role

    as_served.force_login(person(Role.ANALYST))
    kept = as_served.cookies["sessionid"].value
    assert "Clear-Site-Data" not in as_served.get(reverse("accounts:home"))
    answered = as_served.post(reverse("accounts:logout"))
    assert answered["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=kept).exists()
    as_served.cookies["sessionid"] = kept
    assert as_served.get(reverse("accounts:home")).status_code == 302


def test_a_session_that_ends_by_itself_leaves_what_waits_for_a_signal(as_served, person, settings) -> None:
    """Cards lie sealed in the browser; the first page with network again must not take them."""
    from confianza.web.accounts.models import Role

    as_served.force_login(person(Role.BEAT_OFFICER))
    as_served.get(reverse("accounts:home"))
    settings.SESSION_IDLE_AGE = -1
    assert as_served.get(reverse("accounts:home"))["Clear-Site-Data"] == '"cache"'


def test_the_page_of_the_cards_alone_may_ask_where_it_is(as_served, person) -> None:
    from confianza.web.accounts.models import Role

    as_served.force_login(person(Role.BEAT_OFFICER))
    for address, allowed in (("fieldwork:cards", "(self)"), ("accounts:home", "()")):
        answered = as_served.get(reverse(address))
        said = dict(part.split("=") for part in answered["Permissions-Policy"].split(", "))
        assert said["geolocation"] == allowed
        assert said["camera"] == "()"


def test_a_visitor_without_account_gets_no_session(as_served) -> None:
    as_served.get("/")
    as_served.get("/nada/")
    assert "sessionid" not in as_served.cookies


def test_every_text_says_in_which_letters_it_is_written(as_served) -> None:
    for address in ("/", "/robots.txt", "/nada/", "/novedades/rss.xml", "/static/design/page.css"):
        assert "charset=" in as_served.get(address)["Content-Type"], address


def test_nothing_under_the_static_folder_lists_or_leaves_it(as_served) -> None:
    for address in (
        "/static/",
        "/static/design/",
        "/static/../keys/",
        "/static/%2e%2e/keys/",
        "/.git/config",
    ):
        assert as_served.get(address).status_code == 404, address


def test_who_was_refused_what_is_told_to_the_journal_and_no_address_is(
    as_served, person, caplog, monkeypatch
) -> None:
    import logging

    from confianza.web.accounts.models import Role

    monkeypatch.setattr(logging.getLogger("confianza"), "propagate", True)
    benito = person(Role.BEAT_OFFICER)
    as_served.force_login(benito)
    as_served.get(
        reverse("records:deliveries"), REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Unmistakable/7"}
    )
    as_served.get(reverse("accounts:home"))
    told = {record.getMessage() for record in caplog.records if record.name == "confianza.refusals"}
    assert told == {f"person {benito.pk}, GET {reverse('records:deliveries')}: 404"}
    assert "203.0.113" not in caplog.text
    assert "Unmistakable" not in caplog.text


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgres://c:x@db.example.org/c", "verify-full"),
        ("postgres://c:x@db.example.org/c?sslmode=disable", "disable"),
        ("postgres://c:x@127.0.0.1/c", None),
        ("postgres://c:x@localhost/c", None),
        ("sqlite:///x.sqlite3", None),
    ],
    ids=["far", "far and told otherwise", "near", "near by name", "a file"],
)
def test_a_register_on_another_machine_is_spoken_to_over_tls(monkeypatch, url, mode) -> None:
    wanted = settings_with(monkeypatch, CONFIANZA_HTTPS="1", DATABASE_URL=url)
    assert wanted["DATABASES"]["default"].get("OPTIONS", {}).get("sslmode") == mode
