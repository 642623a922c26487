"""The verbs, in the order of the cycle."""

import typer
from typer.core import TyperGroup

from confianza.cli.language import _
from confianza.cli.verbs import (
    audit,
    bulletin,
    deliveries,
    draw,
    evaluate,
    forecast,
    hotspots,
    indicators,
    installation,
    keeping,
    link,
    near_repeat,
    network,
    people,
    purging,
    quality,
    release,
    select,
    sequence,
    sources,
    survey,
    territory,
    tips,
    trend,
    undercount,
)

VERBS = (
    "demo",
    "init",
    "serve",
    "worker",
    "check",
    "tips",
    "people",
    "backup",
    "restore",
    "backup-key",
    "purge",
    "sources",
    "ingest",
    "deliveries",
    "territory",
    "link",
    "quality",
    "undercount",
    "indicators",
    "hotspots",
    "near-repeat",
    "trend",
    "forecast",
    "survey",
    "select",
    "sequence",
    "draw",
    "evaluate",
    "bulletin",
    "release",
    "network",
    "audit",
)


class InTheOrderOfTheCycle(TyperGroup):
    """Lists single verbs and families of verbs together, in the order in which they are needed."""

    def list_commands(self, ctx: typer.Context) -> list[str]:
        return sorted(self.commands, key=VERBS.index)


app = typer.Typer(
    name="confianza",
    cls=InTheOrderOfTheCycle,
    help=_("Community policing where it is hardest: listen, diagnose, plan, act, account."),
    no_args_is_help=True,
    add_completion=False,
    # Plain help starts in half the time; a trace must not print values of variables, which may be names.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# start, and see that all is well
app.command(help=_("Build the fictional municipality and serve it."))(installation.demo)
app.command(help=_("Make a workspace: folder, keys, register."))(installation.init)
app.command(help=_("Serve the pages."))(installation.serve)
app.command(help=_("Work off the queue of uploads."))(installation.worker)
app.command(help=_("See that all is well."))(installation.check)
app.command(help=_("Keep register, files and keys safe in two sealed archives."))(keeping.backup)
app.command(help=_("Bring a backup back, verified and counted."))(keeping.restore)
app.command("backup-key", help=_("Make a pair of rescue keys for backups."))(keeping.backup_key)
app.command(help=_("Destroy tips whose time is over, without a trace."))(purging.purge)
app.add_typer(tips.app, name="tips", help=_("The tip line: its public door, its keys."))
app.add_typer(people.app, name="people", help=_("Who has an account; the first code to come in."))
# consolidate
app.add_typer(sources.app, name="sources", help=_("The layouts that can be read."))
app.command(help=_("Consolidate a delivery (dry run with --check)."))(deliveries.ingest)
app.add_typer(deliveries.app, name="deliveries", help=_("What came and what is wrong with it."))
app.add_typer(territory.app, name="territory", help=_("Areas, populations and their names."))
# the observatory
app.command(help=_("Who is who across sources, victim by victim."))(link.link)
app.add_typer(quality.app, name="quality", help=_("How good the sources are, and where they disagree."))
app.command(help=_("How many victims no source saw, from who is on which list."))(undercount.undercount)
app.add_typer(
    indicators.app, name="indicators", help=_("Counts and rates; what each indicator means: list, show.")
)
app.command(help=_("Where events gather, more than chance would have it."))(hotspots.hotspots)
app.command("near-repeat", help=_("Whether events come again near by and soon after."))(
    near_repeat.near_repeat
)
app.command(help=_("How many cases, month by month: noise, season, change, and when in the week."))(
    trend.trend
)
app.command(help=_("Where next month's or next week's crime will be, beside simpler guesses."))(
    forecast.forecast
)
app.add_typer(survey.app, name="survey", help=_("What a sample says of everybody, and whether it changed."))
app.add_typer(evaluate.app, name="evaluate", help=_("Did it work? What the figures carry, and no more."))
app.command(help=_("Which municipalities first, and how sure the list is."))(select.select)
app.command(help=_("What first and what next in a municipality, by rules that can be argued with."))(
    sequence.sequence
)
app.add_typer(draw.app, name="draw", help=_("Draws by lot that nobody can steer and anybody can do again."))
# account
app.command(help=_("Four pages on a month of a place, from a release."))(bulletin.bulletin)
app.command(help=_("Publish what may be published, or only audit a table."))(release.release)
app.add_typer(network.app, name="network", help=_("Other observatories: packages signed, sent, received."))
app.add_typer(audit.app, name="audit", help=_("Who did what, and proof that nobody rewrote it."))
