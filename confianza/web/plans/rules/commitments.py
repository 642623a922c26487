"""What may become of a commitment, and what each step needs."""

from collections.abc import Mapping
from datetime import date

from confianza.web.plans.models import Standing
from confianza.web.plans.rules.refusals import StepRefused

COMMITMENTS: Mapping[str, frozenset[str]] = {
    Standing.PROMISED: frozenset({Standing.UNDER_WAY, Standing.KEPT, Standing.BROKEN, Standing.RELEASED}),
    Standing.UNDER_WAY: frozenset({Standing.KEPT, Standing.BROKEN, Standing.RELEASED}),
    Standing.KEPT: frozenset({Standing.UNDER_WAY}),
    Standing.BROKEN: frozenset({Standing.UNDER_WAY, Standing.KEPT}),
    Standing.RELEASED: frozenset(),
}
SETTLED = (Standing.KEPT, Standing.BROKEN, Standing.RELEASED)


def check_step(standing: str, to: str, *, words: str) -> None:
    """Raise StepRefused unless a commitment may go from `standing` to `to`.

    What is kept shows it; what is not says why.
    """
    if to not in COMMITMENTS[standing]:
        raise StepRefused("not_from_here")
    if to == Standing.KEPT and not words.strip():
        raise StepRefused("show_it")
    if to in (Standing.BROKEN, Standing.RELEASED) and not words.strip():
        raise StepRefused("say_why")
    if standing in (Standing.KEPT, Standing.BROKEN) and not words.strip():
        raise StepRefused("say_why")


def check_day(standing: str, *, due_on: date, to: date, words: str) -> None:
    """Raise StepRefused unless the day may be moved: of open ones only, later only with a reason."""
    if standing in SETTLED:
        raise StepRefused("settled")
    if to > due_on and not words.strip():
        raise StepRefused("say_why")
