"""One run of a verb: the workspace opened, the answer printed, expected failures told in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from confianza.cli import failures
from confianza.cli.output import Output
from confianza.cli.starting import start
from confianza.web.lib import workspaces
from confianza.web.lib.workspaces import Workspace

STOPPED_BY_A_PERSON = 130


@contextmanager
def session(*, as_json: bool) -> Iterator[Output]:
    """Print what the verb answers; turn an expected failure into its sentence and exit code."""
    output = Output(as_json)
    try:
        yield output
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED_BY_A_PERSON) from None
    except Exception as error:
        failure = failures.explain(error)
        if failure is None:
            raise
        output.fail(failure)
        raise typer.Exit(failure.exit_code) from None


@contextmanager
def opened(folder: Path | None, *, as_json: bool) -> Iterator[Output]:
    """The same, with Django started on an existing workspace."""
    with session(as_json=as_json) as output:
        place = named(folder)
        if not place.exists:
            raise failures.NoWorkspace(place.root)
        start(place)
        from confianza.web.lib import walls

        # Who has the machine acts for the installation; threads that serve pages ask for each visitor anew.
        with walls.lowered():
            yield output


def named(folder: Path | None) -> Workspace:
    """Return the workspace somebody named, or the current one."""
    return Workspace(folder.resolve()) if folder else workspaces.current()
