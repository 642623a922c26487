"""The suite itself: what is asked on which database and in which order, and what it leaves behind."""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support import choosing, passing

YESTERDAY = passing.SECONDS_KEPT + 60
HOUSE = Path(__file__).parents[2]


class Asked:
    """As much of a test as is looked at."""

    def __init__(self, nodeid: str = "", *fixtures: str, marked: str = "") -> None:
        self.nodeid, self.fixturenames, self.marked = nodeid, fixtures, marked

    def get_closest_marker(self, name: str) -> bool:
        return name == self.marked


@pytest.fixture
def left(tmp_path):
    """Leave a folder in the temporary one: `left("confianza-tests-1-x", age)`."""

    def leave(name: str, age: float = YESTERDAY) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        folder.joinpath("register.sqlite3").touch()
        os.utime(folder, (time.time() - age,) * 2)
        return folder

    return leave


def ended() -> int:
    """Return the number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_run_left_is_cleared_a_day_later(left, tmp_path) -> None:
    number = ended()
    gone = {left(f"confianza-tests-{number}-a_b"), left("confianza-tests-8x_kd2"),
            left(f"confianza-postgres-{number}-c")}  # fmt: skip
    assert set(passing.clear(tmp_path)) == gone
    assert list(tmp_path.iterdir()) == []


def test_what_is_of_today_of_somebody_who_works_or_of_somebody_else_stays(left, tmp_path) -> None:
    stays = {
        left(f"confianza-tests-{ended()}-a", age=60), left(f"confianza-tests-{os.getpid()}-b"),
        left("confianza-backup-4-c"), left("confianza-tests-4-c.kept"),
    }  # fmt: skip
    tmp_path.joinpath("confianza-tests-4-file").touch()
    assert passing.clear(tmp_path) == []
    assert stays <= set(tmp_path.iterdir())


def test_a_folder_that_a_running_process_was_told_of_stays(left, tmp_path) -> None:
    folder = left(f"confianza-postgres-{ended()}-d")
    command = [sys.executable, "-c", "import sys; sys.stdin.read()", f"{folder}/data"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert passing.clear(tmp_path) == []
        process.communicate()
    assert passing.clear(tmp_path) == [folder]


def test_a_process_takes_its_passing_workspace_with_it() -> None:
    told = (
        "from confianza.web.project import settings_test; import os; print(os.environ['CONFIANZA_WORKSPACE'])"
    )
    own = {name: value for name, value in os.environ.items() if name != "CONFIANZA_WORKSPACE"}
    workspace = subprocess.check_output([sys.executable, "-c", told], env=own, text=True, cwd=HOUSE).strip()
    assert passing.OURS.fullmatch(Path(workspace).name)
    assert not Path(workspace).exists()


@pytest.mark.parametrize(
    ("asked", "knows"),
    [
        (Asked("", "tmp_path", "db"), True),
        (Asked("", "transactional_db"), True),
        (Asked("", "tmp_path", marked="django_db"), True),
        (Asked("", marked="register"), True),
        (Asked("", "tmp_path", "monkeypatch", marked="slow"), False),
    ],
)
def test_what_knows_no_register_is_told_apart(asked, knows) -> None:
    assert choosing.knows_a_register(asked) is knows


def test_what_knows_no_register_is_not_asked_a_second_time_on_postgresql(monkeypatch) -> None:
    spared: list[Asked] = []
    config = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: spared.extend(items)))
    items = [Asked("a", "db"), Asked("b"), Asked("c", marked="register")]
    monkeypatch.delenv(choosing.SUPERUSER, raising=False)
    choosing.with_a_register(config, items)
    assert [item.nodeid for item in items] == ["a", "b", "c"]
    monkeypatch.setenv(choosing.SUPERUSER, "postgresql://somewhere")
    choosing.with_a_register(config, items)
    assert [item.nodeid for item in items] == ["a", "c"]
    assert [item.nodeid for item in spared] == ["b"]


def test_the_longest_files_come_first_and_none_is_torn_apart() -> None:
    other, pages = "confianza/web/lib/tests/test_once.py::", "tests/journeys/test_pages.py::"
    items = [Asked(f"{other}b"), Asked(f"{pages}2"), Asked(f"{other}a"), Asked(f"{pages}1")]
    choosing.longest_first(items)
    assert [item.nodeid for item in items] == [f"{pages}2", f"{pages}1", f"{other}b", f"{other}a"]


def test_every_path_of_the_order_is_there() -> None:
    assert [path for path in choosing.LONGEST_FIRST if not (HOUSE / path).exists()] == []
