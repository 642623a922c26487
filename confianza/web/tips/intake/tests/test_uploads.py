"""Files on their way in: never unsealed on a disk; one that is refused takes nothing along with it."""

import dataclasses
import gc
import io
import json
import os
import stat
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from confianza.web.lib import sealing
from confianza.web.tips import media
from confianza.web.tips.cleaning import Refused, limits
from confianza.web.tips.cleaning.tests import corpus, traces
from confianza.web.tips.intake import uploads

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture(autouse=True)
def _as_the_intake(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = None


def file(content, name="photo.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def posted(*files, body=None, **fields):
    content = body if body is not None else encode_multipart(BOUNDARY, {"file": list(files), **fields})
    request = RequestFactory().generic("POST", "/", content, content_type=MULTIPART_CONTENT)
    request.upload_handlers = [uploads.SealingUploadHandler(request)]
    return request


def received(*files, **fields):
    request = posted(*files, **fields)
    return uploads.received(request, "file"), request.POST


@pytest.fixture
def drafts(workspace):
    return media.drafts(workspace.root)


def test_a_file_is_sealed_and_opens_with_its_key_alone(drafts):
    photo = corpus.jpeg()
    came, told = received(file(photo, "en la esquina.jpg"), what="robo")
    (upload,) = came.files
    assert told["what"] == "robo"
    assert (upload.name, upload.size, upload.media_type) == ("en la esquina.jpg", len(photo), "image/jpeg")
    assert upload.content() == photo
    other = dataclasses.replace(upload, key=sealing.new_key())
    with pytest.raises(sealing.CannotOpen):
        other.content()


def test_what_lies_on_the_disk_tells_nothing(drafts, workspace, tmp_path):
    received(file(corpus.jpeg(), "en la esquina.jpg"), file(b"La casa verde " * 9, "casa.txt", "text/plain"))
    lying = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(lying) == 2
    assert {each.stat().st_size for each in lying} == {lying[0].stat().st_size}, "both look as large"
    for each in lying:
        content = each.read_bytes()
        assert each.parent == drafts
        assert not {"esquina", "casa", "jpg", "txt"} & set(each.name.split("."))
        assert each.stat().st_mtime == 0
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        assert not [
            word for word in (corpus.CANARY.encode(), b"casa verde", b"JFIF", b"Exif") if word in content
        ]


def test_no_file_is_opened_for_writing_but_the_sealed_one(drafts, monkeypatch):
    written, opens = [], os.open

    def noted(path, flags, *args, **kwargs):
        if flags & (os.O_WRONLY | os.O_RDWR):
            written.append(str(path))
        return opens(path, flags, *args, **kwargs)

    def never(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(os, "open", noted)
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, never)
    (upload,) = received(file(corpus.jpeg() + bytes(3_000_000)))[0].files
    assert written == [str(drafts / upload.file)]


def test_the_kind_is_what_the_content_says_and_not_the_name():
    came, _ = received(file(corpus.document(), "photo.jpg", "image/jpeg"))
    assert came.files[0].media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing"), (corpus.archive(), "archive"),
        (b"", "empty"), (b"MZ" + bytes(9000), "program"), (b"<html>" + b"x" * 9000, "web_page"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_told_and_the_rest_is_kept(content, code, drafts):
    came, told = received(
        file(corpus.png(), "one.png"), file(content, "bad"), file(b"words", "two.txt"), what="x"
    )
    assert [each.name for each in came.files] == ["one.png", "two.txt"]
    assert [(each.name, each.code) for each in came.refused] == [("bad", code)]
    assert came.refused[0].why.endswith(".")
    assert told["what"] == "x"
    assert len(list(drafts.iterdir())) == 2


def test_a_file_too_big_is_left_out_while_it_arrives(drafts, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 300_000)
    big, small = corpus.jpeg() + bytes(900_000), corpus.jpeg()
    came, told = received(file(big, "big.jpg"), file(small, "small.jpg"), what="x")
    assert [each.name for each in came.files] == ["small.jpg"]
    assert [(each.name, each.code) for each in came.refused] == [("big.jpg", "too_big")]
    assert (told["what"], len(list(drafts.iterdir()))) == ("x", 1)
    assert came.files[0].content() == small


def test_a_file_of_exactly_the_limit_is_taken(monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 200_000)
    photo = corpus.jpeg().ljust(200_000, b"\0")
    assert received(file(photo))[0].files[0].size == 200_000


def test_of_too_many_files_the_first_are_kept():
    came, told = received(*(file(b"words", f"{n}.txt") for n in range(limits.FILES + 3)), what="x")
    assert [each.name for each in came.files] == [f"{n}.txt" for n in range(limits.FILES)]
    assert [each.code for each in came.refused] == ["too_many"] * 3
    assert told["what"] == "x"


def test_a_form_without_a_file_has_none():
    came, told = received(what="x")
    assert (came, told["what"]) == (uploads.Received(), "x")


@pytest.mark.parametrize("rest", [0.3, 0.7])
def test_of_a_file_whose_end_does_not_come_nothing_is_left(rest, drafts):
    whole = encode_multipart(BOUNDARY, {"file": [file(corpus.jpeg() + bytes(400_000))]})
    request = posted(body=whole[: int(rest * len(whole))])
    try:
        files = uploads.received(request, "file").files
    except MultiPartParserError:
        files = ()
    assert files == ()
    assert list(drafts.iterdir()) == []


class Breaks(io.BytesIO):
    def read(self, size=-1):
        if self.tell() > 300_000:
            raise OSError("gone")
        return super().read(size)


@pytest.mark.parametrize("first_asked", ["FILES", "POST"])
def test_a_connection_that_breaks_leaves_nothing_of_any_file(first_asked, drafts):
    files = [file(corpus.jpeg() + bytes(200_000)), file(corpus.jpeg() + bytes(400_000))]
    whole = encode_multipart(BOUNDARY, {"file": files})
    request = posted(body=whole)
    request._stream = Breaks(whole)
    with pytest.raises(OSError, match="gone"):
        getattr(request, first_asked) if first_asked == "POST" else uploads.received(request, "file")
    del request
    gc.collect()
    unfinished = [each for each in drafts.iterdir() if each.stat().st_mtime != 0]
    assert unfinished == []
    assert first_asked == "POST" or list(drafts.iterdir()) == []


def test_a_sealed_file_travels_in_a_form_and_comes_back():
    (upload,) = received(file(corpus.jpeg()))[0].files
    assert uploads.SealedUpload.of(json.loads(json.dumps(upload.packed()))) == upload
    assert upload.key.hex() not in repr(upload)
    assert upload.name not in repr(upload)


def test_a_clean_copy_is_another_file_under_another_key(drafts):
    photo = corpus.jpeg()
    (upload,) = received(file(photo))[0].files
    copy, notes = uploads.clean_copy(upload)
    assert traces.left_in(copy.content(), copy.media_type) == []
    assert upload.content() == photo
    assert (copy.file != upload.file, copy.key != upload.key, notes) == (True, True, ())
    with pytest.raises(sealing.CannotOpen):
        uploads.SealedUpload(copy.file, upload.key, 0, "", "").content()


def test_no_copy_of_what_cannot_be_read_and_nothing_left_of_the_attempt(drafts):
    (upload,) = received(file(corpus.jpeg()[:900]))[0].files
    with pytest.raises(Refused, match="unreadable"):
        uploads.clean_copy(upload)
    upload.shred()
    assert list(drafts.iterdir()) == []


def test_swapped_files_do_not_open(drafts):
    one, two = received(file(b"one", "1.txt"), file(b"two", "2.txt"))[0].files
    (drafts / one.file).rename(drafts / "aside")
    (drafts / two.file).rename(drafts / one.file)
    (drafts / "aside").rename(drafts / two.file)
    for each in (one, two):
        with pytest.raises(sealing.CannotOpen):
            each.content()
