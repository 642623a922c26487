"""What can be wrong with a draw or a choice of municipalities, as failures with a sentence."""

from confianza.cli.failures import FAILED_RUN, WRONG_USAGE, Failure
from confianza.cli.language import _


def of_choosing(error: Exception) -> Failure | None:
    """Return the failure behind an exception of draws, selection or sequencing, or None."""
    return _of_the_draws(error)


def _of_the_draws(error: Exception) -> Failure | None:
    from confianza.web.lib.draw_checks import KINDS
    from confianza.web.lib.draw_plans import DrawRefused

    if not isinstance(error, DrawRefused):
        return None
    asked = error.code in (
        "draw_not_drawn",
        "draw_no_reason",
        "draw_no_stratum",
        "draw_no_count",
        "draw_nobody",
    )
    return Failure(error.code, _(KINDS[error.code]) % error.details, WRONG_USAGE if asked else FAILED_RUN)
