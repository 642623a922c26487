"""Files as phones and programs make them, with a canary planted wherever a file can tell of its maker."""

import io
import struct
import zlib
from fractions import Fraction

import av
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms, PngImagePlugin

CANARY = "CANARIO-7Q"
PLACE = "14.6349 -90.5069"
# What must not be found in any copy, however it is packed.
PLANTED = [text.encode(code) for text in (CANARY, PLACE) for code in ("utf-8", "utf-16-le", "utf-16-be")]


def scene(width=64, height=48):
    """A picture that is not symmetrical: its upper left quarter is red, the rest green to blue."""
    pixels = np.zeros((height, width, 3), "uint8")
    pixels[:, :, 1] = np.linspace(40, 200, width, dtype="uint8")
    pixels[:, :, 2] = np.linspace(40, 200, height, dtype="uint8")[:, None]
    pixels[: height // 2, : width // 2] = (220, 20, 20)
    return Image.fromarray(pixels)


def exif(orientation=6):
    tags = Image.Exif()
    tags[0x0112] = orientation
    for tag in (
        0x010E,
        0x010F,
        0x0110,
        0x0131,
        0x013B,
        0x8298,
    ):  # description, make, model, program, artist, rights
        tags[tag] = f"{CANARY} {PLACE}"
    tags.get_ifd(0x8825).update(
        {1: "N", 2: (14.0, 38.0, 5.6), 3: "W", 4: (90.0, 30.0, 24.8), 27: CANARY.encode()}
    )
    tags.get_ifd(0x8769).update({0x9003: "2026:11:28 09:00:00", 0xA431: CANARY, 0x927C: CANARY.encode() * 9})
    return tags


def profile():
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The name of the device stands in the profile's description; one of the same length takes its place.
    return (
        made.replace(b"s\0R\0G\0B", CANARY[:4].encode("utf-16-le")[1:] + b"\0")[:128]
        + CANARY.encode()
        + made[138:]
    )


def xmp():
    spaces = 'xmlns:x="adobe:ns:meta/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"<x:xmpmeta {spaces}><dc:creator>{CANARY}</dc:creator>{PLACE}</x:xmpmeta>".encode()


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(image=None, orientation=6, mode="RGB"):
    into = io.BytesIO()
    (image or scene()).convert(mode).save(
        into,
        "JPEG",
        exif=exif(orientation),
        icc_profile=profile(),
        xmp=xmp(),
        comment=CANARY.encode(),
        quality=95,
    )
    made = into.getvalue()
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 14) + b"\x1c\x02\x50\0\x0a" + CANARY.encode()
    )
    many = b"MPF\0" + CANARY.encode()
    return (
        made[:2] + segment(0xED, iptc) + segment(0xE2, many) + segment(0xEC, CANARY.encode()) + made[2:]
        + b"\xff\xd8thumb" + CANARY.encode() + archive()
    )  # fmt: skip


def png(image=None, **how):
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", CANARY)
    told.add_text("Comment", CANARY, zip=True)
    told.add_itxt("XML:com.adobe.xmp", xmp().decode(), "es", "Autor")
    told.add(b"prVt", CANARY.encode())
    into = io.BytesIO()
    (image or scene()).save(
        into, "PNG", pnginfo=told, exif=exif(), icc_profile=profile(), dpi=(71, 73), **how
    )
    return into.getvalue() + CANARY.encode() + archive()


def webp(image=None, **how):
    into = io.BytesIO()
    (image or scene()).save(into, "WEBP", exif=exif(), icc_profile=profile(), xmp=xmp(), quality=95, **how)
    return into.getvalue() + CANARY.encode()


def archive():
    import zipfile

    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr("run.sh", CANARY)
    return into.getvalue()


# --- documents ---------------------------------------------------------------------------------------


def document(pages=1):
    """A PDF with a canary in every place outside what is drawn, and one page that draws VISIBLE."""
    pdf = pikepdf.new()
    for _ in range(pages):
        _told_page(pdf)
    with pdf.open_metadata() as told:
        told["dc:creator"] = [CANARY]
        told["xmp:CreatorTool"] = CANARY
    for key in ("/Author", "/Title", "/Creator", "/Producer", "/Keywords", "/Company"):
        pdf.docinfo[key] = CANARY
    pdf.attachments["notes.txt"] = CANARY.encode()
    script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{CANARY}')")
    pdf.Root.update(Dictionary(
        OpenAction=script, AA=Dictionary(WC=script), Lang=CANARY, PieceInfo=_private(),
        StructTreeRoot=Dictionary(Type=Name.StructTreeRoot, Alt=CANARY), MarkInfo=Dictionary(Marked=True),
        OCProperties=Dictionary(OCGs=Array([Dictionary(Type=Name.OCG, Name=CANARY)]), D=Dictionary()),
    ))  # fmt: skip
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([CANARY, script]))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(CANARY, 0))
    return saved(pdf)


def _private():
    return Dictionary(Maker=Dictionary(Private=CANARY, LastModified="D:20261128"))


def _told_page(pdf):
    page = pdf.add_blank_page(page_size=(200, 100)).obj
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=CANARY, Contents=CANARY, NM=CANARY
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
                      A=Dictionary(S=Name.URI, URI=f"https://example.org/{CANARY}"))  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Maker=CANARY)
    page.update(Dictionary(
        Annots=Array([pdf.make_indirect(note), pdf.make_indirect(link)]), PieceInfo=_private(),
        Metadata=pdf.make_stream(xmp()), Thumb=pdf.make_stream(CANARY.encode()), LastModified="D:20261128",
        AA=Dictionary(O=Dictionary(S=Name.JavaScript, JS=CANARY)), Unheard=CANARY,
        Resources=Dictionary(
            Font=Dictionary(F1=font), XObject=Dictionary(Im1=photo_in(pdf), Fm1=_form(pdf)),
            Properties=Dictionary(P0=Dictionary(ActualText=CANARY)),
            ColorSpace=Dictionary(Cs1=_profiled(pdf)),
        ),
        Contents=Array([
            pdf.make_stream(f"% {CANARY}\n/Span <</ActualText ({CANARY})>> BDC\nBT /F1 12 Tf".encode()),
            pdf.make_stream(b"20 40 Td (VISIBLE) Tj ET EMC"),
            pdf.make_stream(b"/Span /P0 BDC /Cs1 cs 0 0 1 sc q 50 0 0 50 0 0 cm /Im1 Do Q /Fm1 Do EMC"),
        ]),
    ))  # fmt: skip


def photo_in(pdf):
    photo = pdf.make_stream(jpeg(orientation=1))
    photo.stream_dict.update(Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, BitsPerComponent=8,
        ColorSpace=_profiled(pdf),
        Filter=Name.DCTDecode, Metadata=pdf.make_stream(xmp()), PieceInfo=_private(),
    ))  # fmt: skip
    return photo


def _form(pdf):
    form = pdf.make_stream(f"% {CANARY}\n0 0 5 5 re f".encode())
    form.stream_dict.update(Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], PieceInfo=_private(),
        Metadata=pdf.make_stream(xmp()),
    ))  # fmt: skip
    return form


def _profiled(pdf):
    colours = pdf.make_stream(profile())
    colours.stream_dict.update(Dictionary(N=3, Alternate=Name.DeviceRGB, Maker=CANARY))
    return Array([Name.ICCBased, colours])


def saved(pdf, **how):
    into = io.BytesIO()
    pdf.save(into, **how)
    return into.getvalue()


def amended(document):
    """A document saved once more after its end, as editors do: the earlier version is still in it."""
    return document + f"\n% {CANARY}\n9 0 obj\n<< /Old ({CANARY}) >>\nendobj\n".encode() + document


# --- recordings --------------------------------------------------------------------------------------


def tone(seconds=0.3, rate=48_000):
    wave = (np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * 440 / rate) * 9000).astype("int16")
    return wave.reshape(1, -1)


def sound(container, coder, *, rate=48_000, seconds=0.3, extra=()):
    """A recording of a tone with a canary in every tag its container takes."""
    into = io.BytesIO()
    with av.open(into, "w", format=container, options={"movflags": "use_metadata_tags"}) as made:
        _tell(made)
        out = made.add_stream(coder, rate=rate, layout="mono")
        out.metadata.update({"title": CANARY, "handler_name": CANARY})
        heard = av.AudioFrame.from_ndarray(tone(seconds, rate), format="s16", layout="mono")
        heard.sample_rate, heard.pts = rate, 0
        resampler = av.AudioResampler(
            format=out.format, layout="mono", rate=rate, frame_size=out.frame_size or None
        )
        for piece in [*resampler.resample(heard), *resampler.resample(None)]:
            made.mux(out.encode(piece))
        made.mux(out.encode(None))
    return into.getvalue()


def _tell(made):
    keys = (
        "title",
        "artist",
        "album",
        "comment",
        "copyright",
        "encoder",
        "encoded_by",
        "location",
        "make",
        "model",
    )
    made.metadata.update(dict.fromkeys(keys, f"{CANARY} {PLACE}"))
    made.metadata["creation_time"] = "2026-11-28T09:00:00Z"


def film(coder="libx264", container="mp4", width=64, height=48, frames=6, with_sound=True, late=0.0, **how):
    """A film of a few pictures, with what a camera writes beside them."""
    into = io.BytesIO()
    with av.open(into, "w", format=container, options={"movflags": "use_metadata_tags"}) as made:
        _tell(made)
        out = made.add_stream(coder, rate=10, **how)
        out.width, out.height, out.pix_fmt = width, height, "yuv420p"
        out.metadata["handler_name"] = CANARY
        heard_by = made.add_stream("aac", rate=48_000, layout="mono") if with_sound else None
        for number in range(frames):
            picture = av.VideoFrame.from_image(scene(width, height))
            picture.pts, picture.time_base = number, Fraction(1, 10)
            made.mux(out.encode(picture))
        made.mux(out.encode(None))
        if heard_by:
            heard = av.AudioFrame.from_ndarray(tone().astype("float32") / 32768, format="fltp", layout="mono")
            heard.sample_rate, heard.pts, heard.time_base = 48_000, int(late * 48_000), Fraction(1, 48_000)
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=48_000, frame_size=1024)
            for piece in resampler.resample(heard):
                made.mux(heard_by.encode(piece))
            made.mux(heard_by.encode(None))
    return into.getvalue()


# --- traps -------------------------------------------------------------------------------------------


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(width=60_000, height=60_000):
    """A PNG of a few kilobytes that would unpack to gigabytes."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width // 8 + 1) * 64) for _ in range(height // 64)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf_bomb(megabytes=2_000):
    """A PDF of two megabytes or less whose page unpacks to `megabytes`."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b"q Q " * 262_144) for _ in range(megabytes)) + packer.flush()
    pdf = pikepdf.new()
    content = pdf.make_stream(b"")
    content.write(packed, filter=Name.FlateDecode)
    pdf.add_blank_page().obj.Contents = content
    return saved(pdf)


def photo_of(megabytes):
    """A photo of about so many megabytes, as a phone takes it: 4 to 12 megapixels with fine grain."""
    width = int((megabytes * 1_000_000 * 4) ** 0.5 * 1.155)
    grain = np.random.default_rng(3).normal(128, 22, (width * 3 // 4, width, 3)).clip(0, 255).astype("uint8")
    into = io.BytesIO()
    Image.fromarray(grain).save(into, "JPEG", quality=80, exif=exif())
    return into.getvalue()
