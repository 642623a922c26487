"""What the server itself wrote down while it was attacked: an error there is a finding, whoever provoked it."""

import re

from tests.attack import addressing
from tests.attack.findings import Finding

TOOL = "server log"
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (ERROR|CRITICAL) ([\w.]+): (.*)$", re.M)
RAISED = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Interrupt|DoesNotExist|Warning)\b.*)$", re.M)
NOT_ANSWERED = "Internal Server Error: "


def read(log: str) -> list[Finding]:
    """Return one finding for each place and exception."""
    found = []
    entries = list(ENTRY.finditer(log))
    for entry, after in zip(entries, [*entries[1:], None], strict=False):
        trace = log[entry.end() : after.start() if after else len(log)]
        raised = RAISED.findall(trace)
        said = entry[3].removeprefix(NOT_ANSWERED)
        where = addressing.place("ANY", said) if entry[3].startswith(NOT_ANSWERED) else entry[2]
        found.append(Finding(TOOL, "server error", where, "high", (raised[-1] if raised else said)[:200]))
    return sorted(set(found), key=lambda one: (one.where, one.says))
