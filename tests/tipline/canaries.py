"""Somebody who tells something and leaves unmistakable signs of themselves, and how to look for these."""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from tests.tipline.visitor import Visitor

CANARIES = {
    "X-Forwarded-For": "203.0.113.77",
    "X-Real-IP": "198.51.100.23",
    "Forwarded": "for=192.0.2.61",
    "User-Agent": "Canario-Telefono/7.31 (Zacapa)",
    "Accept-Language": "kek-GT,quc;q=0.4",
    "Referer": "https://canario.example/busqueda?q=avisar",
    "Cookie": "quien=canario-de-prueba",
    "X-Requested-With": "canario.app.movil",
    "Via": "1.1 canario-proxy",
}
WORDS = [*CANARIES.values(), "canario", "Canario", "203.0.113", "kek-GT"]
FILE_NAME, IN_THE_PICTURE = "foto-canario-casa.jpg", "canario en la foto"
SECRETS = ["secreto-uno-de-prueba", "secreto-dos-de-prueba", "secreto-tres-de-prueba"]
EVERYTHING = [*WORDS, FILE_NAME, IN_THE_PICTURE, *SECRETS]


def picture() -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = IN_THE_PICTURE
    Image.new("RGB", (64, 48), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def tell_and_come_back(visitor: Visitor) -> None:
    """All that a teller does, each step with the canaries in its headers."""
    visitor.tell(story="Un secreto-uno-de-prueba.", files=[(FILE_NAME, picture())])
    receipt = visitor.press("send").receipt()
    visitor.come_back(receipt).press("more", text="Un secreto-dos-de-prueba.", files=[(FILE_NAME, picture())])
    assert "Un secreto-dos-de-prueba." in visitor.page
    visitor.press("exit")


def traces(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Return which word stands in which file, in several ways of writing it down."""
    found = []
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for word in words:
            for written in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()):
                if written in content:
                    found.append((file.name, word))
    return found
