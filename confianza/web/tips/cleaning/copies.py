"""What comes out of cleaning: a clean copy, or the reason why there is none."""

from dataclasses import dataclass, field

# Why a file is refused. The words are in sentences.py.
REASONS = frozenset(
    {
        "empty", "too_big", "too_many", "unknown", "unreadable", "busy",
        "drawing", "web_page", "archive", "office", "program", "heic", "picture_kind", "recording_kind",
        "too_many_pixels", "expands", "locked", "too_many_pages", "too_long", "nothing_in_it", "layers",
    }
)  # fmt: skip
# What a copy shows less than its original. The words are in sentences.py.
NOTES = frozenset(
    {
        "smaller",
        "first_picture",
        "without_attachments",
        "without_actions",
        "without_extra_tracks",
        "without_comments",
    }
)


class Refused(Exception):
    """No clean copy can be made; `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Clean:
    """A copy without traces: its media type, its bytes, and what of the original it leaves out (NOTES)."""

    media_type: str
    content: bytes = field(repr=False)
    notes: tuple[str, ...] = ()
