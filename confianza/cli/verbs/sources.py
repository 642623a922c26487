"""The layouts that can be read: sources list, show, suggest."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import language, options, output
from confianza.cli.language import _
from confianza.cli.session import session
from confianza.cli.starting import start
from confianza.web.lib import workspaces

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help=_("A layout, as `sources list` names it."))]
File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]


@app.command("list", help=_("List the layouts."))
def list_sources(as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.sources import catalogue

        out.answer([_listed(profile) for profile in catalogue.everyone()], _show_list)


@app.command(help=_("Show the columns that a layout knows."))
def show(name: Name, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.sources import catalogue

        out.answer(_listed(profile := catalogue.get(name)) | {"fields": _fields(profile)}, _show_one)


@app.command(help=_("Propose a layout for an unknown file."))
def suggest(file: File, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        start(workspaces.current())
        from confianza.web.records import queries
        from confianza.web.records.files import read

        out.answer(_suggested(queries.suggestion(read([file])[0])), _show_suggestion)


def _listed(profile: Any) -> dict[str, Any]:
    title = profile.title_es if language.chosen() == "es" else profile.title_en
    told = ("name", "institution", "country", "grain", "date_meaning")
    return {**{name: getattr(profile, name) for name in told}, "title": title}


def _fields(profile: Any) -> list[dict[str, Any]]:
    told = ("column", "headers", "reader", "required", "personal")
    return [{name: getattr(field, name) for name in told} for field in profile.fields]


def _show_list(sources: list[dict[str, Any]]) -> None:
    rows = [(each["name"], each["institution"], each["country"], each["title"]) for each in sources]
    output.table((_("Layout"), _("Institution"), _("Country"), _("What it is")), rows)


def _show_one(source: dict[str, Any]) -> None:
    output.lines([f"{source['name']}: {source['institution']}, {source['title']}", ""])
    rows = [
        (field["column"], ", ".join(field["headers"]), _("required") if field["required"] else "")
        for field in source["fields"]
    ]
    output.table((_("Becomes"), _("Headers it goes under"), ""), rows)


def _suggested(suggestion: Any) -> dict[str, Any]:
    from confianza.web.records import sentences

    return {
        "source": suggestion.name,
        "sure": suggestion.sure,
        "sources": [asdict(match) for match in suggestion.profiles],
        "sheet": suggestion.sheet,
        "header_row": suggestion.header_row,
        "columns": [asdict(guess) for guess in suggestion.columns],
        "months": suggestion.months,
        "unsure": [sentences.of_problem(problem) for problem in suggestion.unsure],
        "profile": suggestion.as_profile_source(),
    }


def _show_suggestion(told: dict[str, Any]) -> None:
    if told["sure"]:
        output.lines([_("It is of the layout %(source)s.") % told, ""])
    matches = [(each["name"], f"{each['score']:.0%}", ", ".join(each["missing"])) for each in told["sources"]]
    output.table((_("Layout"), _("Fits"), _("It lacks")), matches, numbers=(1,))
    columns = [(each["header"], each["column"], f"{each['confidence']:.0%}") for each in told["columns"]]
    output.table((_("Column"), _("May be"), _("Sure")), columns, numbers=(2,))
    output.lines([*told["unsure"], "", _("A profile to begin with:"), "", told["profile"]])
