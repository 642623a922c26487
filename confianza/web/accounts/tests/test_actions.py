import pytest
from django.core.exceptions import ValidationError

from confianza.web.accounts import actions
from confianza.web.accounts.models import Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry

pytestmark = pytest.mark.django_db
GOOD = "jacaranda-en-noviembre"


def opened(**changes) -> User:
    asked = {
        "username": "ana",
        "role": Role.ANALYST,
        "password": GOOD,
        "first_name": "Ana",
        "by": COMMAND_LINE,
    }
    return actions.create_account(**{**asked, **changes})


def test_an_account_can_log_in_and_its_opening_is_told() -> None:
    user = opened()
    assert user.check_password(GOOD)
    assert user.display_name == "Ana"
    told = Entry.objects.order_by("id").values_list("action", "subject", "actor_name")
    assert list(told) == [
        ("accounts.create_account", "ana", "command line"),
        ("accounts.give", "ana", "command line"),
    ]
    assert user.roles_held == ["analyst"]


def test_who_opened_it_is_written_down() -> None:
    first = opened(role=Role.SYSTEM_ADMINISTRATOR)
    opened(username="gloria", role=Role.MAYOR, by=first)
    assert (Entry.objects.first().actor_id, Entry.objects.first().actor_name) == (first.pk, "Ana")


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "corta"},
        {"password": "password1234"},
        {"role": "king"},
        {"username": ""},
        {"username": "a b"},
    ],
)
def test_it_refuses_weak_passwords_and_unknown_roles_and_leaves_nothing(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        opened(**wrong)
    assert not User.objects.exists()
    assert not Entry.objects.exists()


def test_it_refuses_a_name_in_use() -> None:
    opened()
    with pytest.raises(ValidationError):
        opened(role=Role.MAYOR)
    assert User.objects.count() == 1
    assert Entry.objects.count() == 2
