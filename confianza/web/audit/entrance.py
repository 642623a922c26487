"""What the audit puts in the hall."""

from django.utils.translation import gettext_lazy as _

from confianza.web.audit import permissions
from confianza.web.design.entrances import MenuEntry, Stage

MENU = (MenuEntry(Stage.ACCOUNT, _("Who did what"), "audit:entries", permissions.can_read_account),)
DEEDS = {
    "audit.verify": _("verified the account"),
    "audit.export_heads": _("took the signed heads off the machine"),
    "audit.export_sheet": _("took an auditor's sheet off the machine"),
}
