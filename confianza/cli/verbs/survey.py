"""Surveys: what a sample says of everybody, whether it changed, how many to ask, and whom."""

from typing import Annotated, Any

import typer

from confianza.cli import options, survey_options, survey_shown, survey_tables, survey_words
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session
from confianza.cli.verbs import survey_change, survey_estimate

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.command(help=_("What the sample says of everybody, or of each domain, and how sure it is."))(
    survey_estimate.estimate
)
app.command(help=_("The change between two waves, and whether it is more than noise."))(survey_change.change)


@app.command(help=_("How many people to ask."))
def plan(
    share: Annotated[
        float | None, typer.Option("--share", help=_("A share expected, 0.5 if unknown."))
    ] = None,
    sd: Annotated[float | None, typer.Option("--sd", help=_("Standard deviation of a mean."))] = None,
    margin: Annotated[
        float | None, typer.Option("--margin", help=_("To tell it to plus or minus so much."))
    ] = None,
    change_of: Annotated[
        float | None, typer.Option("--change", help=_("To tell a change of so much between two waves."))
    ] = None,
    n: Annotated[
        str, typer.Option("--n", help=_("Interviews of each wave: which change can they tell?"))
    ] = "",
    deff: Annotated[float, typer.Option("--deff", help=_("Design effect."))] = 1.0,
    response: Annotated[float, typer.Option("--response", help=_("Share who will answer."))] = 1.0,
    population: Annotated[
        float | None, typer.Option("--population", help=_("How many people there are."))
    ] = None,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.surveys import planning

        if n:
            sizes = survey_words.pair(n, "400,400")
            expected = share or 0.5
            spread = sd if sd is not None else (expected * (1 - expected)) ** 0.5
            found = planning.detectable_change(spread, (int(sizes[0]), int(sizes[1])), deff=deff)
            out.answer({"detectable_change": found}, survey_shown.rows)
            return
        needed = _needed(share, sd, margin, change_of, deff=deff, response=response, population=population)
        out.answer({"interviews": planning.whole(needed), "exact": needed}, survey_shown.rows)


def _needed(
    share: float | None, sd: float | None, margin: float | None, change_of: float | None, **told: Any
) -> float:
    from confianza.analysis.surveys import planning

    if (margin is None) == (change_of is None):
        raise WrongUsage(_("Say how sure it should be (--margin) or which change it must tell (--change)."))
    if margin is not None:
        if sd is not None:
            return planning.interviews_for_mean(sd, margin, **told)
        return planning.interviews_for_share(0.5 if share is None else share, margin, **told)
    told.pop("population")
    change_of = change_of or 0.0
    if sd is not None:
        return planning.interviews_for_change_of_mean(change_of, sd, **told)
    first = 0.5 if share is None else share
    return planning.interviews_for_change_of_share(first, first + change_of, **told)


@app.command(help=_("Draw a sample from a list, so that anybody can check it."))
def draw(
    file: survey_options.Interviews,
    name: Annotated[str, typer.Option("--name", help=_("Column of the name of each unit."))],
    count: Annotated[int, typer.Option("--count", min=1, help=_("How many to draw."))],
    seed: Annotated[
        str, typer.Option("--seed", help=_("What the draw follows from; publish it afterwards."))
    ],
    size: Annotated[
        str, typer.Option("--size", help=_("Column of the size: chances in proportion to it."))
    ] = "",
    replacements: Annotated[
        int, typer.Option("--replacements", min=0, help=_("How many more, in order, to replace them."))
    ] = 0,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.surveys import drawing

        table = survey_tables.table(file)
        names = table.texts(name)
        weights = table.numbers(size).tolist() if size else [1.0] * len(names)
        sizes = dict(zip(names, weights, strict=True))
        drawn = drawing.by_size(sizes, count, seed) if size else drawing.simple(names, count, seed)
        others = drawing.replacements(names, count, seed, replacements) if not size else ()
        told = {
            "fingerprint": drawing.fingerprint(seed, sizes),
            "drawn": [{"name": each.name, "chance": each.chance, "place": each.place} for each in drawn],
            "replacements": list(others),
        }
        out.answer(told, survey_shown.draw)
