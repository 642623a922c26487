"""Clean copies of pictures and papers: how they are made, and where they are kept.

They are cleaned as the tip line cleans what it is sent (`tips.cleaning`): a telephone writes into a picture
where it was taken, by which device and when.
"""

from confianza.web.lib.sealed_files import Shelf
from confianza.web.plans.rules import exhibits as rules
from confianza.web.tips import cleaning
from confianza.web.tips.cleaning import Clean, kinds

SHELF = Shelf("plans")
PICTURES = frozenset({kinds.JPEG, kinds.PNG, kinds.WEBP})
ENDINGS = {kinds.JPEG: "jpg", kinds.PNG: "png", kinds.WEBP: "webp", kinds.PDF: "pdf"}


def clean_copy(content: bytes) -> Clean:
    """Return the clean copy of a picture or a PDF. Raises cleaning.Refused with the code of why there is
    none; "unknown" is also what is neither.
    """
    if len(content) > rules.MOST_BYTES:
        raise cleaning.Refused("too_big")
    kind = kinds.kind_of(content[: kinds.HEAD])
    if kind not in ENDINGS:
        raise cleaning.Refused("unknown")
    return cleaning.cleaned(content, declared=kind)


def file_name(pk: int, media_type: str) -> str:
    """Return what a file is called when somebody saves it: nothing its sender wrote."""
    return f"prueba-{pk}.{ENDINGS[media_type]}"
