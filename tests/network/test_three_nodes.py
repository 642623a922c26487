"""Two municipalities and the nation, each an observatory of its own: by stick, over HTTP on this machine."""

from datetime import date, timedelta

import pytest

from confianza.web.observatory.tests import encinos
from tests.network.nodes import Observatory

pytestmark = pytest.mark.slow
UNTIL = (date.today() + timedelta(days=300)).isoformat()  # noqa: DTZ011


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    made = Observatory("Nación", tmp_path_factory.mktemp("nation") / "workspace")
    made.told("init", made.folder)
    made.told("network", "key", "--name", made.name, "--level", "national")
    return made


def municipality(name, folder, nation, *, differs=False):
    """Make an observatory with figures, a release, and an agreement with the nation."""
    made = Observatory(name, folder / "workspace", differs)
    made.told("init", made.folder)
    for file in (encinos.boundaries(), encinos.police(2023, 2025)):
        (folder / file.name).write_bytes(file.content)
    made.told("territory", "import", folder / encinos.boundaries().name)
    made.told("ingest", folder / encinos.police(2023, 2025).name, "--source", encinos.POLICE)
    made.told("release", "--out", folder / "release")
    made.told("network", "key", "--name", name, "--area", encinos.TOWN)
    compare(made, nation, "national")
    compare(nation, made, "municipal")
    made.told(
        "network", "agree", nation.name, "--title", "Convenio 1", "--area", encinos.TOWN, "--until", UNTIL
    )
    return made


def compare(here, there, level):
    """Register `there` in `here`, as two people on the telephone would."""
    own = there.told("network", "key")
    told = here.told("network", "register", "--name", there.name, "--level", level, "--key", own["key"])
    assert not told["confirmed"]
    words = ("--name", there.name, "--fingerprint", own["fingerprint"])
    assert here.told("network", "register", *words)["confirmed"]


def test_two_municipalities_and_the_nation_exchange_by_stick_and_over_http(nation, tmp_path):
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    a = municipality("Encinos", folders[0], nation)
    b = municipality("Robles", folders[1], nation, differs=True)

    stick = tmp_path / "a.confianza"
    a.told("network", "export", "--to", nation.name, "--out", stick)
    came = nation.told("network", "receive", stick)
    assert (came["standing"], came["differing"]) == ("arrived", {})
    assert nation.told("network", "receive", stick, exit_code=1)["error"]["code"] == "replayed"
    changed = bytearray(stick.read_bytes())
    changed[-200] ^= 4
    (tmp_path / "changed.confianza").write_bytes(changed)
    refused = nation.told("network", "receive", tmp_path / "changed.confianza", exit_code=1)
    assert refused["error"]["message"].endswith(".")

    b.told("network", "export", "--to", nation.name)
    with b.served() as address:
        listing = {node["name"]: node for node in nation.told("network", "nodes")}
        assert listing["Robles"]["last_sequence"] is None
        nation.told("network", "register", "--name", "Robles", "--address", address)
        assert nation.told("network", "fetch", "Robles", exit_code=1)["error"]["code"] == "not_https"
        [fetched] = nation.told("network", "fetch", "Robles", "--loopback")
        assert fetched["differing"] == {"homicide": ["iccs"]}
        assert nation.told("network", "fetch", "Robles", "--loopback") == []

    shown = nation.told("network", "show", "homicide")
    assert {node["name"]: node["differing"] for node in shown["nodes"]} == {"Encinos": [], "Robles": ["iccs"]}
    assert shown["total"]["over"] == ["Encinos"]
    years = {year["period"]: year["count"] for year in shown["total"]["years"]}
    assert years == {"2023": 36, "2024": 36, "2025": 36}

    statement = tmp_path / "statement.json"
    a.told("network", "key", "--renew", statement, "--reason", "Cambio anual.")
    after = tmp_path / "after.confianza"
    a.told("network", "export", "--to", nation.name, "--out", after)
    assert nation.told("network", "receive", after, exit_code=1)["error"]["code"] == "other_key"
    nation.told("network", "register", "--name", "Encinos", "--statement", statement)
    assert nation.told("network", "receive", after)["sequence"] == 2
    assert nation.told("audit", "verify")["ok"]
