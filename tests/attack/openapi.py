"""An OpenAPI description of the pages, for a fuzzer: every address Django knows, with what a walk saw of it."""

import re
from dataclasses import replace
from typing import Any

from tests.attack.surveying import Field, Form, Seen, leaves
from tests.support.addresses import Address

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
# A NUL is refused before any view is asked.
ANY_TEXT = {"type": "string", "pattern": r"^[^\x00]*$"}
OF_CONVERTER = {
    "IntConverter": {"type": "integer", "minimum": 0},
    "SlugConverter": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "UUIDConverter": {"type": "string", "format": "uuid"},
}
PUBLISHED_FILES = (
    "application/geo+json",
    "application/json",
    "application/octet-stream",
    "application/vnd.apache.parquet",
    "text/csv",
    "text/markdown",
    "text/plain",
)
# Files end in their kind, but for the sealed heads; the one address for machines is the server's health.
NOT_PAGES = {
    "csv": ("text/csv",),
    "txt": ("text/plain",),
    "geojson": ("application/geo+json",),
    "salud/": ("application/json",),
    "bitacora/sellos/archivo/": ("application/json",),
    # What is published: files as they are, and the interface for machines.
    "datos/<str:version>/<path:name>": PUBLISHED_FILES,
    "api/v1/figures": ("application/json", "text/csv"),
    "api/v1/<path:rest>": ("application/json",),
    # Letters come as a page or, asked so, as text to paste.
    "observatorio/calidad/carta-de-entrega/<str:delivery_id>/": ("text/plain",),
    "observatorio/calidad/carta/<path:source>/": ("text/plain",),
}
# What any address may say before its view is asked: a query or body Django refuses.
ALWAYS = {400: "Not to be understood", 404: "Not there, or not for this person"}
OF_METHOD = {
    "GET": {200: "The page", 302: "Somewhere else, the login among others", **ALWAYS},
    "POST": {
        200: "The form again, with what is wrong",
        302: "Done; the page that tells so",
        403: "Without the form's token",
        413: "Too large",
        **ALWAYS,
    },
}


def describe(addresses: list[Address], seen: dict[str, Seen]) -> dict[str, Any]:
    """Return the description.

    It names no session: the tool would leave out what every request of its carries all the same, and take the page
    it gets for a lock that does not close. Who may open what is the matter of the permission matrix.
    """
    paths: dict[str, Any] = {}
    shared = _examples_by_name(seen)
    for one in addresses:
        if not leaves(one.name):
            known = seen.get(one.name) or Seen(one.name, one.route)
            known = replace(known, taken={**shared, **known.taken})
            paths.setdefault(path_of(one.route), {}).update(_operations(one, known))
    return {"openapi": "3.1.0", "info": {"title": "Confianza's pages", "version": "1"}, "paths": paths}


def _examples_by_name(seen: dict[str, Seen]) -> dict[str, list[str]]:
    """Parts of addresses with the same name mean the same: one address's examples serve the others."""
    return {name: values for one in seen.values() for name, values in one.taken.items()}


def path_of(route: str) -> str:
    """Return a route of Django as OpenAPI writes it.

    >>> path_of("registros/subidas/<int:upload_id>/estado/")
    '/registros/subidas/{upload_id}/estado/'
    """
    plain = GROUP.sub(lambda found: "{" + (found[1] or found[2]) + "}", route)
    return "/" + plain.replace("^", "").replace("$", "").replace("\\", "").replace("/Z", "/").lstrip("/")


def _operations(one: Address, known: Seen) -> dict[str, Any]:
    return {method.lower(): _operation(one, known, method) for method in sorted(one.methods)}


def _operation(one: Address, known: Seen, method: str) -> dict[str, Any]:
    kinds = {"text/html", *known.kinds, *NOT_PAGES.get(one.route.rpartition(".")[2], ())} - {""}
    told: dict[str, Any] = {
        "operationId": f"{method} {one.name}",
        "parameters": [_part(name, one, known) for name in _names(one.route)],
        "responses": {
            str(status): _response(says, kinds if status != 302 else set())
            for status, says in OF_METHOD[method].items()
        },
    }
    if method == "GET":
        told["parameters"] += [_choice(name, values) for name, values in known.choices.items()]
    elif known.forms:
        told["requestBody"] = _body(known.forms)
    return told


def _names(route: str) -> list[str]:
    return [found[1] or found[2] for found in GROUP.finditer(route)]


def _part(name: str, one: Address, known: Seen) -> dict[str, Any]:
    converter = one.converters.get(name)
    schema = OF_CONVERTER.get(type(converter).__name__, {"type": "string", "minLength": 1})
    whole = schema.get("type") == "integer"
    examples = {
        str(at): {"value": int(value) if whole else value}
        for at, value in enumerate(known.taken.get(name, []))
    }
    told = {"name": name, "in": "path", "required": True, "schema": schema}
    return told | ({"examples": examples} if examples else {})


def _choice(name: str, values: list[str]) -> dict[str, Any]:
    """Any text may stand in an address; pages answer what they do not understand with a sentence."""
    examples = {str(at): {"value": value} for at, value in enumerate(values)}
    return {"name": name, "in": "query", "schema": ANY_TEXT, "examples": examples}


def _response(says: str, kinds: set[str]) -> dict[str, Any]:
    content = {kind: {"schema": {}} for kind in sorted(kinds)}
    return {"description": says} | ({"content": content} if content else {})


def _body(forms: list[Form]) -> dict[str, Any]:
    fields = {name: control for form in forms for name, control in form.fields.items()}
    multipart = any(form.multipart for form in forms)
    schema = {
        "type": "object",
        "properties": {name: _property(control) for name, control in fields.items()},
        "required": sorted(name for name, control in fields.items() if control.required),
    }
    example = {name: control.values[0] for name, control in fields.items() if control.values}
    kind = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
    return {"required": True, "content": {kind: {"schema": schema, "example": example}}}


def _property(control: Field) -> dict[str, Any]:
    return {"type": "string", "format": "binary"} if control.kind == "file" else dict(ANY_TEXT)
