"""Spark, where the store is read by a cluster (or by Spark on one machine). Imported only when asked for.

One session a process, started at the first question and stopped with the process; each thread has a session
of its own on it, with its own views.
"""

import atexit
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.backends.pyspark import Backend
from ibis.formats.pyarrow import PyArrowData
from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession
from splink import SparkAPI

from confianza.store import spark_settings
from confianza.store.engines import EngineUnavailable

LOG = "spark.log"
# Hadoop reads these in a path as patterns.
_PATTERNS = re.compile(r"([\\*?\[\]{}])")

_of_this_thread = threading.local()
_sessions: dict[int, SparkSession] = {}  # by process
_opening = threading.Lock()
_linking = threading.Lock()


class Exact(Backend):  # type: ignore[misc]
    """Ibis on Spark, with rows carried by Arrow alone: on the way through pandas whole numbers with gaps turn
    into fractions.
    """

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **kwargs: Any) -> Any:
        self._run_pre_execute_hooks(expr)
        table = expr.as_table()
        told = self.raw_sql(self.compile(table, params=params, limit=limit, **kwargs)).toArrow()
        return expr.__pyarrow_result__(PyArrowData.convert_table(_naive(told), table.schema()))

    def _register_in_memory_table(self, op: Any) -> None:
        rows = _signed(op.data.to_pyarrow(op.schema))
        self._session.createDataFrame(rows).createOrReplaceTempView(op.name)


class Linking(SparkAPI):
    """Splink on Spark, which takes Arrow tables with numbers of any kind."""

    def _table_registration(self, given: Any, table_name: str) -> None:
        super()._table_registration(_signed(given) if isinstance(given, pa.Table) else given, table_name)


def connect() -> Exact:
    """Return this thread's connection; starts Spark if nobody has. Raises EngineUnavailable."""
    session = _session()
    if getattr(_of_this_thread, "session", None) is not session:
        _ = ibis.pyspark  # named once, Ibis knows the options of that engine
        backend = Exact()
        backend.do_connect(session.newSession())
        _of_this_thread.session, _of_this_thread.backend = session, backend
    connection: Exact = _of_this_thread.backend
    return connection


@contextmanager
def linking() -> Iterator[SparkAPI]:
    """Open Splink on a session of its own, one at a time; what stands between its steps is dropped after it.

    It may hold names: neither the cluster's memory nor a shared folder keeps any of it.
    """
    with _linking:
        session = _session().newSession()
        scratch = spark_settings.scratch()
        try:
            if scratch:
                session.sparkContext.setCheckpointDir(scratch)
            yield _splink(session, "parquet" if scratch else "persist")
        finally:
            session.catalog.clearCache()
            if scratch:
                _forget_steps(session)


def _splink(session: SparkSession, between_steps: str) -> SparkAPI:
    made: Any = Linking
    api: SparkAPI = made(spark_session=session, break_lineage_method=between_steps)
    return api


def _forget_steps(session: SparkSession) -> None:
    """Remove this linkage's own folder inside the shared one, wherever that lies."""
    java: Any = session._jvm
    place = java.org.apache.hadoop.fs.Path(session.sparkContext.getCheckpointDir())
    place.getFileSystem(session._jsc.hadoopConfiguration()).delete(place, True)


def read(engine: Any, files: Sequence[Path]) -> ibis.Table:
    """Return the rows of these Parquet files, which share their columns."""
    frame = engine._session.read.parquet(*map(address, files))
    name = ibis.util.gen_name("scan")
    frame.createOrReplaceTempView(name)
    return engine.table(name)


def address(file: Path) -> str:
    """Return a file's address for Spark: of a folder that every node sees under the same path."""
    return "file://" + _PATTERNS.sub(r"\\\1", str(file.absolute()))


def _naive(rows: pa.Table) -> pa.Table:
    """Spark knows one kind of timestamp, and says it in the session's zone, UTC."""
    return _with_types(rows, pa.types.is_timestamp, pa.timestamp("us"))


def _signed(rows: pa.Table) -> pa.Table:
    """Spark knows no number without a sign."""
    return _with_types(rows, pa.types.is_unsigned_integer, pa.int64())


def _with_types(rows: pa.Table, which: Callable[[Any], bool], becomes: Any) -> pa.Table:
    fields = [pa.field(field.name, becomes) if which(field.type) else field for field in rows.schema]
    return rows.cast(pa.schema(fields))


def _session() -> SparkSession:
    with _opening:
        session = _sessions.get(os.getpid())
        # A cluster that went away ends the session; the next question starts another.
        if session is None or session.sparkContext._jsc is None or session.sparkContext._jsc.sc().isStopped():
            _sessions.clear()
            session = _sessions[os.getpid()] = _open()
        return session


def _open() -> SparkSession:
    spark_settings.insist()
    own = Path(tempfile.mkdtemp(prefix="confianza-spark-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    try:
        session = _started(own)
    except Exception as error:
        told = {"master": spark_settings.master(), "cause": _cause(own / LOG, error)}
        raise EngineUnavailable("spark_failed", **told) from error
    atexit.register(session.stop)
    return session


def _started(own: Path) -> SparkSession:
    conf = SparkConf(loadDefaults=False).setAll(list(spark_settings.settings(own).items()))
    # Java speaks of itself on the terminal, where the command line promises JSON and nothing else.
    with (own / LOG).open("ab") as log:
        gateway = SparkContext._gateway or launch_gateway(  # type: ignore[no-untyped-call]
            conf, {"stdout": log, "stderr": log}
        )
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


def _cause(log: Path, error: Exception) -> str:
    """Return the line that says most: Java's first complaint, else its last word, else Python's."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    complaints = [line for line in lines if "Exception" in line or "rror:" in line]
    return (complaints or lines[-1:] or [str(error)])[0]
