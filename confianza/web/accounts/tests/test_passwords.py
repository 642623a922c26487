import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from confianza.web.accounts.models import User
from confianza.web.project import settings as installation

PILAR = User(username="pilar.gomez", first_name="Pilar", last_name="Gómez")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("corta", "password_too_short"),
        ("a" * 129, "password_too_long"),
        ("password1234", "password_too_common"),
        ("Observatorio2026", "password_about_the_work"),
        ("PolicíaNacional1", "password_about_the_work"),
        ("pilargomez2026!", "password_about_the_work"),
        ("Pilar.Gómez.123", "password_about_the_work"),
    ],
    ids=["short", "long", "common", "work", "police", "name", "name with accents"],
)
def test_a_password_that_others_would_guess_is_refused(password, code) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, PILAR)
    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "jacaranda-en-noviembre",
        "cuatro palabras sin sentido",
        "gato azul observatorio lento",
        "ñ" * 12,
        "x" * 128,
    ],
    ids=["dashes", "blanks", "a word of the work among others", "letters of here", "longest"],
)
def test_length_is_what_counts(password) -> None:
    validate_password(password, PILAR)


def test_each_rule_says_what_it_asks() -> None:
    assert len([text for text in password_validators_help_texts() if text]) == 4


def test_passwords_are_kept_with_argon2() -> None:
    assert installation.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
