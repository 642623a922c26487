"""Confianza: community policing where it is hardest. See ARCHITECTURE.md for the house."""

__version__ = "0.1.0"
