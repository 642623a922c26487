"""What can be wrong with a draw or a choice of municipalities, as failures with a sentence."""

from confianza.cli.failures import FAILED_RUN, WRONG_USAGE, Failure
from confianza.cli.language import _

# What was asked is wrong, not the table.
ASKED_WRONGLY = {
    "select_no_column", "select_no_criterion", "select_criterion_twice", "select_not_understood",
    "select_years", "select_population_years", "select_weight", "select_weight_unknown", "select_top",
    "select_geometric_z", "select_draws", "select_sequence_value", "select_sequence_missing",
}  # fmt: skip


def of_choosing(error: Exception) -> Failure | None:
    """Return the failure behind an exception of draws, selection or sequencing, or None."""
    return _of_the_draws(error) or _of_the_selection(error)


def _of_the_draws(error: Exception) -> Failure | None:
    from confianza.web.lib.draw_checks import KINDS
    from confianza.web.lib.draw_plans import DrawRefused

    if not isinstance(error, DrawRefused):
        return None
    asked = error.code in (
        "draw_not_drawn",
        "draw_no_reason",
        "draw_no_purpose",
        "draw_no_announcement",
        "draw_no_moment",
        "draw_no_stratum",
        "draw_no_count",
        "draw_nobody",
    )
    return Failure(error.code, _(KINDS[error.code]) % error.details, WRONG_USAGE if asked else FAILED_RUN)


def _of_the_selection(error: Exception) -> Failure | None:
    from confianza.analysis.selection.problems import KINDS, SelectionRefused

    if not isinstance(error, SelectionRefused):
        return None
    exit_code = WRONG_USAGE if error.code in ASKED_WRONGLY else FAILED_RUN
    return Failure(error.code, _(KINDS[error.code]) % error.details, exit_code)
