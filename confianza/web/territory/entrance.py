"""What the territory puts in the hall."""

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import MenuEntry, Stage
from confianza.web.territory import permissions

MENU = (MenuEntry(Stage.SETUP, _("Territory"), "territory:areas", permissions.can_read),)
