"""Content from the field on this machine's disk: sealed, under its SHA-256 (`lib.sealed_files`)."""

from confianza.web.lib.sealed_files import Shelf

_shelf = Shelf("field")
keep, keep_file = _shelf.keep, _shelf.keep_file
read, pieces, size, path = _shelf.read, _shelf.pieces, _shelf.size, _shelf.path
