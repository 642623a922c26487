"""What an attack found, how grave it is, and who has explained why it is no danger."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

EXPLAINED = Path(__file__).with_name("explained.toml")
SECURITY = Path(__file__).resolve().parents[2] / "SECURITY.md"
HEADING = "## Findings of `make attack`"
SAYS = """wapiti, schemathesis and questions of our own are asked of a served demo, as nobody and as members of the cast. What
they find above "informational" is mended, or stands here; `python -m tests.attack.findings` writes this from
`tests/attack/explained.toml`, and a run is red where something stands in neither."""
SEVERITIES = ("informational", "low", "medium", "high", "critical")
FREE = ("informational",)


@dataclass(frozen=True)
class Finding:
    """One thing found; `where` is the method and the address as Django writes it, the same in every run."""

    tool: str
    kind: str
    where: str
    severity: str
    says: str = ""

    @property
    def needs_word(self) -> bool:
        return self.severity not in FREE


@dataclass(frozen=True)
class Explanation:
    """A person's word on findings of one kind: `where` may hold * for any text."""

    tool: str
    kind: str
    where: str
    why: str
    by: str
    on: date

    def covers(self, finding: Finding) -> bool:
        return (self.tool, self.kind) == (finding.tool, finding.kind) and fnmatchcase(
            finding.where, self.where
        )


@dataclass
class Attack:
    """One tool let loose as one person: how much it asked, how many guarded pages it got, and what it found."""

    tool: str
    as_: str
    requests: int
    addresses: int
    inside: int
    seconds: float
    findings: list[Finding] = field(default_factory=list)

    def of(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)


def explanations(file: Path = EXPLAINED) -> list[Explanation]:
    """Return what people have explained; a missing word or name is an error."""
    told = tomllib.loads(file.read_text()).get("explained", [])
    read = [Explanation(**entry) for entry in told]
    for one in read:
        if not (one.why.strip() and one.by.strip()):
            raise ValueError(f"{one.tool}, {one.kind}: an explanation has a reason and an author.")
    return read


def unexplained(attacks: Iterable[Attack], known: Sequence[Explanation]) -> list[Finding]:
    """Return each finding above informational that nobody has explained, once."""
    found = {finding for attack in attacks for finding in attack.findings if finding.needs_word}
    alone = {one for one in found if not any(word.covers(one) for word in known)}
    return sorted(alone, key=lambda one: (one.tool, one.kind, one.where, one.says))


def unused(attacks: Iterable[Attack], known: Sequence[Explanation]) -> list[Explanation]:
    """Return the explanations that explained nothing in this run."""
    found = {finding for attack in attacks for finding in attack.findings}
    return [word for word in known if not any(word.covers(one) for one in found)]


def as_data(attacks: Sequence[Attack], known: Sequence[Explanation]) -> dict[str, Any]:
    """Return a whole run, to be written as JSON."""
    return {
        "attacks": [asdict(attack) for attack in attacks],
        "unexplained": [asdict(finding) for finding in unexplained(attacks, known)],
        "explained_but_not_met": [asdict(word) | {"on": str(word.on)} for word in unused(attacks, known)],
    }


def section() -> str:
    """Return what SECURITY.md says of the findings, written from the explanations."""
    lines = ["| tool | finding | where | why it is no danger | decided |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.tool} | {one.kind} | `{one.where}` | {' '.join(one.why.split())} | {one.by}, {one.on} |"
        for one in explanations()
    ]
    return "\n".join([HEADING, "", SAYS, "", *lines, ""])


def write() -> None:
    """Write the section of SECURITY.md anew."""
    before, _, after = SECURITY.read_text().partition(HEADING)
    _, following, rest = after.partition("\n## ")
    SECURITY.write_text(before + section() + (following + rest if following else ""))


if __name__ == "__main__":
    write()
