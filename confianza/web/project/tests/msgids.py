"""Which sentences a room asks to have translated, read from its code and templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

# Each way of asking, and where among its texts the context and the message stand.
ASKING = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"), (None, 0)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1)),
}
TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(n?gettext|_|pgettext)\(\s*{TEXT}(?:\s*,\s*{TEXT})?")

Message = tuple[str | None, str]


def of_room(room: Path) -> set[Message]:
    """Return (context, message) for a room's modules and templates; its tests and migrations are left out."""
    modules = (path for path in room.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    found = {message for path in modules for message in _in_python(path.read_text())}
    for path in room.rglob("templates/**/*.html"):
        found |= set(_in_template(path.read_text()))
    return found


def _in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            yield from _asked(name, texts)


def _in_template(source: str) -> Iterator[Message]:
    """Django turns a template into calls of gettext, as its own `makemessages` does."""
    for call in IN_TEMPLATE.finditer(templatize(source)):
        yield from _asked(call[1], [ast.literal_eval(text) for text in call.groups()[1:] if text])


def _asked(name: str, texts: list[str]) -> Iterator[Message]:
    context, message = ASKING.get(name, (None, len(texts)))
    if message < len(texts):
        yield None if context is None else texts[context], texts[message]
