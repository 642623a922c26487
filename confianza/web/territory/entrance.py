"""What the territory puts in the hall."""

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import MenuEntry, Stage
from confianza.web.territory import permissions

MENU = (MenuEntry(Stage.SETUP, _("Territory"), "territory:areas", permissions.can_read),)
DEEDS = {
    "territory.confirm_name": _("decided what a name means"),
    "territory.read_decisions": _("read name decisions from a file"),
    "territory.import_files": _("imported areas"),
    "territory.weigh_crosswalk": _("weighed a crosswalk"),
}
