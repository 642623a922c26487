"""Start, and see that all is well: demo, init, serve, worker, check."""

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import language, options, output
from confianza.cli.language import _
from confianza.cli.session import named, opened, session
from confianza.cli.starting import start
from confianza.cli.verbs.territory import import_files, show_import


class Size(StrEnum):
    """How much there is in the demo."""

    TOWN = "town"
    LARGE = "large"


DEMO_WORKSPACES = {Size.TOWN: Path("demo-workspace"), Size.LARGE: Path("demo-workspace-large")}
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help=_("Port to listen on."))]
Host = Annotated[str, typer.Option("--host", help=_("Address to listen on."))]


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help=_("Build and exit."))] = False,
    size: Annotated[
        Size,
        typer.Option("--size", help=_("A town's, or thousands of requests, problems and plans.")),
    ] = Size.TOWN,
    port: Port = 8000,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        place = named(workspace or DEMO_WORKSPACES[size])
        from confianza.demo import build, tip_door

        tip_door.announce(port)
        with out.progress() as progress:
            # The demo is about the months before today, whichever day that is.
            built = build.build(
                place.root,
                today=datetime.now(UTC).astimezone().date(),
                report=lambda step, share: progress(round(100 * share), step),
                size=size.value,
            )
        out.answer(asdict(built), _show_demo)
        if not no_serve:
            start(place)
            _serve_with_the_tip_line(out, place.root, port)


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="W", file_okay=False, help=_("The folder of the workspace."))
    ],
    territory: Annotated[
        list[Path] | None,
        typer.Option(
            "--territory", exists=True, dir_okay=False, help=_("Boundaries or populations to import.")
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.project import installation

        place = named(folder)
        is_new = installation.create(place)
        start(place)
        installation.migrate()
        _insist()
        imported = import_files(territory) if territory else None
        out.answer({"workspace": place.root, "new": is_new, "territory": imported}, _show_init)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    with_worker: Annotated[
        bool, typer.Option("--with-worker", help=_("Work off the queue as well."))
    ] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        _serve(out, host, port, with_worker=with_worker)


def worker(
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help=_("Stop when nothing is left to do."))
    ] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.project import serving

        out.say(_("Waiting for uploads; stop with Ctrl-C."))
        done = serving.work(until_empty=until_empty)
        out.answer({"tasks": done}, lambda data: out.say(_("%(tasks)s tasks done.") % data))


def check(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.project import health

        findings = health.examine()
        out.answer([finding.told() for finding in findings], _show_findings)
        if not all(finding.well for finding in findings):
            raise typer.Exit(1)


def _serve(out: output.Output, host: str, port: int, *, with_worker: bool) -> None:
    from confianza.web.project import serving

    _insist()
    with serving.listening(host, port, with_worker=with_worker) as server:
        out.say(_("Open http://%(host)s:%(port)s (stop with Ctrl-C).") % {"host": host, "port": port})
        server.run()


def _serve_with_the_tip_line(out: output.Output, workspace: Path, port: int) -> None:
    from confianza.demo import tip_door

    with tip_door.open_beside(workspace, port):
        door = {"port": tip_door.port_beside(port)}
        out.say(_("The tip line's own door, for everybody: http://127.0.0.1:%(port)s") % door)
        _serve(out, "127.0.0.1", port, with_worker=True)


def _insist() -> None:
    """Go no further with an installation that would open what must stay closed."""
    from confianza.web.project import checks

    checks.insist(on_the_register=True)


def _show_init(data: dict[str, Any]) -> None:
    sentence = (
        _("Workspace ready: %(workspace)s") if data["new"] else _("Workspace up to date: %(workspace)s")
    )
    output.lines([sentence % data])
    if data["new"]:
        command = f"confianza people invite NAME --role system_administrator -w {data['workspace']}"
        output.lines([_("Next, let the first administrator in: %(command)s") % {"command": command}])
    if data["territory"]:
        show_import(data["territory"])


def _show_findings(findings: list[dict[str, Any]]) -> None:
    marks = {"well": _("well"), "warning": _("look at it"), "error": _("MEND")}
    output.table(
        (_("What"), _("State"), _("Finding")),
        [(each["what"], marks[each["level"]], each["sentence"]) for each in findings],
    )


def _show_demo(built: dict[str, Any]) -> None:
    output.lines(
        [_("%(municipality)s (fictional): %(deliveries)s deliveries, %(claims)s claims.") % built, ""]
    )
    output.table(
        (_("Role"), _("Where"), _("Name"), _("User name")),
        [
            (each["role"][language.chosen()], each["area"] or _("everywhere"), each["name"], each["username"])
            for each in built["accounts"]
        ],
    )
    output.lines(["", _("Everybody's password: %(password)s") % built])
    if built["pending"]:
        output.lines([_("A file to bring in by hand: %(pending)s") % built])
