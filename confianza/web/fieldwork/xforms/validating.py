"""ODK Validate beside our own checks, where there is Java: the engine of the telephones reads the form.

It comes with pyxform. Without Java forms are taken all the same, and say that it did not look.
"""

import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

SECONDS = 60
MEMORY = "-Xmx512m"
INVALID = ">> XForm is invalid."
BESIDE = re.compile(r"FileNotFound|NoSuchFile|InvalidReferenceException|external instance", re.I)
EXCEPTION = re.compile(r"^[\w.$]+(?:Exception|Error): ")
LONGEST_SHOWN = 300
JAR = "validators/odk_validate/bin/ODK_Validate.jar"


def refusal(xml: bytes) -> str | None:
    """Return what ODK Validate has against a form, "" where it accepts it, None where it cannot look."""
    java, jar = shutil.which("java"), _jar()
    if java is None or not jar.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "form.xml"
        form.write_bytes(xml)
        command = [java, MEMORY, "-Djava.awt.headless=true", "-jar", str(jar), str(form)]
        try:
            # Java and the jar of pyxform; of the form only a path of ours is told.
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return None
    said = done.stderr.decode(errors="replace")
    if done.returncode == 0:
        return ""
    # Anything else is not about the form: too little memory, too old a Java, a list that comes beside it.
    return _verdict(said) if INVALID in said and not BESIDE.search(said) else None


def _jar() -> Path:
    found = find_spec("pyxform")
    return Path(found.origin).parent / JAR if found and found.origin else Path(JAR)


def _verdict(said: str) -> str:
    """Return the sentence of the verdict, without the trace of the engine."""
    lines = [line.strip() for line in said.partition(INVALID)[2].splitlines() if line.strip()]
    return EXCEPTION.sub("", lines[0])[:LONGEST_SHOWN] if lines else "?"
