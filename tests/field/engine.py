"""Somebody who fills forms in by the engine of ODK Collect (JavaRosa, as pyxform's own validator carries it)."""

import base64
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyxform

from tests.support import java

ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
DRIVER = Path(__file__).with_name("Telephone.java")
MEMORY = "-Xmx256m"


class EngineFailed(Exception):
    """The engine could not read the form, or has no such choice: its words are in the message."""


@dataclass(frozen=True)
class Filled:
    """A filled form: what was said for each question, what was refused with which words, what was not answered
    though it had to be, and the form as Collect would send it.
    """

    said: Mapping[str, str]
    refused: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    is_whole: bool
    xml: bytes


def is_here() -> bool:
    """Say whether forms can be filled in on this machine."""
    return java.runs_sources() and ENGINE.is_file()


class Engine:
    """One Java for many forms: it takes two seconds to start."""

    def __init__(self) -> None:
        program = shutil.which("java") or "java"
        command = [program, MEMORY, "-Dfile.encoding=UTF-8", "-cp", str(ENGINE), str(DRIVER)]
        self.process = subprocess.Popen(  # noqa: S603 - our own program, by the engine of pyxform
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def fill(
        self,
        form: Path,
        answers: Mapping[str, str],
        *,
        wrong: Mapping[str, str] | None = None,
        turns: Mapping[str, int] | None = None,
    ) -> Filled:
        """Fill a form in; `wrong` is tried before the answer of the same question, `turns` of each repeat.

        An answer's name may tell which time it is for: "parada_minutos[2]".
        """
        wishes = [str(form), *(f"{name}={answer}" for name, answer in answers.items())]
        wishes += [f"{name}!={answer}" for name, answer in (wrong or {}).items()]
        wishes += [f"{name}*={count}" for name, count in (turns or {}).items()]
        assert self.process.stdin
        self.process.stdin.write("\t".join(wishes) + "\n")
        self.process.stdin.flush()
        return self._heard()

    def close(self) -> None:
        self.process.kill()
        self.process.wait(30)

    def _heard(self) -> Filled:
        said, refused, missing = {}, [], []
        for line in self.process.stdout or ():
            kind, *told = line.rstrip("\n").split("\t")
            if kind == "said":
                said[told[0]] = told[1]
            elif kind == "refused":
                refused.append((told[0], told[1]))
            elif kind == "missing":
                missing.append(told[0])
            elif kind == "filled":
                xml = base64.b64decode(told[1])
                return Filled(said, tuple(refused), tuple(missing), told[0] == "whole", xml)
            else:
                raise EngineFailed(line)
        raise EngineFailed(f"the engine stopped with {self.process.wait(30)}")


def main(form: str, *told: str) -> None:
    """Fill one form in by hand: `python -m tests.field.engine FORM.xml name=answer …`."""
    engine = Engine()
    print(engine.fill(Path(form), dict(each.split("=", 1) for each in told)))
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
