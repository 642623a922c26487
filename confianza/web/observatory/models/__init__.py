"""What the observatory keeps of its own: what it published. Figures are never kept here."""

from confianza.web.observatory.models.publications import Kind, Publication, WrittenOnce

__all__ = ["Kind", "Publication", "WrittenOnce"]
