"""PDF documents: the pages copied into a new file, key by known key, as far as it is part of how they look.

What is kept is a list (VOCABULARY), so that a key nobody has thought of does not get through: no information
about the document, no XMP, no attachments, scripts, actions, forms, layers, private data or earlier versions.
Keys: ISO 32000-2, tables 5, 31, 34, 57, 87, 93, 109 to 125.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from confianza.web.tips.cleaning import limits, pictures
from confianza.web.tips.cleaning.copies import Clean, Refused
from confianza.web.tips.cleaning.kinds import PDF

PAGE = frozenset({"Type", "MediaBox", "CropBox", "Rotate", "UserUnit", "Group", "Resources", "Contents"})
# Of streams, pictures, forms, resources, painting and fonts, in this order.
VOCABULARY = PAGE | frozenset(
    """
    Length Filter DecodeParms Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine
    EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform Subtype
    Width Height ColorSpace Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte FormType
    BBox Matrix S CS I ExtGState Pattern Shading XObject Font ProcSet LW LC LJ ML D RI OP op OPM BG BG2
    UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK BC G PatternType PaintType TilingType XStep YStep
    ShadingType Background AntiAlias Coords Domain Function Functions Extend VerticesPerRow
    BitsPerCoordinate BitsPerFlag FunctionType Range Size BitsPerSample Order Encode C0 C1 N Bounds
    WhitePoint BlackPoint Gamma HalftoneType Frequency Angle SpotFunction BaseFont FirstChar LastChar
    Widths FontDescriptor Encoding ToUnicode FontBBox FontMatrix CharProcs DescendantFonts CIDSystemInfo
    Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap BaseEncoding Differences FontName FontFamily
    FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH
    AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet Length1 Length2 Length3
    CMapName WMode UseCMap
    """.split()  # noqa: SIM905 - to be read as a list
)
# What resources hold under names that the page itself has given.
NAMED_BY_THE_PAGE = frozenset(["ExtGState", "Pattern", "Shading", "XObject", "Font", "ColorSpace"])
# Instructions, in which comments can stand.
PAINTING = frozenset({"Form", "PatternType 1", "CharProcs"})
CHARACTER_MAPS = frozenset({"ToUnicode", "Encoding", "UseCMap"})
# What says who or what rather than how to draw.
NOT_PAINTED = frozenset({"BMC", "BDC", "EMC", "MP", "DP", "BX", "EX"})
# What can stand on a page without being part of it: files, and what people remarked.
ATTACHED = frozenset({"/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D"})
COMMENTS = frozenset({"/Text", "/Popup"})
# Pictures packed as files of their own, each with all that such a file can tell.
PACKED_PICTURES = {"/DCTDecode": "JPEG", "/JPXDecode": "JPEG2000"}
UNPACKED = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"})
DEVICE_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
DEEPEST = 60
# The same pages give the same file, which says nothing of when.
SAVED: dict[str, Any] = {
    "deterministic_id": True,
    "compress_streams": True,
    "recompress_flate": True,
    "object_stream_mode": pikepdf.ObjectStreamMode.generate,
    "fix_metadata_version": False,
}
LIMITS: dict[str, Any] = {
    "flate_max_memory": limits.UNPACKED_BYTES,
    "run_length_max_memory": limits.UNPACKED_BYTES,
    "png_max_memory": limits.UNPACKED_BYTES,
    "tiff_max_memory": limits.UNPACKED_BYTES,
    "max_stream_filters": 4,
}


def clean(content: bytes) -> Clean:
    """Return the pages in a new PDF. Raises Refused for what is locked, damaged, or unpacks to too much."""
    pikepdf.settings.set_qpdf_limits(**LIMITS)
    try:
        with Pdf.open(io.BytesIO(content), suppress_warnings=True) as source:
            return _made_anew(source)
    except pikepdf.PasswordError as problem:
        raise Refused("locked") from problem
    except MemoryError as problem:
        raise Refused("expands") from problem
    except Refused:
        raise
    # A document made to confuse can make its reader stumble anywhere.
    except Exception as problem:
        raise Refused("expands" if "limit exceeded" in str(problem) else "unreadable") from problem


def _made_anew(source: Pdf) -> Clean:
    if not 0 < len(source.pages) <= limits.PAGES:
        raise Refused("too_many_pages" if len(source.pages) else "nothing_in_it")
    if _hides_layers(source):
        raise Refused("layers")
    notes = _left_out(source)
    # What people wrote into forms and stamped on pages becomes part of the page; its authors do not.
    source.generate_appearance_streams()
    source.flatten_annotations("screen")
    with Pdf.new() as copy:
        copy.pages.extend(source.pages)
        cleaning = _Cleaning(copy)
        for page in copy.pages:
            cleaning.page(page)
        into = io.BytesIO()
        copy.remove_unreferenced_resources()
        copy.save(into, **SAVED)
    return Clean(PDF, into.getvalue(), notes)


def _left_out(source: Pdf) -> tuple[str, ...]:
    root, beside = source.Root, _kinds_of_notes(source)
    names = root.get("/Names", Dictionary())
    acts = "/OpenAction" in root or "/AA" in root or "/JavaScript" in names
    attached = "/EmbeddedFiles" in names or "/AF" in root or "/Collection" in root or beside & ATTACHED
    notes = {"without_attachments": attached, "without_actions": acts, "without_comments": beside & COMMENTS}
    return tuple(note for note, is_so in notes.items() if is_so)


def _kinds_of_notes(source: Pdf) -> set[str]:
    notes = (note for page in source.pages for note in _parts(page.obj.get("/Annots")))
    return {str(note.get("/Subtype")) for note in notes if isinstance(note, Dictionary)}


def _hides_layers(source: Pdf) -> bool:
    """Say whether something is not to be seen at first: without its layers, it would be."""
    layers = source.Root.get("/OCProperties", Dictionary()).get("/D", Dictionary())
    return bool(len(layers.get("/OFF", Array())) or str(layers.get("/BaseState", "/ON")) != "/ON")


class _Cleaning:
    """One pass through what the pages of a document draw with; each thing is seen once."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._seen: set[tuple[int, int]] = set()
        self._unpacked = 0

    def page(self, page: pikepdf.Page) -> None:
        """Leave of a page what it looks like."""
        _keep(page.obj, PAGE)
        content = b"\n".join(self._data(part) for part in _parts(page.obj.get("/Contents")))
        for key in page.obj.keys():  # noqa: SIM118 - a pikepdf dictionary yields its keys so
            if key not in ("/Contents", "/Type", "/Parent"):
                page.obj[key] = self._kept(page.obj[key], key[1:], 0)
        page.obj["/Contents"] = self._pdf.make_stream(self._repainted(content))

    def _kept(self, thing: Any, under: str, depth: int) -> Any:
        """Return what stands `under` a key without what is not part of how it looks."""
        if depth > DEEPEST:
            raise Refused("unreadable")
        if isinstance(thing, Object) and self._is_new(thing):
            if isinstance(thing, Array):
                for position in range(len(thing)):
                    thing[position] = self._kept(thing[position], under, depth + 1)
            elif isinstance(thing, Stream):
                self._keep_stream(thing, under, depth)
            elif isinstance(thing, Dictionary):
                self._keep_dictionary(thing, under, depth)
        return _plain_colour(thing) if isinstance(thing, Array) else thing

    def _is_new(self, thing: Object) -> bool:
        if not thing.is_indirect:
            return True
        is_new = thing.objgen not in self._seen
        self._seen.add(thing.objgen)
        return is_new

    def _keep_dictionary(self, dictionary: Object, under: str, depth: int) -> None:
        _keep(dictionary, VOCABULARY)
        for key in list(dictionary.keys()):
            name, value = key[1:], dictionary[key]
            is_named_by_the_page = (under == "Resources" and name in NAMED_BY_THE_PAGE) or name == "CharProcs"
            if is_named_by_the_page and isinstance(value, Dictionary) and not isinstance(value, Stream):
                for own_name in list(value.keys()):
                    value[own_name] = self._kept(
                        value[own_name], name if name == "CharProcs" else "", depth + 1
                    )
            elif name != "Parent":
                dictionary[key] = self._kept(value, name, depth + 1)

    def _keep_stream(self, stream: Object, under: str, depth: int) -> None:
        kind = str(stream.get("/Subtype", f"/PatternType {stream.get('/PatternType', '')}"))[1:]
        filters = [str(name) for name in _parts(stream.get("/Filter"))]
        _keep(stream.stream_dict, VOCABULARY)
        for key in list(stream.stream_dict.keys()):
            if key not in ("/Length", "/Filter", "/DecodeParms"):
                stream[key] = self._kept(stream[key], key[1:], depth + 1)
        if filters and filters[-1] in PACKED_PICTURES:
            self._keep_picture(stream, filters)
        elif {kind, under} & PAINTING:
            stream.write(self._repainted(self._data(stream)))
        elif not filters or set(filters) <= UNPACKED:
            # Unpacked and packed again: what stood after the end of the packed data stays behind.
            data = self._data(stream)
            stream.write(_without_comments(data) if under in CHARACTER_MAPS else data)

    def _keep_picture(self, stream: Object, filters: list[str]) -> None:
        """Keep the pixels, packed anew."""
        parameters = list(_parts(stream.get("/DecodeParms")))
        packed = stream.read_raw_bytes()
        if len(filters) > 1:
            outer = self._pdf.make_stream(b"")
            outer.write(packed, filter=Array([Name(each) for each in filters[:-1]]),
                        decode_parms=Array(parameters[:-1]) if parameters else None)  # fmt: skip
            packed = self._data(outer)
        kind = PACKED_PICTURES[filters[-1]]
        stream.write(pictures.packed_anew(packed, kind), filter=Name(filters[-1]))

    def _data(self, stream: Object) -> bytes:
        data = stream.read_bytes()
        self._unpacked += len(data)
        if self._unpacked > limits.UNPACKED_BYTES:
            raise Refused("expands")
        return data

    def _repainted(self, content: bytes) -> bytes:
        """Return instructions that paint the same, without comments and without what is told beside them."""
        holder = self._pdf.make_stream(content)
        told = pikepdf.parse_content_stream(holder)
        if len(told) > limits.CONTENT_INSTRUCTIONS:
            raise Refused("expands")
        return pikepdf.unparse_content_stream(
            [each for each in told if str(each.operator) not in NOT_PAINTED]
        )


def _keep(dictionary: Object, keys: frozenset[str]) -> None:
    for key in list(dictionary.keys()):
        if key[1:] not in keys and key != "/Parent":
            del dictionary[key]


def _parts(value: Any) -> Iterator[Any]:
    """Yield what stands alone or in an array."""
    if isinstance(value, Array):
        yield from value
    elif value is not None:
        yield value


def _plain_colour(array: Object) -> Any:
    """A profile of colours names the device it was made with: the plain colour takes its place."""
    if len(array) == 2 and array[0] == Name.ICCBased and isinstance(array[1], Stream):
        return Name(DEVICE_COLOURS.get(int(array[1].get("/N", 3)), "/DeviceRGB"))
    return array


def _without_comments(map_of_characters: bytes) -> bytes:
    return b"\n".join(line for line in map_of_characters.splitlines() if not line.lstrip().startswith(b"%"))
