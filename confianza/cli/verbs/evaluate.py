"""Did it work? Change, series, panels and displacement, each with what may be said of it."""

import typer

from confianza.cli.language import _
from confianza.cli.verbs import evaluate_counts, evaluate_synthetic

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback(help=_("Did it work? Change, series, panels, displacement, and what may be said of them."))
def evaluate() -> None:
    """Keep `evaluate` a family of verbs, however many it has."""


app.command("rate-ratio", help=_("Two counts: by how much they differ, and whether chance would do that."))(
    evaluate_counts.rate_ratio
)
app.command("synthetic", help=_("What would have been, made of areas without the programme."))(
    evaluate_synthetic.synthetic
)
