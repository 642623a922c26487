"""Handing out a file that somebody once sent: a picture may be shown, anything else is only saved."""

from django.http import HttpResponse

# A document that is opened by its own address runs nothing and loads nothing.
ALONE = "default-src 'none'; sandbox"


def file(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Return the answer that hands out a file under a name of letters, digits and hyphens."""
    shown = "inline" if media_type.startswith("image/") else "attachment"
    headers = {
        "Content-Disposition": f'{shown}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": ALONE,
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
