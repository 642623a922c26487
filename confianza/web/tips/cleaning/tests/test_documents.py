"""Documents: what is left out, and that what is to be read stays."""

import io
import zlib

import numpy as np
import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from confianza.web.tips.cleaning import Refused, cleaned, limits
from confianza.web.tips.cleaning.tests import corpus, traces


def clean(document):
    return cleaned(document, declared="application/pdf")


def text_of(document):
    return [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(document)).pages]


def page_with(pdf, content=b"", **keys):
    page = pdf.add_blank_page(page_size=(200, 100)).obj
    page.Contents = pdf.make_stream(content)
    page.update(Dictionary(**keys))
    return page


def test_nothing_is_left_of_who_made_a_document_and_its_pages_are():
    copy = clean(corpus.document(pages=2))
    assert len(traces.left_in(corpus.document(), "application/pdf")) > 10
    assert traces.left_in(copy.content, copy.media_type) == []
    assert text_of(copy.content) == ["VISIBLE", "VISIBLE"]
    assert set(copy.notes) == {"without_attachments", "without_actions", "without_comments"}


def test_earlier_versions_of_a_document_are_gone():
    copy = clean(corpus.amended(corpus.document()))
    assert traces.left_in(copy.content, copy.media_type) == []
    assert text_of(copy.content) == ["VISIBLE"]


def test_a_photo_in_a_document_keeps_its_pixels_and_loses_its_tags():
    with pikepdf.open(io.BytesIO(clean(corpus.document()).content)) as pdf:
        photo = pdf.pages[0].Resources.XObject.Im1
        packed = photo.read_raw_bytes()
    before = Image.open(io.BytesIO(corpus.jpeg(orientation=1)))
    after = Image.open(io.BytesIO(packed))
    assert traces.in_picture(packed) == []
    assert after.size == before.size
    assert np.abs(np.asarray(after).astype(int) - np.asarray(before)).mean() < 4
    assert photo.ColorSpace == Name.DeviceRGB


def test_a_photo_packed_twice_is_cleaned_too():
    pdf = pikepdf.new()
    photo = corpus.photo_in(pdf)
    photo.write(zlib.compress(corpus.jpeg(orientation=1)), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    page_with(pdf, b"/Im1 Do", Resources=Dictionary(XObject=Dictionary(Im1=photo)))
    copy = clean(corpus.saved(pdf))
    assert traces.left_in(copy.content, copy.media_type) == []
    with pikepdf.open(io.BytesIO(copy.content)) as cleaned_pdf:
        packed = cleaned_pdf.pages[0].Resources.XObject.Im1.read_raw_bytes()
    assert Image.open(io.BytesIO(packed)).size == (64, 48)


def document_with(photo, width, height, colours, kind):
    pdf = pikepdf.new()
    drawn = pdf.make_stream(photo)
    drawn.stream_dict.update(Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8,
        ColorSpace=Name(colours), Filter=Name(kind),
    ))  # fmt: skip
    page_with(pdf, b"q 50 0 0 50 0 0 cm /Im1 Do Q", Resources=Dictionary(XObject=Dictionary(Im1=drawn)))
    return corpus.saved(pdf)


def photo_of(document):
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return pdf.pages[0].Resources.XObject.Im1.read_raw_bytes()


def test_a_picture_in_jpeg_2000_keeps_every_pixel_and_no_more():
    into = io.BytesIO()
    corpus.scene().save(into, "JPEG2000", irreversible=False, comment=corpus.CANARY)
    box = len(corpus.CANARY) + 8
    told = into.getvalue() + box.to_bytes(4, "big") + b"xml " + corpus.CANARY.encode()
    copy = clean(document_with(told, 64, 48, "/DeviceRGB", "/JPXDecode"))
    assert traces.left_in(copy.content, copy.media_type) == []
    assert Image.open(io.BytesIO(photo_of(copy.content))).tobytes() == corpus.scene().tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_photo_in_a_document_keeps_its_inks(mode):
    """The samples as they are stored, which the document interprets: those of four inks stand inverted."""
    before = Image.open(io.BytesIO(corpus.jpeg(mode=mode)))
    colours = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[mode]
    copy = clean(document_with(corpus.jpeg(mode=mode), 64, 48, colours, "/DCTDecode"))
    after = Image.open(io.BytesIO(photo_of(copy.content)))
    assert after.mode == before.mode == mode
    assert np.abs(np.asarray(after).astype(int) - np.asarray(before)).mean() < 4


def test_what_hides_between_the_pixels_of_a_photo_is_gone():
    photo = corpus.jpeg(mode="L", orientation=1)
    scan = photo.index(b"\xff\xda") + 40
    hidden = photo[:scan] + b"CANARIO-7Q 14.6349 -90.5069" + photo[scan:]
    copy = clean(document_with(hidden, 64, 48, "/DeviceGray", "/DCTDecode"))
    assert traces.left_in(copy.content, copy.media_type) == []


def test_what_was_written_into_a_form_stays_to_be_read():
    pdf = pikepdf.new()
    drawn = pdf.make_stream(b"BT /F1 12 Tf 5 5 Td (FILLED IN) Tj ET")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    drawn.stream_dict.update(Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 20],
        Resources=Dictionary(Font=Dictionary(F1=font)),
    ))  # fmt: skip
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=corpus.CANARY, V="FILLED IN", TU=corpus.CANARY,
        F=4, Rect=[10, 10, 109, 30], AP=Dictionary(N=drawn),
        AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=corpus.CANARY)),
    ))  # fmt: skip
    page_with(pdf, Annots=Array([field]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    copy = clean(corpus.saved(pdf))
    assert text_of(copy.content) == ["FILLED IN"]
    assert traces.left_in(copy.content, copy.media_type) == []


def painted_with_everything(pdf, told):
    """A page with a pattern, a shading, a function, a character drawn by itself, each `told` something."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], N=1, Maker=told)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 1, 1], Maker=told, Function=function
    )
    pattern = Dictionary(PatternType=2, Shading=shading, ExtGState=Dictionary(CA=1, Maker=told))
    look = pdf.make_stream(f"% {told}\n0 0 1 1 re f".encode())
    look.stream_dict.update(Dictionary(
        PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 1, 1], XStep=1, YStep=1,
        Resources=Dictionary(Maker=told),
    ))  # fmt: skip
    letter = pdf.make_stream(f"% {told}\n9 0 0 0 9 9 d1 0 0 9 9 re f".encode())
    characters = pdf.make_stream(f"%!PS-Adobe\n%%Copyright: {told}\n1 beginbfchar\nendbfchar".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], FontMatrix=[1, 0, 0, 1, 0, 0],
        CharProcs=Dictionary(a=letter), Encoding=Dictionary(Differences=Array([97, Name.a])),
        FirstChar=97, LastChar=97, Widths=[9], ToUnicode=characters, Maker=told,
    )  # fmt: skip
    page_with(pdf, b"/Pattern cs /P1 scn 0 0 9 9 re f BT /F1 1 Tf (a) Tj ET", Resources=Dictionary(
        Pattern=Dictionary(P1=pattern, P2=look), Font=Dictionary(F1=font),
        ExtGState=Dictionary(G1=Dictionary(Maker=told)),
    ))  # fmt: skip
    return corpus.saved(pdf)


def test_keys_nobody_has_thought_of_do_not_get_through():
    copy = clean(painted_with_everything(pikepdf.new(), corpus.CANARY))
    assert traces.left_in(copy.content, copy.media_type) == []
    with pikepdf.open(io.BytesIO(copy.content)) as made:
        assert made.pages[0].Resources.Pattern.P1.Shading.Function.N == 1
        assert b"re" in made.pages[0].Resources.Font.F1.CharProcs.a.read_bytes()


def test_what_a_page_inherits_it_keeps():
    pdf = pikepdf.new()
    page = page_with(pdf, b"/F1 12 Tf")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.Pages.Resources = Dictionary(Font=Dictionary(F1=font))
    pdf.Root.Pages.Rotate = 90
    if "/Resources" in page:
        del page["/Resources"]
    with pikepdf.open(io.BytesIO(clean(corpus.saved(pdf)).content)) as made:
        assert made.pages[0].Rotate == 90
        assert made.pages[0].Resources.Font.F1.BaseFont == Name.Helvetica


def test_the_same_document_gives_the_same_copy():
    document = corpus.document()
    assert clean(document).content == clean(document).content


def test_a_locked_document_is_refused():
    pdf = pikepdf.new()
    page_with(pdf)
    locked = corpus.saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused, match="locked"):
        clean(locked)


def test_a_document_that_only_forbids_printing_is_read():
    pdf = pikepdf.new()
    page_with(pdf)
    copy = clean(corpus.saved(pdf, encryption=pikepdf.Encryption(owner="a", user="")))
    with pikepdf.open(io.BytesIO(copy.content)) as made:
        assert not made.is_encrypted


@pytest.mark.parametrize("hiding", ["off", "all off"])
def test_a_document_that_hides_something_is_refused_rather_than_shown(hiding):
    pdf = pikepdf.new()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="notes"))
    page_with(pdf, b"/OC /L1 BDC 0 0 9 9 re f EMC", Resources=Dictionary(Properties=Dictionary(L1=layer)))
    how = {"off": Dictionary(OFF=Array([layer])), "all off": Dictionary(BaseState=Name.OFF)}[hiding]
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=how)
    with pytest.raises(Refused, match="layers"):
        clean(corpus.saved(pdf))


def test_a_document_with_layers_that_are_all_seen_is_read():
    pdf = pikepdf.new()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=corpus.CANARY))
    page_with(pdf, b"/OC /L1 BDC 0 0 9 9 re f EMC", Resources=Dictionary(Properties=Dictionary(L1=layer)))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))
    copy = clean(corpus.saved(pdf))
    assert traces.left_in(copy.content, copy.media_type) == []


def test_a_printed_page_reads_as_before():
    """As a program for texts makes it: fonts of its own, marks for readers, compressed objects."""
    import typst

    printed = typst.compile(
        b"= Calle 3\n\nEn la esquina, *de noche*: $x^2$.\n#rect(fill: gradient.linear(red, blue))"
    )
    assert text_of(clean(printed).content) == text_of(printed)
    assert len(text_of(printed)[0]) > 20


def test_too_many_pages_are_refused():
    pdf = pikepdf.new()
    for _ in range(limits.PAGES + 1):
        pdf.add_blank_page(page_size=(9, 9))
    with pytest.raises(Refused, match="too_many_pages"):
        clean(corpus.saved(pdf))


def test_a_document_that_unpacks_to_too_much_is_refused():
    bomb = corpus.pdf_bomb(megabytes=limits.UNPACKED_BYTES // limits.MEGABYTE + 20)
    assert len(bomb) < 2 * limits.MEGABYTE
    with pytest.raises(Refused, match="expands"):
        clean(bomb)


def test_a_document_that_runs_in_circles_is_read_or_refused_but_ends():
    pdf = pikepdf.new()
    form = pdf.make_stream(b"/Fm1 Do")
    form.stream_dict.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
    form.Resources = Dictionary(XObject=Dictionary(Fm1=form))
    page_with(pdf, b"/Fm1 Do", Resources=Dictionary(XObject=Dictionary(Fm1=form)))
    assert clean(corpus.saved(pdf)).media_type == "application/pdf"
