import unicodedata

from confianza.web.accounts.cast import CAST, member
from confianza.web.accounts.models import Role


def test_every_role_has_one_member_of_the_cast() -> None:
    assert sorted(person.role for person in CAST) == sorted(Role)
    assert member(Role.MAYOR).first_name == "Gloria"


def test_user_names_are_first_names_without_accents() -> None:
    for person in CAST:
        plain = unicodedata.normalize("NFKD", person.first_name).encode("ascii", "ignore").decode().lower()
        assert person.username == plain
    assert len({person.username for person in CAST}) == len(CAST)
