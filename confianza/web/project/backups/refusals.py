"""Why a backup or a restoration was refused. The command line has the sentence for each code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Refused(Exception):
    """Nothing was changed and nothing is left behind. `told` has the values of the sentence of `code`."""

    def __init__(self, code: str, **told: Any) -> None:
        self.code, self.told = code, told
        super().__init__(f"{code} {told}")


@contextmanager
def disk_refusals() -> Iterator[None]:
    """Turn what the disk refuses (full, read-only, not ours, gone) into a refusal."""
    try:
        yield
    except OSError as error:
        raise Refused("disk", cause=f"{error.strerror or error} {error.filename or ''}".strip()) from error
