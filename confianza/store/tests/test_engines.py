import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from confianza.store import claims, engines
from confianza.store.tests import told


def parquet(folder: Path, name: str, *values: int) -> Path:
    file = folder / f"{name}.parquet"
    pl.DataFrame({"value": values}).write_parquet(file)
    return file


def test_a_thread_keeps_its_connection() -> None:
    assert engines.connect() is engines.connect()


def test_every_thread_has_a_connection_of_its_own_on_one_instance() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(engines.connect())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in [*found, engines.connect()]}) == 3


def test_threads_and_memory_count_for_the_process() -> None:
    engine = engines.connect(threads=1, memory="512MiB")
    asked = "SELECT current_setting('threads'), current_setting('memory_limit')"
    assert engine.con.execute(asked).fetchone() == (1, "512.0 MiB")
    engines.connect(threads=2, memory="4GiB")
    assert engine.con.execute(asked).fetchone() == (2, "4.0 GiB")


def test_nothing_is_fetched_from_the_network() -> None:
    con = engines.connect().con
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        assert con.execute(f"SELECT current_setting('{setting}')").fetchone() == (False,)


def test_the_same_files_are_one_table(tmp_path: Path) -> None:
    engine, files = engines.connect(), [parquet(tmp_path, "a", 1, 2), parquet(tmp_path, "b", 3)]
    table = engines.scan(engine, files)
    assert table.value.sum().execute() == 6
    assert engines.scan(engine, files) is table


def test_a_view_not_used_for_long_is_dropped_and_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SCANS_KEPT", 2)
    engine = engines.connect()
    files = [parquet(tmp_path, str(number), number) for number in range(4)]
    tables = [engines.scan(engine, [file]) for file in files]
    left = {name for (name,) in engine.con.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    assert tables[0].get_name() not in left
    assert tables[3].get_name() in left
    assert engines.scan(engine, files[:1]).value.sum().execute() == 0


def test_many_threads_ask_at_once(tmp_path: Path) -> None:
    file, found = parquet(tmp_path, "a", *range(1000)), []

    def ask() -> None:
        for _ in range(5):
            table = engines.scan(engines.connect(), [file])
            found.append(int(table.value.sum().execute()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [499_500] * 40


def test_readers_who_come_at_once_to_an_empty_store_do_not_meet_at_one_engine(tmp_path: Path) -> None:
    layout = told.store(tmp_path)
    with ThreadPoolExecutor(8) as readers:
        heights = list(readers.map(lambda _: claims.visible(layout).to_polars().height, range(64)))
    assert heights == [0] * 64
