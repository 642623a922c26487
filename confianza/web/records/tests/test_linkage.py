"""The workspace linked for real, with names that nobody else ever sees."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import connection

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.link import linking
from confianza.analysis.link.findings import NothingToLink
from confianza.analysis.link.linkage import Linkage
from confianza.analysis.link.profile import LinkProfile
from confianza.store import claims, identities, integrity, linkages, vault
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry, Kind
from confianza.web.records import actions, queries
from confianza.web.records.actions import linkage
from confianza.web.records.models import CaseOutcome, Outcome, ValidationMeeting
from confianza.web.records.queries import linkage as linkage_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]

HEADER = (
    "id_registro;fecha_hecho;sexo;edad;cod_depto;cod_mupio;mecanismo;delito_nacional;"
    "primer_nombre;apellido1;apellido2"
)
GIVEN = ("Zenobia", "Ulpiano", "Hermenegilda", "Eustaquio", "Filiberta", "Nepomuceno", "Tiburcia")
SURNAMES = ("Ficticio", "Inventado", "Imaginario", "Supuesto", "Figurado", "Quimera", "Fabulado", "Ensueño")
VICTIMS = 56
REASON = "Prueba"


def rows(chosen: range, misspelt: bool = False) -> str:
    """One homicide a day, everybody with another name; the police misspell the surname."""
    lines = [HEADER]
    for number in chosen:
        given, surname = GIVEN[number % len(GIVEN)], SURNAMES[number % len(SURNAMES)]
        second = SURNAMES[number // len(SURNAMES)]
        spelt = surname.replace("i", "y", 1) if misspelt else surname
        day = date.fromordinal(date(2024, 1, 1).toordinal() + number)
        sex, age = "HM"[number % 2], 18 + number
        lines.append(
            f"{number};{day:%d/%m/%Y};{sex};{age};1;101;arma de fuego;Homicidio;{given};{spelt};{second}"
        )
    return "\n".join(lines)


def deliver(office: str, chosen: range, *, misspelt: bool = False) -> None:
    file = DeliveredFile(f"{office}.csv", rows(chosen, misspelt).encode())
    actions.receive_delivery(files=[file], source="canonical_es", office=office, by=COMMAND_LINE)


@pytest.fixture
def two_offices(workspace) -> None:
    """The hospital saw the first 40 of the victims, the police the last 40: both saw 24."""
    deliver("Hospital Central", range(40))
    deliver("Comisaría 71", range(16, VICTIMS), misspelt=True)


@pytest.fixture
def linked_once(monkeypatch) -> None:
    """The same records linked again give the same, so that only the first run of a test takes its time."""
    real, known = linking.run, {}

    def run(records: pl.DataFrame, profile: LinkProfile, *, decisions: pl.DataFrame, engine: None) -> Linkage:
        key = (records.write_json(), decisions.write_json())
        return known.get(key) or known.setdefault(key, real(records, profile, decisions=decisions))

    monkeypatch.setattr(linking, "run", run)


def link(**wishes) -> linkages.StoredLinkage:
    return linkages.get(queries.layout(), linkage.link_workspace(by=COMMAND_LINE, reason=REASON, **wishes))


def test_the_workspace_is_linked_victim_by_victim_and_kept(two_offices, person) -> None:
    ana = person(Role.ANALYST)
    kept = linkage.link_workspace(by=ana, reason=REASON)
    stored = linkage_queries.latest_linkage()
    assert stored is not None
    assert stored.id == kept
    assert stored.counts["records"] == 80
    assert abs(stored.counts["victims"] - VICTIMS) <= 2
    cases = stored.cases()
    assert (cases["kinds"] == "health;police").sum() >= 22
    assert set(cases["series"]) == {"homicide;violent_death"}
    assert integrity.check(queries.layout()) == []
    told = {entry.action: entry for entry in Entry.objects.filter(actor_id=ana.pk)}
    opened, linked = told["records.open_identities"], told["records.link_workspace"]
    assert (opened.kind, opened.details) == (Kind.READ, {"reason": REASON, "people": 80})
    assert linked.subject == kept
    assert linked.details["victims"] == stored.counts["victims"]


def test_names_are_nowhere_but_in_the_vault(two_offices) -> None:
    first, layout = link(), queries.layout()
    files = [file for file in settings.WORKSPACE.root.rglob("*") if file.is_file()]
    assert any(file.is_relative_to(layout.linkages) for file in files)
    for file in files:
        content = file.read_bytes()
        assert not [name for name in (*GIVEN, *SURNAMES) if name.encode() in content], file
    told = " ".join(_everything_in_the_register())
    assert not [name for name in (*GIVEN, *SURNAMES) if name in told]
    for table in ("pairs", "review", "records", "cases"):
        frame: pl.DataFrame = getattr(linkages.latest(layout), table)()
        text = frame.write_csv()
        assert not [name for name in (*GIVEN, *SURNAMES) if name in text], table
    visible = claims.visible(layout).to_polars().write_csv()
    assert not [name for name in (*GIVEN, *SURNAMES) if name in visible]
    assert first.pairs().height > 0


@pytest.mark.slow
def test_the_same_records_give_the_same_linkage(two_offices) -> None:
    first, second = link(), link()
    assert first.model_hash == second.model_hash
    assert first.records().equals(second.records())


def _everything_in_the_register() -> list[str]:
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of the register's own tables
            told += [str(row) for row in cursor.fetchall()]
    return told


def test_names_are_opened_by_the_key_of_the_workspace_alone(two_offices) -> None:
    key = queries.layout().keys / "vault"
    key.write_bytes(bytes(vault.KEY_BYTES))
    with pytest.raises(vault.WrongKey):
        link()
    assert linkage_queries.latest_linkage() is None


def test_a_linkage_as_of_a_date_knows_only_what_was_received_by_then(two_offices) -> None:
    with pytest.raises(NothingToLink):
        link(as_of=date(2020, 1, 1))
    assert linkage_queries.latest_linkage() is None


def test_what_a_meeting_made_of_a_case_is_in_the_next_linkage(two_offices, linked_once, person) -> None:
    ana = person(Role.ANALYST)
    before = link().cases().filter(pl.col("kinds") == "health;police").row(0, named=True)
    records = linkages.latest(queries.layout()).records()
    own = records.filter(pl.col("victim") == before["case"])["record"].to_list()
    meeting = ValidationMeeting.objects.create(held_on=date(2024, 7, 1), place="Alcaldía", by=ana)
    said = {"meeting": meeting, "case": before["case"], "records": own, "reason": REASON, "by": ana}
    outcome = CaseOutcome.objects.create(outcome=Outcome.VALIDATED, values={"sex": "canonical_es"}, **said)
    after = link().cases().filter(pl.col("case") == before["case"]).row(0, named=True)
    assert (before["status"], after["status"]) == ("reported", "validated")
    assert (before["sex_why"], after["sex_why"]) == ("agreed", "meeting")
    outcome.undone_by, outcome.undone_at, outcome.undone_reason = ana, meeting.prepared_at, "Error"
    outcome.save()
    assert link().cases().filter(pl.col("case") == before["case"])["status"].to_list() == ["reported"]


def test_a_workspace_may_have_case_rules_of_its_own(two_offices) -> None:
    from confianza.analysis.link import case_rules

    text = Path(case_rules.__file__).with_name(case_rules.FILE).read_text(encoding="utf-8")
    own = settings.WORKSPACE.root / "decisions" / case_rules.FILE
    own.parent.mkdir(exist_ok=True)
    own.write_text(text.replace('"2026-11-28"', '"2027-01-01"', 1), encoding="utf-8")
    assert linkage_queries.case_rules().version == "2027-01-01"
    own.write_text("version = ", encoding="utf-8")
    with pytest.raises(case_rules.NotRules):
        linkage_queries.case_rules()


def test_names_that_an_older_program_left_unread_are_sealed_on_request(two_offices, monkeypatch) -> None:
    layout = queries.layout()
    monkeypatch.setattr(identities, "are_kept", lambda layout, delivery: delivery.number > 2)
    waiting = linkage_queries.waiting_for_the_vault()
    assert len(waiting) == 2
    # Their names are there after all: a later reading gives the same, and says so.
    from confianza.store.deliveries import NothingChanged

    with pytest.raises(NothingChanged):
        linkage.seal_identities(by=COMMAND_LINE)
    assert len(linkages.listing(layout)) == 0
