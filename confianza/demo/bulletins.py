"""The bulletins of the last two releases, made as the worker makes them after each release.

The last release corrects the one before, so the bulletins of that one are corrected too.
"""

RELEASES = 2


def make() -> None:
    """Make the bulletins; there must be releases."""
    from confianza.web.observatory import published, tasks

    for release in reversed(published.releases()[:RELEASES]):
        tasks.make_bulletins.func(release.version)
