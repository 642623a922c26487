import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.audit import queries, tasks
from confianza.web.audit.actions import COMMAND_LINE, Named, record
from confianza.web.audit.chain import heads
from confianza.web.audit.models import Entry, Kind
from confianza.web.audit.tests import tampering
from confianza.web.audit.views import PER_PAGE

pytestmark = pytest.mark.django_db
PAGE, VERIFY = reverse("audit:entries"), reverse("audit:verify")
HEADS, EXPORT = reverse("audit:heads"), reverse("audit:export_heads")


def test_the_auditor_reads_who_did_what(noe_the_auditor: Client) -> None:
    record(by=COMMAND_LINE, action="records.receive_delivery", subject="<0001>", details={"rows": 3})
    html = noe_the_auditor.get(PAGE).content.decode()
    for told in ("command line", "recibió una entrega", "&lt;0001&gt;", "<dt>rows</dt><dd>3</dd>"):
        assert told in html


def test_a_reading_is_marked_with_its_purpose_and_roles_and_can_be_asked_for(noe_the_auditor: Client) -> None:
    record(by=COMMAND_LINE, action="records.receive_delivery", subject="delivery 7")
    reader = Named(1, "Ana", ("analyst",))
    record(by=reader, action="records.read_records", subject="d9", kind=Kind.READ, purpose="una revisión")
    html = noe_the_auditor.get(PAGE, {"kind": "read"}).content.decode()
    assert "delivery 7" not in html
    for told in ("leyó registros de", "Leyó</span>", "una revisión", "<dd>analyst</dd>"):
        assert told in html


def test_it_is_invisible_to_the_administrator_and_to_strangers(
    marta_the_administrator: Client, client: Client
) -> None:
    for ask, strange in (("get", PAGE), ("get", HEADS), ("post", VERIFY), ("post", EXPORT)):
        assert getattr(marta_the_administrator, ask)(strange).status_code == 404
        assert getattr(client, ask)(strange).status_code == 302
    assert not Entry.objects.filter(action__startswith="audit.").exists()


def test_choices_stay_in_the_address_and_on_the_page(noe_the_auditor: Client) -> None:
    record(by=COMMAND_LINE, action="records.receive_delivery", subject="delivery 7")
    record(by=COMMAND_LINE, action="territory.confirm_name", subject="zone 3")
    asked = {"action": "records.receive_delivery", "start": "2020-01-01", "subject": "DELIVERY"}
    html = noe_the_auditor.get(PAGE, asked).content.decode()
    assert "delivery 7" in html
    assert "zone 3" not in html
    assert 'value="2020-01-01"' in html


@pytest.mark.parametrize("query", [{"action": "no.such"}, {"start": "32/13"}, {"page": "x"}, {"page": "-1"}])
def test_nonsense_in_the_address_does_not_break_the_page(noe_the_auditor: Client, query: dict) -> None:
    assert noe_the_auditor.get(PAGE, query).status_code == 200


def test_a_long_account_comes_in_pages(noe_the_auditor: Client) -> None:
    for number in range(PER_PAGE + 1):
        record(by=COMMAND_LINE, action="a.b", subject=f"s{number}")
    assert len(noe_the_auditor.get(PAGE).context["page"]) == PER_PAGE
    assert len(noe_the_auditor.get(PAGE, {"page": 2}).context["page"]) == 1


def test_an_account_without_a_match_teaches(noe_the_auditor: Client) -> None:
    assert "Ninguna anotación coincide" in noe_the_auditor.get(PAGE, {"actor": "zzz"}).content.decode()


def test_the_auditor_verifies_with_one_press_and_reads_the_result_with_its_date(
    workspace, noe_the_auditor: Client
) -> None:
    record(by=COMMAND_LINE, action="a.b", subject="c")
    assert "Sin verificar" in noe_the_auditor.get(PAGE).content.decode()
    html = noe_the_auditor.post(VERIFY, follow=True).content.decode()
    assert html.count("como se escribi") == 2  # once as the answer, once as how it stands
    for told in ("Íntegra", "por Noé"):
        assert told in html
    tampering.change(1, "subject", "another")
    html = noe_the_auditor.post(VERIFY, follow=True).content.decode()
    assert html.count("La anotación 1 fue cambiada") == 2
    assert "Alterada" in html
    assert "Alterada" in noe_the_auditor.get(reverse("accounts:home")).content.decode()


def test_a_long_account_is_verified_in_the_queue(workspace, noe_the_auditor: Client, monkeypatch) -> None:
    record(by=COMMAND_LINE, action="a.b", subject="c")
    monkeypatch.setattr(queries, "QUICK", 0)
    assert "en unos minutos" in noe_the_auditor.post(VERIFY, follow=True).content.decode()
    assert queries.last_verification() is None
    tasks.verify_account.call(7, "Noé", ["auditor"])
    found = queries.last_verification()
    assert (found.actor_name, found.actor_roles, found.details["ok"]) == ("Noé", "auditor", True)


def test_heads_are_shown_in_words_and_saved_as_a_file(workspace, noe_the_auditor: Client) -> None:
    record(by=COMMAND_LINE, action="a.b", subject="c")
    assert "Todavía no hay sellos" in noe_the_auditor.get(HEADS).content.decode()
    saved = noe_the_auditor.post(EXPORT)
    [head] = heads.parsed(saved.content.decode()).heads
    assert ".json" in saved["Content-Disposition"]
    assert head.words in noe_the_auditor.get(HEADS).content.decode()
    assert head.words in noe_the_auditor.get(PAGE).content.decode()
    told = Entry.objects.first()
    assert (told.action, told.kind, told.pk) == ("audit.export_heads", Kind.EXPORTED, head.entry)


@pytest.mark.parametrize("page", [VERIFY, EXPORT])
def test_what_changes_something_needs_the_button_not_a_link(noe_the_auditor: Client, page: str) -> None:
    assert noe_the_auditor.get(page).status_code == 405
