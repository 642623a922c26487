"""Django's own commands: `python -m confianza.web.project.manage COMMAND`."""

import os
import sys


def main() -> None:
    """Run one of Django's commands on the current workspace, for the installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confianza.web.project.settings")
    from django.core.management import execute_from_command_line

    from confianza.web.lib import walls

    with walls.lowered():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
