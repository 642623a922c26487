"""axe-core asked about a page of a browser test: what would keep somebody from using it.

axe comes from a wheel of the development requirements and is said through the browser's debugging door, which the
page's own content policy does not bind: the policy stays on, and what is checked is what readers get.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
GOOD_PRACTICE = "best-practice"

# A page answers with its faults alone, all it tells being a hundred times as much. Of what axe could not measure only
# contrasts count, and of those no labels in drawings: it cannot tell which of the drawing's shapes they stand on.
# Style sheets are read anew only for a rule about turned screens, which is an experiment of axe's and not asked.
RUN = """async ([within, tags]) => {
  const told = await axe.run(within || document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete'], preload: {assets: ['media']}});
  const inDrawing = (node) => Boolean(document.querySelector(node.target[0])?.closest('svg'));
  const unmeasured = told.incomplete.filter((rule) => rule.id === 'color-contrast')
    .map((rule) => ({...rule, nodes: rule.nodes.filter((node) => !inDrawing(node))}));
  return [...told.violations, ...unmeasured].flatMap(({id, impact, tags, nodes}) => nodes.map((node) => ({
    id, tags, impact: node.impact || impact, where: node.target[0], says: node.failureSummary})));
}"""
# axe measures no contrast on a gradient. Ours fades from the ground to nothing, so the ground is its darkest.
FLATTEN = """() => {
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground');
  for (const element of document.querySelectorAll('*'))
    if (getComputedStyle(element).backgroundImage.includes('gradient')) element.style.background = ground;
}"""


@dataclass(frozen=True)
class Fault:
    """One element that breaks a rule of WCAG 2.2 AA, or only one of good practice."""

    rule: str
    impact: str
    standard: bool
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.impact} · {self.rule} · {self.where}: {self.says}"


@cache
def script() -> str:
    """Return axe-core itself."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def faults(page: Any, *, within: str = "") -> list[Fault]:
    """Return what axe finds wrong (in one element if `within` names it), with the contrasts it could not measure."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    page.evaluate(FLATTEN)
    told = page.evaluate(RUN, [within, [*WCAG, GOOD_PRACTICE]])
    return [_read(one) for one in told]


def complain(found: list[Fault], width: int) -> None:
    """Fail with every fault, the standard apart from good practice; neither is let pass."""
    told = {name: [str(one) for one in found if one.standard is standard] for name, standard in KINDS.items()}
    assert not found, "\n".join(
        line for name, lines in told.items() if lines for line in [f"{name}, {width} px:", *lines]
    )


KINDS = {"WCAG 2.2 AA": True, "Good practice": False}


def _read(told: dict[str, Any]) -> Fault:
    standard, says = GOOD_PRACTICE not in told["tags"], " ".join(told["says"].split())
    return Fault(told["id"], told["impact"], standard, told["where"], says)
