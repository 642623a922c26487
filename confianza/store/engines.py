"""The engines that read the store through Ibis: DuckDB in this process, or Spark on a cluster.

CONFIANZA_ENGINE names the one everything asks; nothing else changes with it. One instance serves a process,
so that its memory and threads are bounded once; each thread has a connection of its own, because a connection
runs one query at a time.
"""

import atexit
import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import ibis
    import polars as pl

ENGINE = "CONFIANZA_ENGINE"
DUCKDB, SPARK = "duckdb", "spark"
NAMES = (DUCKDB, SPARK)

# Views a thread keeps for data it has read; an older view is dropped, and made again when it is asked for.
SCANS_KEPT = 32

_of_this_thread = threading.local()
_instances: dict[int, "duckdb.DuckDBPyConnection"] = {}  # by process
_opening = threading.Lock()


class EngineUnavailable(Exception):
    """The engine that was configured does not answer; `code` says why, `told` what a sentence needs.

    Codes: unknown_engine (asked), no_pyspark, no_java, spark_failed (master, cause).
    """

    def __init__(self, code: str, **told: str) -> None:
        self.code, self.told = code, told
        super().__init__(f"{code}: {told}" if told else code)


def configured() -> str:
    """Return the engine that CONFIANZA_ENGINE names, DuckDB if it names none; raises EngineUnavailable."""
    asked = os.environ.get(ENGINE) or DUCKDB
    if asked not in NAMES:
        raise EngineUnavailable("unknown_engine", asked=asked)
    return asked


def insist() -> None:
    """Raise EngineUnavailable where the configured engine cannot start here; starts nothing."""
    if configured() == SPARK:
        from confianza.store import spark_settings

        spark_settings.insist()


def connect(
    name: str | None = None, *, threads: int | None = None, memory: str | None = None
) -> "ibis.BaseBackend":
    """Return this thread's connection to an engine of NAMES (None: the configured one).

    `threads` and `memory` ("2GB") count for DuckDB in the whole process, from now on; Spark has its own
    settings. Raises EngineUnavailable.
    """
    if (name or configured()) == SPARK:
        from confianza.store import spark

        return spark.connect()
    instance = _instance()
    for setting, value in (("threads", threads), ("memory_limit", memory)):
        if value is not None:
            instance.execute(f"SET {setting} = '{value}'")
    return _backend(instance)


@contextmanager
def for_linkage() -> Iterator[Any]:
    """Open what compares the pairs of a linkage: Splink on Spark where that is configured, else None, which
    stands for DuckDB in this process. Raises EngineUnavailable.
    """
    if configured() == DUCKDB:
        yield None
        return
    from confianza.store import spark

    with spark.linking() as linking:
        yield linking


def scan(engine: "ibis.BaseBackend", files: Sequence[Path]) -> "ibis.Table":
    """Return the rows of these Parquet files, which share their columns and never change.

    The files are named one by one and only the first one's columns are looked at, so that thousands of
    deliveries cost no listing of folders. Asking again for the same files costs nothing.
    """
    if engine.name == "polars":  # keeps no views
        return engine.read_parquet([str(file) for file in files])
    known: OrderedDict[tuple[int, Sequence[Path]], Any] = _scans()
    key = (id(engine), tuple(files))
    if key not in known:
        known[key] = _read(engine, files)
    known.move_to_end(key)
    while len(known) > SCANS_KEPT:
        _, oldest = known.popitem(last=False)
        _forget(engine, oldest.get_name())
    return known[key]


def of_memory(engine: "ibis.BaseBackend", name: str, rows: "pl.DataFrame") -> "ibis.Table":
    """Return a few rows under a name, in the thread's own DuckDB; the other engines take them as they come.

    Asked for alone, a table that belongs to no engine goes to one that all threads of the process share, and
    that refuses whoever comes second.
    """
    import ibis

    if engine.name != "duckdb":
        return ibis.memtable(rows)
    engine.con.register(name, rows.to_arrow())
    return engine.table(name)


def _forget(engine: "ibis.BaseBackend", view: str) -> None:
    if engine.name == "duckdb":
        engine.raw_sql(f'DROP VIEW IF EXISTS "{view}"')
    else:
        engine._session.catalog.dropTempView(view)


def _read(engine: "ibis.BaseBackend", files: Sequence[Path]) -> "ibis.Table":
    if engine.name == "duckdb":
        return engine.read_parquet([str(file) for file in files])
    from confianza.store import spark

    return spark.read(engine, files)


def _instance() -> "duckdb.DuckDBPyConnection":
    """Return the instance of this process; a fork must not go on with its parent's."""
    with _opening:
        if os.getpid() not in _instances:
            _instances.clear()
            _instances[os.getpid()] = _open()
        return _instances[os.getpid()]


def _open() -> "duckdb.DuckDBPyConnection":
    import duckdb

    spill = tempfile.mkdtemp(prefix="confianza-")
    atexit.register(shutil.rmtree, spill, ignore_errors=True)
    # Nothing here may go to the network, not even to fetch an extension.
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    instance = duckdb.connect(config={"temp_directory": spill, **offline})
    instance.execute("SET parquet_metadata_cache = true")
    return instance


def _backend(instance: "duckdb.DuckDBPyConnection") -> "ibis.BaseBackend":
    import ibis

    if getattr(_of_this_thread, "instance", None) is not instance:
        _of_this_thread.instance = instance
        _of_this_thread.backend = ibis.duckdb.from_connection(instance.cursor())
        _of_this_thread.scans = OrderedDict()
    backend: ibis.BaseBackend = _of_this_thread.backend
    return backend


def _scans() -> OrderedDict[tuple[int, Sequence[Path]], Any]:
    if not hasattr(_of_this_thread, "scans"):
        _of_this_thread.scans = OrderedDict()
    scans: OrderedDict[tuple[int, Sequence[Path]], Any] = _of_this_thread.scans
    return scans
