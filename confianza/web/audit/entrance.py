"""What the audit puts in the hall."""

from django.utils.translation import gettext_lazy as _

from confianza.web.audit import permissions
from confianza.web.design.entrances import MenuEntry, Stage

MENU = (MenuEntry(Stage.ACCOUNT, _("Who did what"), "audit:entries", permissions.can_read_account),)
