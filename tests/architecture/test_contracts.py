"""What the import contracts promise, and that they bite."""

import shutil
import subprocess
import sys

from tests.architecture import house


def lint_imports(folder):
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder), "PATH": "/usr/bin"},
    )  # fmt: skip


def copy_of_the_house(folder):
    shutil.copytree(
        house.PACKAGE, folder / "confianza", ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo")
    )
    shutil.copy(house.ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_is_kept(tmp_path):
    result = lint_imports(copy_of_the_house(tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_lower_room_that_imports_an_upper_one_is_caught(tmp_path):
    copy = copy_of_the_house(tmp_path)
    with (copy / "confianza/web/territory/rules.py").open("a") as file:
        file.write("\nimport confianza.web.observatory.queries\n")
    result = lint_imports(copy)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout
    assert "confianza.web.territory.rules -> confianza.web.observatory.queries" in result.stdout


def test_analysis_that_opens_files_is_caught(tmp_path):
    copy = copy_of_the_house(tmp_path)
    with (copy / "confianza/analysis/vocabulary/claims.py").open("a") as file:
        file.write("\nimport pathlib\n")
    result = lint_imports(copy)
    assert result.returncode == 1
    assert "confianza.analysis.vocabulary.claims -> pathlib" in result.stdout


def test_a_stray_folder_is_caught(tmp_path):
    copy = copy_of_the_house(tmp_path)
    (copy / "confianza/web/broom_cupboard").mkdir()
    (copy / "confianza/web/broom_cupboard/__init__.py").touch()
    result = lint_imports(copy)
    assert result.returncode == 1
    assert "broom_cupboard" in result.stdout
