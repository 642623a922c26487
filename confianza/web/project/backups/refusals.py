"""Why a backup or a restoration was refused. The command line has the sentence for each code."""

from typing import Any


class Refused(Exception):
    """Nothing was changed and nothing is left behind. `told` has the values of the sentence of `code`."""

    def __init__(self, code: str, **told: Any) -> None:
        self.code, self.told = code, told
        super().__init__(f"{code} {told}")
