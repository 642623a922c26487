"""`confianza evaluate claim`: what may be said of a result, from the evidence, wherever it was computed."""

from typing import Annotated

import typer

from confianza.cli import guard_said, options, output
from confianza.cli.language import _
from confianza.cli.session import session
from confianza.cli.verbs import evaluate_synthetic as of

Went = Annotated[str, typer.Option("--went", metavar="fall|rise|none", help=_("Which way the result went."))]
Counts = Annotated[
    bool | None, typer.Option("--counts/--percentages", help=_("There are counts, or percentages alone."))
]
Interval = Annotated[bool, typer.Option("--interval", help=_("There is an interval."))]
Clear = Annotated[bool, typer.Option("--clear", help=_("There is an interval, and it leaves out no change."))]
Control = Annotated[bool, typer.Option("--control", help=_("There are areas without it to compare with."))]
Before = Annotated[int, typer.Option("--before", min=0, help=_("How many periods before."))]
After = Annotated[int, typer.Option("--after", min=0, help=_("How many periods after."))]
Years = Annotated[
    float | None,
    typer.Option("--years-after", min=0, max=200, help=_("How many years after (default: the periods).")),
]
Path = Annotated[bool, typer.Option("--path-shown", help=_("Before it, nothing set the areas apart."))]
Fit = Annotated[bool, typer.Option("--fit-good", help=_("The counterfactual followed the path before."))]
Placebo = Annotated[
    float | None, typer.Option("--placebo-p", min=0, max=1, help=_("Share of placebos that go as far."))
]
LeftOut = Annotated[
    bool, typer.Option("--choice-left-out", help=_("The period it was chosen on is in no comparison."))
]
Agree = Annotated[bool, typer.Option("--ways-agree", help=_("Other ways of computing it say the same."))]


def claim(
    went: Went = "fall",
    counts: Counts = None,
    interval: Interval = False,
    clear: Clear = False,
    control: Control = False,
    before: Before = 0,
    after: After = 0,
    years_after: Years = None,
    path_shown: Path = False,
    fit_good: Fit = False,
    placebo_p: Placebo = None,
    same_area: of.SameArea = None,
    chosen_high: of.ChosenHigh = None,
    donors_as_high: of.DonorsAlike = False,
    choice_left_out: LeftOut = False,
    ways_agree: Agree = False,
    registered: of.Registered = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import guard

        told = guard.Evidence(
            counts=counts is True,
            interval=interval or clear,
            clear=clear,
            control=control,
            control_chosen_alike=donors_as_high,
            before=before,
            after=after,
            years_after=float(after) if years_after is None else years_after,
            path_shown=path_shown,
            fit_is_good=fit_good,
            placebo_p=placebo_p,
            same_area=same_area,
            selected_for_being_high=chosen_high,
            selection_left_out=choice_left_out,
            specifications_agree=ways_agree,
            registered=registered,
        )
        found = guard.allowed(told, guard.direction(went))
        out.answer(guard_said.told(found, told), lambda said: output.lines(guard_said.lines(said)))
