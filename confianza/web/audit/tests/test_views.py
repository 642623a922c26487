import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.audit.actions import COMMAND_LINE, record
from confianza.web.audit.views import PER_PAGE

pytestmark = pytest.mark.django_db
PAGE = reverse("audit:entries")


def test_the_auditor_reads_who_did_what(noe_the_auditor: Client) -> None:
    record(by=COMMAND_LINE, action="records.receive_delivery", subject="<0001>", details={"rows": 3})
    html = noe_the_auditor.get(PAGE).content.decode()
    for told in ("command line", "records.receive_delivery", "&lt;0001&gt;", "<dt>rows</dt><dd>3</dd>"):
        assert told in html


def test_it_is_invisible_to_the_administrator_and_to_strangers(
    marta_the_administrator: Client, client: Client
) -> None:
    assert marta_the_administrator.get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302


def test_choices_stay_in_the_address_and_on_the_page(noe_the_auditor: Client) -> None:
    record(by=COMMAND_LINE, action="records.receive_delivery", subject="delivery 7")
    record(by=COMMAND_LINE, action="territory.confirm_name", subject="zone 3")
    html = noe_the_auditor.get(
        PAGE, {"action": "records.receive_delivery", "start": "2020-01-01"}
    ).content.decode()
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
