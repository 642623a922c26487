"""What must hold of the engine that reads the store: it is one there is, and this machine can start it.

Django runs the check with its own (`manage check`), the doctor as well, and whatever serves insists on it.
"""

from typing import Any

from django.core import checks
from django.utils.translation import gettext as _

from confianza.store import engines
from confianza.store.engines import EngineUnavailable
from confianza.web.project.checks import TAG


@checks.register(TAG)
def the_engine_is_there(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """Find an engine that is configured and cannot start here (confianza.E003)."""
    try:
        engines.insist()
    except EngineUnavailable as lacking:
        return [checks.Error(sentence(lacking), id=f"{TAG}.E003")]
    return []


def sentence(lacking: EngineUnavailable) -> str:
    """Say what the engine lacks and what to do."""
    said = {
        "unknown_engine": _("CONFIANZA_ENGINE=%(asked)s is no engine; write duckdb or spark."),
        "no_pyspark": _("CONFIANZA_ENGINE=spark needs PySpark; install the extra: confianza[spark]"),
        "no_java": _("Spark needs Java 17; install openjdk-17-jre-headless, or name another in JAVA_HOME."),
        "spark_failed": _("Spark does not start on %(master)s: %(cause)s"),
    }
    return said[lacking.code] % lacking.told
