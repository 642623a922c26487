"""The API's description as a page to read: the same OpenAPI that machines read, without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from confianza.web.design.tables import Column, Table

EXAMPLES = {
    "/api/v1/figures": "/api/v1/figures?grain=year&format=csv",
    "/api/v1/releases/{version}": "/api/v1/releases/latest",
    "/api/v1/points": "/api/v1/points?indicator=robbery",
}


@dataclass(frozen=True)
class Operation:
    """One address: what it gives, and what one can ask of it."""

    path: str
    summary: str
    description: str
    parameters: Sequence[tuple[str, str, str]]

    @property
    def example(self) -> str:
        return EXAMPLES.get(self.path, self.path)

    @property
    def table(self) -> Table | None:
        if not self.parameters:
            return None
        columns = (Column(_("Parameter")), Column(_("Values")), Column(_("Meaning")))
        return Table(_("What can be asked of %(path)s") % {"path": self.path}, columns, self.parameters)


def operations(description: Mapping[str, Any]) -> Sequence[Operation]:
    """Return every address of an OpenAPI description in the reader's language."""
    return [_operation(path, verbs["get"]) for path, verbs in description["paths"].items()]


def _operation(path: str, told: dict[str, Any]) -> Operation:
    parameters = [
        (each["name"], _values(each["schema"]), _(each["description"]) if each.get("description") else "")
        for each in told.get("parameters", ())
    ]
    return Operation(path, _(told["summary"]), _(told["description"]), parameters)


def _values(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    kinds = [each.get("type") for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    known = f"{schema['minimum']}–{schema['maximum']}" if "maximum" in schema else " | ".join(map(str, kinds))
    default = schema.get("default")
    return (
        known
        if default is None
        else _("%(values)s, by default %(default)s") % {"values": known, "default": default}
    )
