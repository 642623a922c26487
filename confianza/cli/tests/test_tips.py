"""The public door of the tip line as a command."""

import json
import os
import socket
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

PROGRAM = "from confianza.cli import main; main()"


def test_without_a_workspace_it_says_what_to_do(tmp_path):
    result = CliRunner().invoke(app, ["tips", "serve", "-w", str(tmp_path / "nowhere"), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "no_workspace"


def test_an_unknown_option_is_wrong_usage():
    assert CliRunner().invoke(app, ["tips", "serve", "--log", "x"]).exit_code == 2


@pytest.mark.slow
def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "CONFIANZA_WORKSPACE": str(tmp_path / "office"), "CONFIANZA_LANGUAGE": "en",
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", PROGRAM]
    subprocess.run([*command, "init", str(tmp_path / "office")], env=environment, check=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = subprocess.run(
            [*command, "tips", "serve", "--port", port], env=environment, capture_output=True, text=True
        )
    assert told.returncode == 1
    assert "choose another with --port" in told.stderr
