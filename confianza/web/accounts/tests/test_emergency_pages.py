import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from confianza.web.accounts.actions import emergencies
from confianza.web.accounts.models import EmergencyAccess, Role
from confianza.web.accounts.models.emergencies import EmergencyMode, EmergencyState, Verdict
from confianza.web.accounts.queries import emergencies as queries
from confianza.web.accounts.tests.emergencies import REASON
from confianza.web.audit import actions as audit
from confianza.web.audit.models import Entry, Kind
from confianza.web.lib import doors

pytestmark = pytest.mark.django_db
ASK, LIST, HOME = (reverse(f"accounts:{name}") for name in ("ask_emergency", "emergencies", "home"))
BANNER = "todo lo que abra queda registrado"
WAITS = "pide un acceso de emergencia"


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def html(client: Client, address: str, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def page_of(access, step="emergency") -> str:
    return reverse(
        f"accounts:{step}" if step == "emergency" else f"accounts:{step}_emergency", args=[access.pk]
    )


@pytest.fixture
def form(town) -> dict[str, str]:
    return {
        "wanted": "victim_support:victim_support",
        "area": "municipality-here",
        "reason": REASON,
        "mode": "waits",
    }


def test_asking_leads_to_the_request_and_to_whom_to_telephone(people, form) -> None:
    answer = browser(people.hugo).post(ASK, form, follow=True)
    told = answer.content.decode()
    assert answer.request["PATH_INFO"] == page_of(EmergencyAccess.objects.get())
    for sentence in ("Espera aprobación", REASON, "Catalina", "Leonel", "Retirar la solicitud"):
        assert sentence in told
    assert BANNER not in told


def test_asking_at_once_opens_and_says_until_when(people, form, town) -> None:
    client = browser(people.hugo)
    client.post(ASK, {**form, "mode": "at_once"})
    access = EmergencyAccess.objects.get()
    until = timezone.localtime(access.answer_until).strftime("%H:%M")
    told = html(client, HOME)
    assert f"Acceso de emergencia hasta las {until}:" in told
    assert BANNER in told
    assert "Nadie lo ha confirmado todavía" in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "prisa"}, "al menos 20"),
        ({"reason": "          prisa          "}, "al menos 20"),
        ({"wanted": "auditor:oversight"}, "Escoja una opción válida"),
        ({"wanted": "internal_control:internal_control"}, "Escoja una opción válida"),
        ({"area": "department-x"}, "Escoja una opción válida"),
        ({"wanted": "community_relations:prevention"}, "ya tiene esta función"),
        ({"mode": "for ever"}, "Escoja una opción válida"),
    ],
    ids=["short", "blanks", "auditor", "internal control", "elsewhere", "held", "mode"],
)
def test_what_cannot_be_asked_for_is_told_beside_the_form(people, form, changes, said) -> None:
    answer = browser(people.hugo).post(ASK, {**form, **changes})
    assert answer.status_code == 200
    assert not EmergencyAccess.objects.exists()
    assert "errorlist" in answer.content.decode()


def test_the_page_to_ask_says_what_no_emergency_opens(people) -> None:
    told = html(browser(people.hugo), ASK)
    for never in ("albergue", "Denuncias anónimas sobre la policía", "Control interno"):
        assert never in told
    assert "auditor:" not in told
    assert "system_administrator" not in told


def test_a_commander_reads_and_approves(people, ask) -> None:
    access, client = ask(), browser(people.catalina)
    assert WAITS in html(client, HOME)
    assert REASON in html(client, page_of(access))
    answer = client.post(page_of(access, "approve"), follow=True)
    assert "Abierto" in answer.content.decode()
    assert BANNER in html(browser(people.hugo), HOME)
    assert WAITS not in html(client, HOME)


def test_each_is_offered_one_way_to_shut_it(people, ask) -> None:
    access = ask()
    steps = {"approve", "refuse", "end"}

    def offered(person) -> set[str]:
        told = html(browser(person), page_of(access))
        return {step for step in steps if page_of(access, step) in told.partition("<main")[2]}

    assert offered(people.hugo) == {"end"}
    assert offered(people.catalina) == {"approve", "refuse"}
    assert offered(people.fabian) == set()
    emergencies.approve(access=access, by=people.catalina)
    assert offered(people.hugo) == offered(people.catalina) == offered(people.fabian) == {"end"}
    assert offered(people.noe) == set()


def test_whoever_comes_too_late_is_told_so(people, ask) -> None:
    access = ask()
    emergencies.refuse(access=access, by=people.catalina)
    told = browser(people.leonel).post(page_of(access, "approve"), follow=True).content.decode()
    assert "Demasiado tarde" in told
    assert queries.state(EmergencyAccess.objects.get(), timezone.now()) == EmergencyState.REFUSED


def test_internal_control_sees_what_was_opened_and_gives_a_verdict(people, ask) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    browser(people.hugo).get(HOME)
    browser(people.hugo).post(page_of(access, "end"))
    client = browser(people.fabian)
    told = html(client, page_of(access))
    assert f"<code>{HOME}</code>" in told
    assert f"<code>{page_of(access, 'end')}</code>" in told
    unsaid = client.post(page_of(access, "review"), {"verdict": "not_justified"})
    assert "Diga lo que encontró" in unsaid.content.decode()
    client.post(page_of(access, "review"), {"verdict": "not_justified", "note": "No había peligro."})
    assert EmergencyAccess.objects.get().verdict == Verdict.NOT_JUSTIFIED
    assert "No había peligro." in html(browser(people.hugo), page_of(access))


def test_the_auditor_sees_that_there_was_one_and_not_why(people, ask, clock) -> None:
    access, client = ask(mode=EmergencyMode.AT_ONCE), browser(people.noe)
    clock(minutes=15)
    emergencies.review(access=access, by=people.fabian, verdict=Verdict.NOT_JUSTIFIED, note="Era mentira.")
    told = html(client, page_of(access))
    assert "Hugo" in html(client, LIST)
    assert "No justificado" in told
    assert REASON not in told
    assert "Era mentira." not in told
    assert client.get(ASK).status_code == 404


def test_nobody_answered_and_somebody_must_act(people, ask, clock) -> None:
    ask()
    clock(minutes=15)
    for who in (people.fabian, people.noe):
        told = html(browser(who), HOME)
        assert "Emergencia: alguien debe actuar" in told
        assert "Nadie respondió a tiempo" in told
    assert "alguien debe actuar" not in html(browser(people.benito), HOME)


ADDRESSES = ("emergency", "approve", "refuse", "end", "review")


@pytest.mark.parametrize("step", ADDRESSES)
@pytest.mark.parametrize("who", ["benito", "marta"])
def test_for_others_there_is_no_such_request(people, ask, who, step) -> None:
    access = ask()
    client = browser(getattr(people, who))
    visit = client.get if step == "emergency" else client.post
    answer = visit(page_of(access, step))
    assert answer.status_code == 404
    assert (
        answer.content
        == visit(
            reverse(
                f"accounts:{step}" if step == "emergency" else f"accounts:{step}_emergency", args=[999_999]
            )
        ).content
    )


@pytest.mark.parametrize("step", ADDRESSES[1:])
def test_no_link_decides_anything(people, ask, step) -> None:
    assert browser(people.catalina).get(page_of(ask(), step)).status_code == 405
    # Before it is asked who comes: a link that somebody else sends must not do anything, nor seem to.
    assert Client().get(page_of(EmergencyAccess.objects.get(), step)).status_code == 405


@pytest.mark.parametrize("step", ["approve", "refuse"])
def test_the_asker_does_not_answer_the_own_request_by_hand(people, ask, step) -> None:
    access = ask()
    told = browser(people.hugo).post(page_of(access, step), follow=True).content.decode()
    assert "No le corresponde" in told
    assert queries.state(EmergencyAccess.objects.get(), timezone.now()) == EmergencyState.ASKED


def test_the_banner_is_on_every_page_of_the_person_and_on_nobody_elses(people, ask, workspace) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    client = browser(people.hugo)
    for address in (HOME, LIST, page_of(access), reverse("public_site:home")):
        told = client.get(address).content.decode()
        assert BANNER in told, address
        assert page_of(access, "end") in told
    for other in (people.catalina, people.leonel, people.fabian, people.noe, people.marta, people.benito):
        assert BANNER not in html(browser(other), HOME)
    assert BANNER not in html(Client(), reverse("public_site:home"))


def test_the_banner_goes_when_the_access_does(people, ask, clock) -> None:
    client, access = browser(people.hugo), ask()
    emergencies.approve(access=access, by=people.catalina)
    assert BANNER in html(client, HOME)
    told = client.post(page_of(access, "end"), follow=True).content.decode()
    assert BANNER not in told
    assert BANNER not in html(client, HOME)


def test_the_banner_ends_on_the_minute(people, ask, clock) -> None:
    client = browser(people.hugo)
    ask(mode=EmergencyMode.AT_ONCE)
    clock(minutes=14, seconds=50)
    assert BANNER in html(client, HOME)
    clock(seconds=10)
    assert BANNER not in html(client, HOME)


def opened() -> list[tuple[str, str, dict]]:
    rows = Entry.objects.filter(action="accounts.read_in_emergency").order_by("id")
    return [(row.details["page"], row.details["method"], row.details["object"]) for row in rows]


def test_every_page_opened_has_its_entry_and_no_query_is_kept(people, ask, workspace) -> None:
    access = ask()
    client = browser(people.hugo)
    client.get(HOME)
    emergencies.approve(access=access, by=people.catalina)
    client.get(HOME, {"nombre": "Persona Inventada"})
    client.get(page_of(access))
    client.get(reverse("public_site:home"))
    client.post(page_of(access, "end"))
    client.get(HOME)
    assert opened() == [
        ("accounts:home", "GET", {}),
        ("accounts:emergency", "GET", {"pk": str(access.pk)}),
        ("public_site:home", "GET", {}),
        ("accounts:end_emergency", "POST", {"pk": str(access.pk)}),
    ]
    assert not Entry.objects.filter(details__icontains="Inventada").exists()
    assert {row.purpose for row in queries.opened_under(access)} == {"victim_support"}
    assert [row.kind for row in queries.opened_under(access)] == [Kind.READ] * 3 + [Kind.WROTE]


def test_a_page_that_is_gone_is_told_by_its_name() -> None:
    gone = Entry(details={"page": "records:gone", "object": {"pk": "1"}})
    assert queries.address_of(gone) == "records:gone"


def test_what_was_not_shown_is_not_told_as_opened(people, ask) -> None:
    emergencies.approve(access=ask(), by=people.catalina)
    client = browser(people.hugo)
    assert client.get(reverse("accounts:emergency", args=[999_999])).status_code == 404
    assert client.get(reverse("audit:entries")).status_code == 404
    assert opened() == []


def test_no_page_is_given_whose_entry_cannot_be_written(people, ask, monkeypatch) -> None:
    emergencies.approve(access=ask(), by=people.catalina)
    client = browser(people.hugo)
    client.raise_request_exception = False

    def broken(**_told):
        raise OSError("no room left")

    monkeypatch.setattr(audit, "record", broken)
    answer = client.get(HOME)
    assert answer.status_code == 500
    assert "Hugo" not in answer.content.decode()


def test_every_kind_of_door_has_the_watch_behind_it(people, ask, rf) -> None:
    from django.http import HttpResponse

    def view(request):
        return HttpResponse("seen")

    emergencies.approve(access=ask(), by=people.catalina)
    kinds = (doors.open_to_everyone, doors.open_to_signed_in, doors.open_when(lambda user: True))
    for number, door in enumerate(kinds, start=1):
        request = rf.get("/algo/")
        request.user = type(people.hugo).objects.get(pk=people.hugo.pk)
        assert door(view)(request).content == b"seen"
        assert len(opened()) == number


def test_others_open_pages_without_an_entry(people, ask) -> None:
    ask()
    for who in (people.hugo, people.catalina, people.benito):
        html(browser(who), HOME)
    assert opened() == []


@pytest.mark.parametrize(
    ("role", "may_ask", "may_look"),
    [
        (role, role not in (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR), role != Role.SYSTEM_ADMINISTRATOR)
        for role in Role
    ],
    ids=str,
)
def test_who_may_ask_and_who_may_look(signed_in, role, may_ask, may_look) -> None:
    client = signed_in(role)
    assert client.get(ASK).status_code == (200 if may_ask else 404)
    assert client.get(LIST).status_code == (200 if may_look else 404)


def test_strangers_are_asked_to_log_in(client) -> None:
    assert client.get(ASK).status_code == 302
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", ("Acceso de emergencia", "Terminar ahora")), ("en", ("Emergency access until", "End now"))],
    ids=["es", "en"],
)
def test_the_pages_speak_both_languages(people, ask, settings, language, words) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    client = browser(people.hugo)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in (ASK, LIST, page_of(access)):
        told = html(client, address)
        assert f'lang="{language}"' in told
        assert all(word in told for word in words), address


def test_the_worker_is_asked_to_look_when_the_time_runs_out(people, form) -> None:
    from django_tasks_db.models import DBTaskResult

    browser(people.hugo).post(ASK, form)
    (waiting,) = DBTaskResult.objects.filter(task_path__endswith="settle_emergencies")
    assert waiting.run_after == EmergencyAccess.objects.get().answer_until


def test_the_worker_settles_and_signs_its_name(people, ask, clock) -> None:
    from confianza.web.accounts import tasks

    ask()
    clock(minutes=16)
    tasks.settle_emergencies.func()
    assert Entry.objects.get(action="accounts.lapse_emergency").actor_name == "worker"
