"""The engines that read the store through Ibis. DuckDB in this process is the one there is.

One DuckDB instance serves a process, so that its memory and threads are bounded once; each thread has a
cursor of its own, because a cursor runs one query at a time.
"""

import atexit
import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import ibis

# Views a thread keeps for data it has read; an older view is dropped, and made again when it is asked for.
SCANS_KEPT = 32

_of_this_thread = threading.local()
_instances: dict[int, "duckdb.DuckDBPyConnection"] = {}  # by process
_opening = threading.Lock()


def connect(*, threads: int | None = None, memory: str | None = None) -> "ibis.BaseBackend":
    """Return this thread's connection. `threads` and `memory` ("2GB") count for the whole process, from now
    on.
    """
    instance = _instance()
    for setting, value in (("threads", threads), ("memory_limit", memory)):
        if value is not None:
            instance.execute(f"SET {setting} = '{value}'")
    return _backend(instance)


def scan(engine: "ibis.BaseBackend", files: Sequence[Path]) -> "ibis.Table":
    """Return the rows of these Parquet files, which share their columns and never change.

    The files are named one by one and only the first one's columns are looked at, so that thousands of
    deliveries cost no listing of folders. Asking again for the same files costs nothing.
    """
    if engine.name != "duckdb":  # the others keep no views
        return engine.read_parquet([str(file) for file in files])
    known: OrderedDict[tuple[int, Sequence[Path]], Any] = _scans()
    key = (id(engine), tuple(files))
    if key not in known:
        known[key] = engine.read_parquet([str(file) for file in files])
    known.move_to_end(key)
    while len(known) > SCANS_KEPT:
        _, oldest = known.popitem(last=False)
        engine.raw_sql(f'DROP VIEW IF EXISTS "{oldest.get_name()}"')
    return known[key]


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
