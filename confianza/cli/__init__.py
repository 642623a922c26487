"""The command line: parse, call one thing, print.

Who works here: the administrator who installs, the analyst who automates, scripts that want JSON.
It must never decide anything: what it prints was answered by the web, the store or the analysis.
"""


def main() -> None:
    """Run the `confianza` command."""
    from confianza.cli.program import app

    app()
