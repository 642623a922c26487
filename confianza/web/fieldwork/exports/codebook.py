"""The codebook: every column, what it asks and what its codes mean, in every language of the form."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from confianza.web.fieldwork.exports import labelling
from confianza.web.fieldwork.exports.tables import Column, Gathered, Table
from confianza.web.fieldwork.models import FormVersion


def rows(found: Gathered) -> Iterator[tuple[Any, ...]]:
    """Yield the heading, then a row for each column and, below it, one for each of its codes."""
    told = (_("Table"), _("Column"), _("SPSS variable"), _("Type"), _("Path"), _("Code"), _("SPSS code"))
    yield (*told, *found.languages, _("Asked in the versions"))
    for table in found.tables:
        names = labelling.names(table)
        for column, variable in zip(table.columns, names, strict=True):
            yield from _of_column(table, column, variable, found)


def unread_rows(found: Gathered) -> Iterator[tuple[Any, ...]]:
    """Yield the heading, then a row for each answer that is not of the kind its question asks for."""
    yield _("Filled form"), _("Path"), _("What was told")
    for each in found.unread:
        yield each.instance_id, each.path, each.text


def _of_column(table: Table, column: Column, variable: str, found: Gathered) -> Iterator[tuple[Any, ...]]:
    question = column.question
    path = question.path if question else ""
    worded = [labelling.of_column(column, language) for language in found.languages]
    about = (table.name, column.name, variable, column.kind, path)
    yield (*about, None, None, *worded, _asked_in(found.versions, path))
    codes = labelling.codes(column)
    for code, number in codes.items():
        worded = [labelling.of_code(column, code, language) for language in found.languages]
        yield (table.name, column.name, variable, column.kind, path, code, number, *worded, None)


def _asked_in(versions: Sequence[FormVersion], path: str) -> str | None:
    if not path:
        return None
    asking = (each.version for each in reversed(versions) if any(q["path"] == path for q in each.dictionary))
    return ", ".join(asking)
