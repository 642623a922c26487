"""Every address of the house, for tests; the walk itself is the one of the start-up check."""

from confianza.web.project.addresses import Address, everything

__all__ = ["Address", "everything"]
