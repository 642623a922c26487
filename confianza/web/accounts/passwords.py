"""What a password may not be: longer than reasonable, about the work, about its person."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
FEWEST_OF_ONES_OWN = 8
# Words whoever guesses here would try first.
WORDS_OF_THE_WORK = (
    "confianza", "observatorio", "policia", "police", "nacional", "civil", "municipalidad", "municipio",
    "alcaldia", "comisaria", "contrasena", "password", "guatemala", "honduras", "salvador",
    "administrador", "bienvenido",
)  # fmt: skip


class NotTooLong:
    """At most 128 characters: enough for any phrase, little enough to be hashed."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is longer than %(longest)s characters."),
                code="password_too_long",
                params={"longest": LONGEST},
            )

    def get_help_text(self) -> str:
        return _("At most %(longest)s characters.") % {"longest": LONGEST}


class NotAboutTheWork:
    """Once the words of the work and the person's names are taken out, enough letters must be left."""

    def validate(self, password: str, user: Any = None) -> None:
        left = _plain(password)
        for word in sorted((*WORDS_OF_THE_WORK, *_names(user)), key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", left)) < FEWEST_OF_ONES_OWN and left != _plain(password):
            raise ValidationError(
                _("This password says little more than a name or a word of the work."),
                code="password_about_the_work",
            )

    def get_help_text(self) -> str:
        return _("Not your name, and not words such as “policía” or “observatorio” with a number.")


def _names(user: Any) -> list[str]:
    told = (getattr(user, name, "") for name in ("username", "first_name", "last_name"))
    return [name for text in told for name in _plain(text).split() if len(name) > 2]


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
