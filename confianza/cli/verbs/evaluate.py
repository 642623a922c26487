"""Did it work? Change, series, panels and displacement, each with what may be said of it."""

import typer

from confianza.cli.language import _
from confianza.cli.verbs import (
    evaluate_alike,
    evaluate_appraisal,
    evaluate_claim,
    evaluate_counts,
    evaluate_displacement,
    evaluate_panel,
    evaluate_power,
    evaluate_register,
    evaluate_rings,
    evaluate_series,
    evaluate_synthetic,
)

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback(help=_("Did it work? Change, series, panels, displacement, and what may be said of them."))
def evaluate() -> None:
    """Keep `evaluate` a family of verbs, however many it has."""


app.command("rate-ratio", help=_("Two counts: by how much they differ, and whether chance would do that."))(
    evaluate_counts.rate_ratio
)
app.command("appraisal", help=_("What became of a problem, by the measure agreed before."))(
    evaluate_appraisal.appraisal
)
app.command("displacement", help=_("Whether it fell here, moved next door, or fell there too."))(
    evaluate_displacement.displacement
)
app.command("rings", help=_("The same, counted from points inside and around places."))(evaluate_rings.rings)
app.command("spillover", help=_("Direct effect and spill-over where a lot chose the areas."))(
    evaluate_displacement.spillover
)
app.command("series", help=_("One series: whether level or slope changed when it began."))(
    evaluate_series.series
)
app.command("panel", help=_("Areas with and without it, whenever each began (difference in differences)."))(
    evaluate_panel.panel
)
app.command("wedge", help=_("All areas get it, in an order drawn by lot (stepped wedge)."))(
    evaluate_panel.wedge
)
app.command("power", help=_("Before you start: the smallest fall that can be told."))(evaluate_power.power)
app.command("alike", help=_("Before you start: areas to compare with, that went the same way."))(
    evaluate_alike.alike
)
app.command("register", help=_("Before you start: fix the question; its digest is what you publish."))(
    evaluate_register.register
)
app.command("registered", help=_("Whether this is what was registered, and where what was done departs."))(
    evaluate_register.registered
)
app.command("returning", help=_("What the areas chosen for being highest do next year by themselves."))(
    evaluate_power.returning
)
app.command("synthetic", help=_("What would have been, made of areas without the programme."))(
    evaluate_synthetic.synthetic
)
app.command("claim", help=_("What may be said of a result, and what would carry more."))(evaluate_claim.claim)
