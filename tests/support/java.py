"""Which Java is here: one that runs programs, and one that also reads them as they are written."""

import functools
import shutil
import subprocess


@functools.cache
def runs_sources() -> bool:
    """Say whether a program in Java can be started from its source: a runtime alone has no compiler."""
    java = shutil.which("java")
    if java is None:
        return False
    said = subprocess.run(  # noqa: S603 - the machine's own Java
        [java, "--list-modules"], capture_output=True, text=True, timeout=120, check=False
    )
    return "jdk.compiler" in said.stdout
