"""A version of a form as a browser fills it in: the tree of its instance, with what is asked at each place.

A card: form, version, titles by language, root (its name and attributes) and nodes, in the XForm's order.
A node: name, path (from the root), kind, and of what is asked label, hint, required, relevant, constraint,
message, choices. Kinds: start, end, meta, note, text, integer, decimal, date, time, dateTime, one, many,
photo, geopoint; group and repeat have nodes of their own. Texts are by language ("es", "en").
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from defusedxml import ElementTree

from confianza.web.fieldwork.cards.conditions import BeyondCards, condition
from confianza.web.fieldwork.library import catalogue
from confianza.web.fieldwork.models import FormVersion
from confianza.web.fieldwork.xforms.dictionary import ONLY
from confianza.web.fieldwork.xforms.reading import name_of

XFORMS = "{http://www.w3.org/2002/xforms}"
JAVAROSA = "{http://openrosa.org/javarosa}"
OPENROSA = "{http://openrosa.org/xforms}"
KINDS = {
    "start": "start", "end": "end", "note": "note", "text": "text", "string": "text", "integer": "integer",
    "int": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "dateTime",
    "select one": "one", "select all that apply": "many", "photo": "photo", "image": "photo",
    "geopoint": "geopoint", "gps": "geopoint",
}  # fmt: skip
CODE = re.compile(r"\((\w+)\)$")
REFERENCE = re.compile(r"jr:itext\('(.+)'\)")
MOST_PIXELS = 1600
Texts = dict[str, str]


def card(version: FormVersion) -> dict[str, Any]:
    """Return a version as a card. Raises BeyondCards where a browser cannot fill it in as Collect would."""
    xform = _XForm(bytes(version.xml), version.dictionary)
    return {
        "form": version.form.form_id,
        "version": version.version,
        "titles": _titles(version),
        "root": {"name": name_of(xform.root), "attributes": dict(xform.root.attrib)},
        "nodes": list(xform.nodes()),
    }


def _titles(version: FormVersion) -> Texts:
    try:
        titles = dict(catalogue.named(version.form.form_id).titles)
    except catalogue.NoSuchReadyForm:
        return {"": version.form.title}
    # A town that gave its copy a name of its own is called by that.
    return titles if version.form.title == titles[catalogue.SPANISH] else {"": version.form.title}


class _XForm:
    """An XForm read once: the instance, what binds its nodes, and its texts."""

    def __init__(self, xml: bytes, dictionary: list[dict[str, Any]]) -> None:
        tree = ElementTree.fromstring(xml)
        self.root = next(tree.iter(f"{XFORMS}instance"))[0]
        self.binds = {bind.get("nodeset", ""): bind for bind in tree.iter(f"{XFORMS}bind")}
        self.asked = {entry["path"]: entry for entry in dictionary}
        self.texts = _texts(tree)
        if any(True for _each in tree.iter(f"{XFORMS}setvalue")):
            raise BeyondCards("setvalue")
        filtered = (each for each in tree.iter(f"{XFORMS}itemset") if "[" in each.get("nodeset", ""))
        if any(True for _each in filtered):
            raise BeyondCards("choice_filter")

    def nodes(self) -> Iterator[dict[str, Any]]:
        yield from self._below(self.root, f"/{name_of(self.root)}")

    def _below(self, node: Any, path: str) -> Iterator[dict[str, Any]]:
        seen = set()
        for child in node:
            name = name_of(child)
            if name in seen:
                continue  # of a repeat the instance holds a pattern and a first turn
            seen.add(name)
            yield self._node(child, name, f"{path}/{name}")

    def _node(self, child: Any, name: str, path: str) -> dict[str, Any]:
        entry = self.asked.get("/" + path.split("/", 2)[2])
        made = {"name": name, "path": path}
        if name == "meta" and path.count("/") == 2:
            return {**made, "kind": "meta", "nodes": [{"name": name_of(each)} for each in child]}
        if entry is None and len(child):
            return {**made, "kind": "group", **self._rules(path, {}), "nodes": list(self._below(child, path))}
        if entry is None:
            raise BeyondCards(name)
        if entry["kind"] == "repeat":
            return {
                **made,
                "kind": "repeat",
                **self._rules(path, entry),
                "nodes": list(self._below(child, path)),
            }
        return {**made, **self._question(entry, path, child)}

    def _question(self, entry: Mapping[str, Any], path: str, child: Any) -> dict[str, Any]:
        kind = KINDS.get(entry["kind"])
        bind = self.binds.get(path)
        if kind is None or (child.text or "").strip() or (bind is not None and bind.get("calculate")):
            raise BeyondCards(f"{entry['kind']} ({entry['name']})")
        made = {"kind": kind, **self._rules(path, entry), "required": entry["required"]}
        if entry["choices"]:
            made["choices"] = [
                {"name": each["name"], "label": _by_code(each["labels"])} for each in entry["choices"]
            ]
        if entry["appearance"] == "multiline":
            made["lines"] = True
        if kind == "photo":
            told = bind.get(f"{OPENROSA}max-pixels") if bind is not None else None
            made["pixels"] = int(told or MOST_PIXELS)
        return made

    def _rules(self, path: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        bind = self.binds.get(path)
        told = {
            "label": _by_code(entry.get("labels") or self.texts.get(f"{path}:label", {})),
            "hint": _by_code(entry.get("hint", {})),
        }
        if bind is not None:
            told["relevant"] = condition(bind.get("relevant", ""), path)
            told["constraint"] = condition(bind.get("constraint", ""), path)
            told["message"] = self._said(bind.get(f"{JAVAROSA}constraintMsg", ""))
        return {name: value for name, value in told.items() if value}

    def _said(self, text: str) -> Texts:
        reference = REFERENCE.fullmatch(text)
        return _by_code(self.texts.get(reference[1], {})) if reference else {"": text} if text else {}


def _texts(tree: Any) -> dict[str, Texts]:
    """Return every text of a form by its name and language."""
    found: dict[str, Texts] = {}
    for translation in tree.iter(f"{XFORMS}translation"):
        for text in translation:
            value = text.findtext(f"{XFORMS}value")
            if value is not None:
                found.setdefault(text.get("id", ""), {})[translation.get("lang", "")] = value
    return found


def _by_code(labels: Mapping[str, str]) -> Texts:
    """Return texts by the code of their language: "Español (es)" is "es", and the only language is ""."""
    coded = {name: CODE.search(name) for name in labels}
    return {
        (found[1] if (found := coded[name]) else "" if name == ONLY else name): text
        for name, text in labels.items()
        if text != "-"
    }
