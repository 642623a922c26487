"""The only door to the public: what was released, after its protection; never a count of its own."""

from confianza.web.observatory.published.bulletins import PublishedBulletin, bulletin, bulletins
from confianza.web.observatory.published.releases import (
    Correction,
    PublishedFile,
    PublishedIndicator,
    PublishedRelease,
    corrections,
    latest,
    release,
    releases,
    source_title,
)

__all__ = [
    "Correction",
    "PublishedBulletin",
    "PublishedFile",
    "PublishedIndicator",
    "PublishedRelease",
    "bulletin",
    "bulletins",
    "corrections",
    "latest",
    "release",
    "releases",
    "source_title",
]
