"""The network: whom we know, what we take, what waits for a person, and what all of them say together."""

import json
from datetime import date, timedelta

import polars as pl
import pytest
from django.utils import timezone
from nacl.signing import SigningKey

from confianza.analysis.indicators.tests.test_exchanged import WHOLE, at, figures
from confianza.store import signing
from confianza.store.signing import Refused
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.observatory import network_sentences
from confianza.web.observatory.actions import exchange, network
from confianza.web.observatory.models import Node, ReceivedPackage, Standing
from confianza.web.observatory.queries import exports
from confianza.web.observatory.queries import network as known
from confianza.web.observatory.tests.neighbours import Neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_workspace(workspace):
    return workspace


@pytest.fixture
def robles():
    neighbour = Neighbour()
    neighbour.node = neighbour.registered()
    return neighbour


def deeds():
    return [entry.action.removeprefix("observatory.") for entry in Entry.objects.order_by("pk")]


def refused(code, deed, **told):
    with pytest.raises(network_sentences.NetworkRefused) as wrong:
        deed(by=COMMAND_LINE, **told)
    assert wrong.value.problem == code
    return str(wrong.value)


def package_refused(code, data):
    with pytest.raises(Refused) as wrong:
        exchange.receive(data=data, by=COMMAND_LINE)
    assert wrong.value.code == code
    assert network_sentences.of_refusal(wrong.value).endswith(".")
    return wrong.value


def test_a_node_counts_only_once_its_fingerprint_was_compared():
    neighbour = Neighbour()
    node = network.propose_node(
        name="Robles", country="gt", level="municipal", key=neighbour.public, by=COMMAND_LINE
    )
    package_refused("unknown_node", neighbour.package())
    refused("fingerprint", network.confirm_node, node=node, fingerprint=Neighbour(seed=8).fingerprint)
    package_refused("unknown_node", neighbour.package())
    network.confirm_node(node=node, fingerprint=neighbour.fingerprint.replace(" ", "."), by=COMMAND_LINE)
    assert neighbour.sends().standing == Standing.ARRIVED
    assert deeds() == [
        "propose_node", "refuse_package", "refuse_package", "confirm_node", "receive_package",
    ]  # fmt: skip


def test_keys_and_names_are_registered_once(robles):
    told = {"country": "GT", "level": "municipal"}
    refused("known_key", network.propose_node, name="Otro", key=robles.public, **told)
    refused("known_name", network.propose_node, name="ROBLES", key=Neighbour(seed=9).public, **told)
    refused("own_key", network.propose_node, name="Otro", key=known.own_key(), **told)
    refused("key", network.propose_node, name="Otro", key="0" * 63, **told)
    refused("node", network.propose_node, name="Otro", key=Neighbour(seed=9).public, country="GT", level="x")


def test_a_good_package_arrives_and_shows(robles):
    package = robles.sends()
    assert (package.standing, package.reasons, package.differing) == (Standing.ARRIVED, [], {})
    [voice] = known.voices("homicide")
    table = figures().filter(pl.col("area_id") == WHOLE)
    year = table.filter(pl.col("period") == "2024")
    assert voice.years.filter(period="2024")["count"].item() == year["count"].item()
    assert voice.years.filter(period="2024")["rate"].item() == pytest.approx(year["rate"].item(), abs=0.01)
    assert known.opened(package).manifest.sequence == 1


def test_the_same_package_is_not_taken_twice_nor_an_older_one_later(robles):
    first, second = robles.package(), robles.package()
    exchange.receive(data=second, by=COMMAND_LINE)
    package_refused("replayed", second)
    package_refused("out_of_order", first)
    assert known.never_came(robles.node) == (1,)
    assert ReceivedPackage.objects.count() == 1


def test_what_cannot_be_waits_for_a_person_and_shows_only_when_let_in(robles):
    package = robles.sends(at(figures(), WHOLE, "2024", count=70_000.0))
    assert package.standing == Standing.QUARANTINED
    assert {reason["code"] for reason in package.reasons} >= {"exceeds_population", "months_do_not_sum"}
    assert all(network_sentences.of_reason(reason) for reason in package.reasons)
    assert not known.voices("homicide")[0].tells
    refused("no_reason", exchange.decide, package=package, let_in=True, reason=" ")
    let_in = exchange.decide(package=package, let_in=True, reason="Lo confirmó su analista.", by=COMMAND_LINE)
    assert let_in.standing == Standing.RELEASED
    assert known.voices("homicide")[0].tells
    refused("decided", exchange.decide, package=package, let_in=False, reason="x")


def test_a_person_may_refuse_for_good(robles):
    package = robles.sends(at(figures(), WHOLE, "2024", count=70_000.0))
    exchange.decide(package=package, let_in=False, reason="No responde.", by=COMMAND_LINE)
    assert not known.voices("homicide")[0].tells
    assert deeds()[-1] == "decide_package"


def test_a_sudden_jump_against_the_package_before_waits(robles):
    robles.sends()
    package = robles.sends(at(figures(), WHOLE, "2024-05", count=0.0, rate=0.0, status="reported"))
    more = robles.sends(at(figures(), WHOLE, "2024-05", count=50.0, rate=1000.0))
    assert "months_do_not_sum" in {reason["code"] for reason in package.reasons}
    assert {"jump", "revised"} <= {reason["code"] for reason in more.reasons}


def test_differing_definitions_show_as_differing_and_are_never_summed(robles):
    other = Neighbour("Cedros", seed=8)
    other.registered()
    robles.sends()
    wider = exports.definitions(["homicide"])
    wider["homicide"]["told"] = {**wider["homicide"]["told"], "iccs": ["0101", "0103"]}
    package = other.sends(definitions=wider)
    assert package.standing == Standing.ARRIVED
    assert package.differing == {"homicide": ["iccs"]}
    voices = {voice.name: voice for voice in known.voices("homicide")}
    assert (voices["Cedros"].differing, voices["Cedros"].tells) == (("iccs",), True)
    total, over = known.total(list(voices.values()))
    assert over == ("Robles",)
    assert total["count"].to_list() == voices["Robles"].years["count"].to_list()


def test_a_definition_is_compared_by_what_it_says_not_by_the_digest_it_claims(robles):
    lying = exports.definitions(["homicide"])
    lying["homicide"]["told"] = {**lying["homicide"]["told"], "multiplier": 10_000}
    assert robles.sends(definitions=lying).differing == {"homicide": ["multiplier"]}


def test_an_indicator_we_do_not_define_is_shown_as_such(robles):
    table = figures().with_columns(indicator_id=pl.lit("cattle_theft"))
    told = {"cattle_theft": exports.definitions(["homicide"])["homicide"]}
    assert robles.sends(table, definitions=told).differing == {"cattle_theft": ["unknown"]}


def test_a_table_that_is_not_as_agreed_is_refused(robles):
    package_refused("not_figures", robles.package(files={"figures.csv": b"a,b\n1,2\n"}))
    package_refused("not_figures", robles.package(files={"other.csv": b"a,b\n1,2\n"}))
    package_refused("no_records", robles.package(kind="records"))


def test_records_that_would_show_somebody_wait(robles):
    columns = "month,municipality_code,sex,age_band,mechanism,sources\n"
    few = columns + "2026-03,0102,male,18-29,firearm,police\n" * 3
    enough = columns + "2026-03,0102,male,18-29,firearm,police\n" * 5
    alone = robles.sends(kind="records", files={"records.csv": few.encode()})
    assert [reason["code"] for reason in alone.reasons] == ["too_few_alike"]
    assert robles.sends(kind="records", files={"records.csv": enough.encode()}).standing == "arrived"


def test_another_key_is_refused_until_the_old_one_vouches_for_it(robles):
    new = Neighbour(seed=20)
    new.sequence = 3
    assert package_refused("other_key", new.package()).told["fingerprint"] == new.fingerprint
    statement = statement_of(robles, new)
    network.accept_statement(node=robles.node, content=statement, by=COMMAND_LINE)
    assert new.sends().standing == Standing.ARRIVED
    package_refused("retired_key", robles.package())
    refused("other_old_key", network.accept_statement, node=robles.node, content=statement)
    refused(
        "retired_key", network.replace_key, node=robles.node, key=robles.public,
        fingerprint=robles.fingerprint, reason="La encontramos.",
    )  # fmt: skip


def statement_of(old, new, **changes):
    told = {
        "format": network.REKEY, "node": old.name, "old": old.public, "new": new.public,
        "made_at": timezone.now().isoformat(timespec="seconds"),
    } | changes  # fmt: skip
    content = signing.canonical(told)
    return signing.canonical(
        {**told, "by_old": signing.signed(old.key, content), "by_new": signing.signed(new.key, content)}
    )


def test_a_statement_needs_both_signatures_and_its_form(robles):
    new, thief = Neighbour(seed=20), Neighbour(seed=21)
    good = json.loads(statement_of(robles, new))
    for changes in (
        {"by_old": good["by_new"]},
        {"new": thief.public},
        {"made_at": "2026-01-01T00:00:00+00:00"},
    ):
        content = signing.canonical({**good, **changes})
        refused("forged", network.accept_statement, node=robles.node, content=content)
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    future = statement_of(robles, new, made_at=tomorrow)
    for content in (b"", b"[]", b"{}", signing.canonical({**good, "format": "other"}), future):
        refused("no_statement", network.accept_statement, node=robles.node, content=content)


def test_our_own_new_key_is_one_that_others_can_take(robles):
    network.describe_own(name="Nosotros", country="gt", level="national", area_id="", by=COMMAND_LINE)
    before = known.own_key()
    told = json.loads(network.rekey_own(reason="La vieja pudo leerla otro.", by=COMMAND_LINE))
    assert (told["node"], told["old"], told["new"]) == ("Nosotros", before, known.own_key())
    content = signing.canonical({name: told[name] for name in ("format", "node", "old", "new", "made_at")})
    assert signing.verifies(before, content, told["by_old"])
    assert signing.verifies(told["new"], content, told["by_new"])
    refused("no_reason", network.rekey_own, reason="")
    refused("own", network.describe_own, name="", country="GT", level="national", area_id="")


def test_lateness_is_counted_from_the_agreed_rhythm(robles):
    today = timezone.localdate()
    assert known.lateness(robles.node, None, today).days == 0
    package = robles.sends()
    late = known.lateness(robles.node, package, today + timedelta(days=41))
    assert (late.due_on, late.days) == (package.made_at.date() + timedelta(days=31), 10)
    assert network_sentences.of_lateness(late.days) != network_sentences.of_lateness(0)


def test_months_that_nobody_told_are_named(robles):
    robles.sends(at(figures(), WHOLE, "2024-05", status="not_told", count=None, rate=None))
    assert known.voices("homicide")[0].missing == ("2024-05",)


def test_what_came_is_kept_as_it_came_and_no_byte_less(robles):
    data = robles.package()
    package = exchange.receive(data=data, by=COMMAND_LINE)
    assert known.archive(package).read_bytes() == data


def test_every_refusal_of_the_store_has_its_sentence():
    import re
    from pathlib import Path

    from confianza.store import received

    codes = set()
    for module in (received, signing, exchange):
        codes |= set(re.findall(r'Refused\(\s*"(\w+)"', Path(module.__file__).read_text(encoding="utf-8")))
    codes -= {"ended", "not_agreed", "own", "empty", "not_linked", "too_few", "no_reason", "decided"}
    assert len(codes) > 15
    assert codes <= set(network_sentences.REFUSALS)
    from confianza.analysis.indicators import exchanged

    assert set(exchanged.KINDS) < set(network_sentences.REASONS)
    assert set(exchanged.CONDITIONS) < set(network_sentences.CONDITIONS)


def agreed(territory, robles, **told):
    told = {
        "title": "Convenio 1-2026", "area_id": "municipality-0101", "tables": ["figures", "records"],
        "until": timezone.localdate() + timedelta(days=300),
    } | told  # fmt: skip
    return network.agree(node=robles.node, by=COMMAND_LINE, **told)


def test_an_agreement_says_what_to_whom_and_until_when(territory, robles):
    assert agreed(territory, robles).tables == ["figures", "records"]
    for code, told in (
        ("tables", {"tables": []}), ("tables", {"tables": ["names"]}), ("k", {"k": 4}),
        ("until", {"until": date(2020, 1, 1)}), ("agreement", {"area_id": "municipality-9999"}),
    ):  # fmt: skip
        with pytest.raises(network_sentences.NetworkRefused) as wrong:
            agreed(territory, robles, **told)
        assert wrong.value.problem == code
    unconfirmed = Node.objects.create(name="Pinos", country="GT", level="municipal", key="1" * 64)
    refused(
        "unconfirmed", network.agree, node=unconfirmed, title="x", area_id="municipality-0101",
        tables=["figures"], until=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip


class ARelease:
    """A release as `published` opens it: a town and one zone, two months of which one is hidden."""

    version, as_of = "2026-11-05.1", date(2026, 11, 4)

    def areas(self):
        rows = [
            ("municipality-0101", "Encinos", "municipality", "department-01", "administrative"),
            ("zone-0101-1", "Zona 1", "zone", "municipality-0101", "administrative"),
            ("municipality-0102", "Robles", "municipality", "department-01", "administrative"),
        ]
        return pl.DataFrame(rows, schema=["area_id", "name", "level", "parent_id", "geography"], orient="row")

    def figures(self, *, grain):
        whole, zone, other = "municipality-0101", "zone-0101-1", "municipality-0102"
        months = [
            (whole, "2026-01", 12.0, False), (whole, "2026-02", 0.0, False), (whole, "2026-03", None, False),
            (zone, "2026-01", None, True), (zone, "2026-02", 0.0, False), (other, "2026-01", 7.0, False),
        ]  # fmt: skip
        rows = months if grain == "month" else [(whole, "2026", 12.0, False)]
        table = pl.DataFrame(rows, schema=["area_id", "period", "count", "hidden"], orient="row")
        return table.with_columns(
            indicator_id=pl.lit("homicide"), rate=pl.col("count") / 1000 * 100_000
        ).with_columns(pl.col("rate").cast(pl.Float64))

    def indicators(self):
        return ()


def test_a_package_holds_the_area_agreed_on_and_hides_what_the_release_hides(territory, robles):
    network.describe_own(
        name="Nosotros", country="GT", level="municipal", area_id="municipality-0101", by=COMMAND_LINE
    )
    sent = exchange.send_figures(agreement=agreed(territory, robles), release=ARelease(), by=COMMAND_LINE)
    sealed = signing.unsealed(known.sent_archive(sent).read_bytes())
    table = pl.read_csv(sealed.files["figures.csv"])
    told = {(row["area_id"], row["period"]): row for row in table.iter_rows(named=True)}
    assert ("municipality-0102", "2026-01") not in told
    assert told["zone-0101-1", "2026-01"]["status"] == "hidden"
    assert told["zone-0101-1", "2026-01"]["count"] is None
    assert told["municipality-0101", "2026-03"]["status"] == "not_told"
    assert told["municipality-0101", "2026-01"]["person_years"] == pytest.approx(1000)
    assert told["municipality-0101", "2026-01"]["parent_id"] is None
    manifest = sealed.manifest
    assert (manifest.recipient, manifest.sequence, manifest.first) == (robles.public, 1, "2026-01")
    assert (manifest.area_name, manifest.node) == ("Encinos", "Nosotros")


def test_nothing_is_sent_without_an_agreement_that_names_it_and_still_holds(territory, robles):
    agreement = agreed(territory, robles, tables=["figures"])
    told = {"agreement": agreement, "release": ARelease()}
    refused("own", exchange.send_figures, **told)
    network.describe_own(name="N", country="GT", level="municipal", area_id="", by=COMMAND_LINE)
    refused("not_agreed", exchange.send_records, agreement=agreement)
    elsewhere = agreed(territory, robles, area_id="zone-0101-2", tables=["figures", "records"])
    refused("empty", exchange.send_figures, agreement=elsewhere, release=ARelease())
    refused("not_linked", exchange.send_records, agreement=elsewhere)
    network.end_agreement(agreement=agreement, by=COMMAND_LINE)
    refused("ended", exchange.send_figures, **told)


def test_records_leave_without_names_days_or_points_and_only_among_k(territory, robles, monkeypatch):
    from types import SimpleNamespace

    from confianza.store import linkages

    network.describe_own(name="N", country="GT", level="municipal", area_id="", by=COMMAND_LINE)
    agreement = agreed(territory, robles, area_id="municipality-0101", k=6)
    linkage = SimpleNamespace(
        as_of=date(2026, 11, 1), made_at=timezone.now(), cases=lambda: cases(alike=20, alone=2)
    )
    monkeypatch.setattr(linkages, "latest", lambda layout: linkage)
    sent = exchange.send_records(agreement=agreement, by=COMMAND_LINE)
    sealed = signing.unsealed(known.sent_archive(sent).read_bytes())
    table = pl.read_csv(sealed.files["records.csv"], infer_schema=False)
    assert table.height == 20
    assert b"Esquina" not in sealed.files["records.csv"]
    assert "2026-03-0" not in sealed.files["records.csv"].decode()
    assert (sealed.manifest.kind, sealed.manifest.first) == ("records", "2026-03")
    assert Entry.objects.first().kind == "exported"
    linkage.cases = lambda: cases(alike=3, alone=1)
    refused("too_few", exchange.send_records, agreement=agreement)


def cases(alike, alone):
    rows = [(date(2026, 3, 1 + n), "01", "01", "male", 25, "firearm", "police") for n in range(alike)]
    rows += [(date(2026, 3, 20), "01", "01", "female", 70 + n, "sharp", "health") for n in range(alone)]
    rows += [(date(2026, 3, 2), "09", "09", "male", 25, "firearm", "police")] * 9
    names = ["occurred_on", "department_code", "municipality_code", "sex", "age", "mechanism", "sources"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        age_until=pl.col("age"), series=pl.lit("homicide;violent_death"), locality=pl.lit("La Esquina")
    )


def test_the_key_that_signs_is_ours_and_stays(robles):
    assert known.own_key() == signing.public(signing.key(known.settings.WORKSPACE.keys))
    assert known.own_key() != signing.public(SigningKey.generate())
