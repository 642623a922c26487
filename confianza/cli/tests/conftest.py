"""Running the command in this process, on a workspace of the test's own, and in an installation for real."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner, Result

from confianza.cli.program import app

HEADER = "id_registro;fecha_hecho;sexo;edad;cod_depto;cod_mupio;zona;lat;lon;mecanismo;delito_nacional;iccs"
ROW = "{id};{day};H;23;1;101;Zona 1;14.6;-90.5;arma de fuego;Homicidio;0101"


@pytest.fixture(autouse=True)
def english(monkeypatch) -> Iterator[None]:
    """Speak English, and leave the language of the process as it was."""
    monkeypatch.setenv("CONFIANZA_LANGUAGE", "en")
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def _as_init_left_it(tmp_path_factory) -> Path:
    """An installation that `confianza init` made in a process of its own: to be copied, never worked in."""
    from confianza.cli.tests.test_installation import run

    folder = tmp_path_factory.mktemp("init") / "office"
    told = run("init", folder)
    assert told.returncode == 0, told.stderr
    return folder


@pytest.fixture(scope="module")
def installation(_as_init_left_it, tmp_path_factory) -> Path:
    """A new installation for a module of tests."""
    return shutil.copytree(_as_init_left_it, tmp_path_factory.mktemp("installed") / "office")


@pytest.fixture
def confianza(db, workspace, settings) -> Callable[..., Result]:
    """Run `confianza("deliveries", "list")` in the test's workspace, kept as `init` keeps one."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    for folder in (workspace.root, workspace.store, workspace.keys):
        folder.chmod(0o700)

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)

    return run


@pytest.fixture
def told(confianza) -> Callable[..., Any]:
    """Run the command with --json and return what it told on stdout, which must be JSON and nothing else."""

    def run(*words: str | Path, exit_code: int = 0) -> Any:
        result = confianza(*words, "--json")
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout)

    return run


@pytest.fixture
def delivery(tmp_path) -> Callable[..., Path]:
    """Write a delivery in the canonical layout: rows as text, or days of which each becomes a row."""

    def write(*days: str, rows: str = "", name: str = "enero.csv", header: str = HEADER) -> Path:
        told = rows or "".join(ROW.format(id=at, day=day) + "\n" for at, day in enumerate(days))
        path = tmp_path / name
        path.write_text(f"{header}\n{told}", encoding="utf-8")
        return path

    return write
