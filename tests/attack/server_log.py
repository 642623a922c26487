"""What the server itself wrote down while it was attacked: an error there is a finding, whoever provoked it."""

import re

from tests.attack import addressing
from tests.attack.findings import Finding

TOOL = "server log"
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (ERROR|CRITICAL) ([\w.]+): (.*)$", re.M)
RAISED = re.compile(r"^(?!Traceback|During|The above)([A-Za-z_][\w.]*(?:: .*)?)$", re.M)
# What these write down, they refused.
GUARDS = "django.security."
PLACED = re.compile(r"^(?:Internal Server Error: |Exception while serving )")


def read(log: str) -> list[Finding]:
    """Return one finding for each place and exception."""
    found = []
    entries = list(ENTRY.finditer(log))
    for entry, after in zip(entries, [*entries[1:], None], strict=False):
        trace = log[entry.end() : after.start() if after else len(log)]
        raised = RAISED.findall(trace)
        said = PLACED.sub("", entry[3])
        where = addressing.place("ANY", said) if said != entry[3] else entry[2]
        severity = "informational" if entry[2].startswith(GUARDS) else "high"
        found.append(Finding(TOOL, "server error", where, severity, (raised[-1] if raised else said)[:200]))
    return sorted(set(found), key=lambda one: (one.where, one.says))
