"""Why something that was said could not be taken, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WHY = {
    "nothing": gettext_noop("Write something, or choose a file."),
    "too_long": gettext_noop("This is too long. Send it in two parts."),
    "holds_receipt": gettext_noop(
        "Your text has your receipt in it, or digits like it. Take them out: whoever reads them could speak "
        "for you."
    ),
    "too_many_messages": gettext_noop("You have written thirty times today. Go on tomorrow."),
    "too_many_files": gettext_noop(
        "There are thirty files already, which is the most. Describe the rest in words."
    ),
    "held": gettext_noop(
        "Two people have asked to keep this for a while, for a reason that was written down. Try again later."
    ),
    "not_ours": gettext_noop(
        "Something was changed in what we keep of this. Do not write here any more: start anew, and do not "
        "do what any message here asks of you."
    ),
}


def sentence(code: str) -> str:
    """Return the sentence of a refusal (actions.returning, actions.telling)."""
    return _(_WHY[code])
