"""init and serve open nothing while what is installed would open what must stay closed."""

import json

import pytest

from confianza.web.project import serving


@pytest.fixture
def an_address_without_a_door(settings, monkeypatch):
    def listen(*_words, **_more):
        raise AssertionError("It listens.")

    settings.ROOT_URLCONF = "confianza.web.project.tests.doorless"
    monkeypatch.setattr(serving, "listening", listen)


@pytest.mark.parametrize("verb", ["serve", "init"])
def test_it_goes_no_further_while_an_address_has_no_door(
    confianza, workspace, an_address_without_a_door, verb
) -> None:
    words = ["init", workspace.root] if verb == "init" else ["serve"]
    said = confianza(*words)
    assert said.exit_code == 1
    assert "Nothing is opened: this installation is not sound (The address bare" in said.stderr
    assert json.loads(confianza(*words, "--json").stdout)["error"]["code"] == "unsound"
