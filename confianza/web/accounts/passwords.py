"""What a password may not be: too long, about the work, about its person, soon guessed, stolen."""

import functools
import re
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import matching, scoring

from confianza.web.accounts import stolen

LONGEST = 128
FEWEST_OF_ONES_OWN = 8
# Past that many signs zxcvbn takes long and tells nothing new.
LOOKED_AT = 72
# Guesses of somebody who knows what passwords people choose. Online that is centuries; a stolen register is
# kept by Argon2id, which makes each guess dear.
FEWEST_GUESSES = 10**9
# What passwords of here are made of; the English ones zxcvbn brings.
WORDS_OF_HERE = (
    "teamo", "tequiero", "tequieromucho", "teamomucho", "miamor", "amor", "mivida", "corazon",
    "familia", "mifamilia", "dios", "jesus", "cristo", "virgen", "bendicion", "princesa", "hermosa",
    "mama", "papa", "hijo", "hija", "bebe", "hola", "gracias", "secreto", "clave", "usuario", "sistema",
    "computadora", "oficina", "temporal", "cambiar", "barcelona", "realmadrid", "municipal",
    "comunicaciones", "olimpia", "motagua", "alianza", "fas", "aguila", "patria", "libertad", "paz",
    "policial", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado",
    "domingo", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "centroamerica", "quetzal", "lempira", "chapin", "catracho",
)  # fmt: skip
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


class NotSoonGuessed:
    """What whoever guesses by lists, names, dates, rows of keys and repetitions does not come to soon."""

    def validate(self, password: str, user: Any = None) -> None:
        known = (*WORDS_OF_THE_WORK, *WORDS_OF_HERE, *_names(user))
        if min(_guesses(text, known) for text in {password, _without_accents(password)}) < FEWEST_GUESSES:
            raise ValidationError(
                _(
                    "This password would soon be guessed: it is made of common words, names, dates or rows "
                    "of keys. Put three or four words together that do not belong together."
                ),
                code="password_soon_guessed",
            )

    def get_help_text(self) -> str:
        return _("Not a common word, a date or a row of keys, however they are written or repeated.")


class NotStolen:
    """Not among those that were stolen elsewhere, where the installation holds their list."""

    def validate(self, password: str, user: Any = None) -> None:
        if stolen.is_stolen(password):
            raise ValidationError(
                _("This password was stolen somewhere and stands in the lists of those who guess."),
                code="password_stolen",
            )

    def get_help_text(self) -> str:
        return _("None that was ever stolen from another service.")


@functools.cache
def _common() -> dict[str, int]:
    """Return Django's common passwords, many of them too short for us but not what is made of them."""
    common = CommonPasswordValidator().passwords
    return dict.fromkeys(common, len(common))


def _guesses(password: str, known: tuple[str, ...]) -> int:
    """Return after how many guesses zxcvbn thinks it is found.

    Not by its own `zxcvbn()`, which would leave the names of one person among the words of the next.
    """
    looked_at = password[:LOOKED_AT]
    words = {
        **matching.RANKED_DICTIONARIES,
        "common": _common(),
        "user_inputs": matching.build_ranked_dict(known),
    }
    found = scoring.most_guessable_match_sequence(looked_at, matching.omnimatch(looked_at, words))
    return int(found["guesses"])


def _names(user: Any) -> list[str]:
    told = (getattr(user, name, "") for name in ("username", "first_name", "last_name"))
    return [name for text in told for name in _plain(text).split() if len(name) > 2]


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
