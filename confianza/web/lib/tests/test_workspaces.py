from pathlib import Path

from confianza.web.lib import workspaces
from confianza.web.lib.workspaces import Workspace


def test_the_environment_names_the_workspace(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv(workspaces.VARIABLE, str(tmp_path))
    assert workspaces.current().root == tmp_path


def test_without_a_name_it_is_a_folder_where_one_stands(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv(workspaces.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert workspaces.current().root == tmp_path / "workspace"


def test_a_workspace_exists_once_it_has_keys(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert not workspace.exists
    workspace.keys.mkdir()
    assert workspace.exists


def test_the_secret_stays_the_same_once_written(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspaces.secret_key(workspace) != workspaces.secret_key(workspace)
    workspace.keys.mkdir()
    (workspace.keys / "sessions").write_text("kept\n")
    assert workspaces.secret_key(workspace) == "kept"
