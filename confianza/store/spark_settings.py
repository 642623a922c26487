"""What Spark is started with, read from the environment, and whether this machine has what it takes.

What is not said here is Spark's own affair: `spark-defaults.conf` in SPARK_CONF_DIR is read as ever.
"""

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from confianza.store.engines import EngineUnavailable

MASTER = "CONFIANZA_SPARK_MASTER"
MEMORY = "CONFIANZA_SPARK_MEMORY"
SCRATCH = "CONFIANZA_SPARK_SCRATCH"

LOCAL_MASTER = "local[2]"
# Spark's own default, 1 GB, is too little for the pairs of a linkage on one machine.
LOCAL_MEMORY = "2g"
# One machine gains nothing from Spark's two hundred small parts.
LOCAL_PARTS = 4
LOOPBACK = "127.0.0.1"


def insist() -> None:
    """Raise EngineUnavailable where Spark cannot start on this machine; starts nothing."""
    if find_spec("pyspark") is None:
        raise EngineUnavailable("no_pyspark")
    if not _java():
        raise EngineUnavailable("no_java")


def master() -> str:
    """Return the Spark master: "local[2]" (two cores of this machine), spark://host:7077 and the like."""
    return os.environ.get(MASTER) or LOCAL_MASTER


def is_local(address: str) -> bool:
    return address.startswith("local")


def scratch() -> str:
    """Return the folder for what Spark leaves between two steps, "" for this process's own.

    On a cluster every node must reach it: a shared folder, or an address such as s3a://bucket/scratch.
    """
    return os.environ.get(SCRATCH, "")


def settings(own_folder: Path) -> Mapping[str, str]:
    """Return Spark's settings; `own_folder` takes what only this process needs."""
    asked = master()
    return _always(own_folder) | (_on_one_machine(own_folder) if is_local(asked) else {}) | _memory(asked)


def _always(own_folder: Path) -> dict[str, str]:
    return {
        "spark.master": master(),
        "spark.app.name": "confianza",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.warehouse.dir": str(own_folder / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        # Days before the Gregorian calendar are what the file says, as on every other engine.
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        # Two values in a file of codes must not make a folder's name one.
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        **_similarity(),
    }


def _on_one_machine(own_folder: Path) -> dict[str, str]:
    """Nobody outside this machine is spoken to, and no port is open to it."""
    return {
        "spark.local.dir": str(own_folder),
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.sql.shuffle.partitions": str(LOCAL_PARTS),
        "spark.default.parallelism": str(LOCAL_PARTS),
    }


def _memory(asked: str) -> dict[str, str]:
    told = os.environ.get(MEMORY) or (LOCAL_MEMORY if is_local(asked) else "")
    return {"spark.driver.memory": told} if told else {}


def _similarity() -> dict[str, str]:
    """Splink brings the likeness of names (Jaro-Winkler and others) as a jar inside its wheel."""
    from splink.backends.spark import similarity_jar_location  # type: ignore[import-not-found]

    return {"spark.jars": similarity_jar_location()}


def _java() -> str | None:
    """Return Java's command as Spark will look for it."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
