"""Monthly counts made ready for the pages; they follow from what was stored, so they are nobody's deed."""

from confianza.web.records import queries


def refresh() -> None:
    """Make the counts that are missing. Safe to repeat; a killed run is finished by the next."""
    from confianza.store import counts
    from confianza.web.territory import queries as territory

    counts.refresh(queries.layout(), territory.territory())
