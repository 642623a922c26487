import hashlib

import pytest
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from zxcvbn import matching

from confianza.web.accounts.models import User
from confianza.web.accounts.passwords import LONGEST
from confianza.web.project import settings as installation

LONG_ENOUGH = 12
PILAR = User(username="pilar.gomez", first_name="Pilar", last_name="Gómez")


def is_refused(password: str) -> bool:
    try:
        validate_password(password, PILAR)
    except ValidationError:
        return True
    return False


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
        ("manchester1234567", "password_soon_guessed"),
        ("L1verp00l2024!", "password_soon_guessed"),
        ("understanding", "password_soon_guessed"),
        ("TeQuieroMucho1", "password_soon_guessed"),
        ("noviembre2026", "password_soon_guessed"),
        ("xyzxyzxyzxyzxyz", "password_soon_guessed"),
        ("asdfghjkl;'zxcvbn", "password_soon_guessed"),
        ("ñ" * 128, "password_soon_guessed"),
    ],
    ids=[
        "short",
        "long",
        "common",
        "work",
        "police",
        "name",
        "name with accents",
        "word and digits",
        "word with figures for letters",
        "a long word",
        "words of here",
        "month and year",
        "repeated",
        "row of keys",
        "one letter",
    ],
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
        "ñandú ñoño ñame",
        "una frase que sigue y sigue " * 4 + "hasta el fin 123",
    ],
    ids=["dashes", "blanks", "a word of the work among others", "letters of here", "longest"],
)
def test_length_is_what_counts(password) -> None:
    assert len(password) <= 128
    validate_password(password, PILAR)


def test_thousands_of_the_most_common_passwords_long_enough_for_us_are_refused() -> None:
    common = CommonPasswordValidator().passwords
    told = {word for ranked in matching.RANKED_DICTIONARIES.values() for word in ranked} | set(common)
    long_enough = sorted(word for word in told if LONG_ENOUGH <= len(word) <= LONGEST)
    assert len(long_enough) > 3000
    assert [word for word in long_enough[::8] if not is_refused(word)] == []


def test_so_are_the_short_ones_doubled_or_with_what_people_put_after_them() -> None:
    common = sorted(CommonPasswordValidator().passwords)[::150]
    formed = {form for word in common for form in (word * 2, word * 3, f"{word}2024", f"{word}12345!")}
    long_enough = sorted(form for form in formed if LONG_ENOUGH <= len(form) <= LONGEST)
    assert len(long_enough) > 100
    refused = [form for form in long_enough if is_refused(form)]
    assert len(refused) > 0.97 * len(long_enough)


def test_of_one_person_nothing_is_left_for_the_next() -> None:
    is_refused("una-clave-de-prueba")
    assert "pilar" not in matching.RANKED_DICTIONARIES.get("user_inputs", {})


@pytest.mark.parametrize("many", [1, 2, 3, 50, 1000], ids=str)
def test_a_stolen_password_is_refused_wherever_it_stands_in_the_list(settings, tmp_path, many) -> None:
    stolen = [f"tres tristes tigres {number}" for number in range(many)]
    digests = sorted(hashlib.sha1(each.encode()).hexdigest().upper() for each in stolen)
    settings.STOLEN_PASSWORDS = tmp_path / "stolen.txt"
    assert not is_refused(stolen[0])
    lines = (f"{digest}:{number}\n" for number, digest in enumerate(digests))
    settings.STOLEN_PASSWORDS.write_text("".join(lines))
    assert all(is_refused(each) for each in stolen)
    assert not any(is_refused(f"cuatro palabras sin sentido {number}") for number in range(20))


def test_each_rule_says_what_it_asks() -> None:
    assert len([text for text in password_validators_help_texts() if text]) == 6


def test_passwords_are_kept_with_argon2() -> None:
    assert installation.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
