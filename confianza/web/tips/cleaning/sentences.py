"""Why a file was not taken, and what a clean copy leaves out, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from confianza.web.tips.cleaning import limits

_WHY = {
    "empty": gettext_noop("This file is empty. Choose it again."),
    "too_big": gettext_noop(
        "This file is too big: %(megabytes)s MB is the most, for a text 1 MB. Send a shorter "
        "recording or a smaller picture."
    ),
    "too_many": gettext_noop(
        "Only %(files)s files fit into one message. Send the others afterwards, with your receipt."
    ),
    "unknown": gettext_noop(
        "This kind of file cannot be taken. Send a photo, a PDF, a recording, a video or plain text."
    ),
    "unreadable": gettext_noop(
        "This file is damaged or incomplete. Open it to see that it works, and choose it again."
    ),
    "busy": gettext_noop(
        "Too many files are arriving at this moment. Wait a minute and send this one again."
    ),
    "drawing": gettext_noop(
        "This is a drawing made of instructions (SVG or PostScript), which can hide programs. "
        "Send a photo or a screenshot of it."
    ),
    "web_page": gettext_noop(
        "This is a web page, which can hide programs. Send a screenshot of it, or the text alone."
    ),
    "archive": gettext_noop(
        "This is a folder packed into one file (ZIP or similar). Send what is in it, one file at a time."
    ),
    "office": gettext_noop(
        "This is a document of an office program, which tells who wrote it. Save it as PDF and send that."
    ),
    "program": gettext_noop(
        "This is a program, and programs are never taken. Send a photo or describe it in words."
    ),
    "heic": gettext_noop(
        "This photo is in a format (HEIC or AVIF) that cannot be cleaned here. Send a screenshot "
        "of it, or save it as JPEG."
    ),
    "picture_kind": gettext_noop(
        "This kind of picture cannot be taken. Save it as JPEG or PNG, or send a screenshot of it."
    ),
    "recording_kind": gettext_noop(
        "This kind of recording cannot be taken. Send video as MP4, and sound as M4A, MP3 or OGG."
    ),
    "too_many_pixels": gettext_noop(
        "This picture is too large to be opened safely. Send a smaller one, or a screenshot of it."
    ),
    "expands": gettext_noop(
        "This file would unpack to far more than it is. It may be a trap; it was not opened."
    ),
    "locked": gettext_noop(
        "This document is locked with a password. Save it without one, or send photos of its pages."
    ),
    "too_many_pages": gettext_noop(
        "This document has more than %(pages)s pages. Send the pages that matter."
    ),
    "too_long": gettext_noop(
        "This recording lasts more than %(minutes)s minutes. Send the part that matters."
    ),
    "layers": gettext_noop(
        "This document hides layers, which its copy would show. Print it to a new PDF, or send photos of "
        "its pages."
    ),
    "nothing_in_it": gettext_noop("Nothing to see or hear was found in this file. Choose it again."),
}
_LEFT_OUT = {
    "smaller": gettext_noop("The copy is smaller than the original picture."),
    "first_picture": gettext_noop("The original moves; the copy is its first picture."),
    "without_attachments": gettext_noop("The original has other files attached; the copy has none."),
    "without_actions": gettext_noop("The original does something when it is opened; the copy does nothing."),
    "without_comments": gettext_noop("The original has comments beside the text; the copy has none."),
    "without_extra_tracks": gettext_noop(
        "The original has further tracks, such as a cover or subtitles; the copy has none."
    ),
}
_VALUES = {
    "megabytes": limits.FILE_BYTES // limits.MEGABYTE,
    "files": limits.FILES,
    "pages": limits.PAGES,
    "minutes": limits.RECORDING_SECONDS // 60,
}


def why(code: str) -> str:
    """Return the sentence for the reason of a refusal (copies.REASONS)."""
    return _(_WHY[code]) % _VALUES


def left_out(note: str) -> str:
    """Return the sentence for a note of a clean copy (copies.NOTES)."""
    return _(_LEFT_OUT[note])
