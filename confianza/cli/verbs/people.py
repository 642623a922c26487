"""People: the first administrator let in, a lost way in given back, an account suspended at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help=_("The user name."))]
HERE = "http://127.0.0.1:8000"


@app.command("list", help=_("Who has an account, as what, and how it stands."))
def list_people(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.accounts.models import User

        out.answer([_told(person) for person in User.objects.order_by("username")], _show_people)


@app.command(help=_("Print a code with which a person chooses a password; a new one for whoever is known."))
def invite(
    name: Name,
    role: Annotated[
        str, typer.Option("--role", help=_("The first role, such as system_administrator."))
    ] = "",
    first_name: Annotated[str, typer.Option("--first-name", help=_("How the person is called."))] = "",
    area: Annotated[
        str, typer.Option("--area", help=_("Where, such as municipality-2301; else everywhere."))
    ] = "",
    lost_telephone: Annotated[
        bool, typer.Option("--lost-telephone", help=_("Remove the second factor of a known person as well."))
    ] = False,
    address: Annotated[str, typer.Option("--address", help=_("How the pages are reached."))] = HERE,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out, _refusals():
        from django.urls import reverse

        made = _invited(name, role, first_name, area, lost_telephone)
        page = address.rstrip("/") + reverse("accounts:accept")
        told = {
            "username": name,
            "address": page,
            "code": made.code,
            "expires_at": made.invitation.expires_at,
        }
        out.answer(told, _show_invitation)


@app.command(help=_("Suspend an account at once."))
def suspend(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help=_("Why, for the account."))],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out, _refusals():
        from confianza.web.accounts import actions
        from confianza.web.audit.actions import COMMAND_LINE

        person = _person(name)
        actions.suspend(person=person, reason=reason, by=COMMAND_LINE)
        out.answer(_told(person), lambda data: output.lines([_("%(username)s is suspended.") % data]))


def _invited(name: str, role: str, first_name: str, area: str, lost_telephone: bool) -> Any:
    from confianza.web.accounts import actions
    from confianza.web.accounts.models import User
    from confianza.web.audit.actions import COMMAND_LINE

    known = User.objects.filter(username=name).first()
    if known and not role:
        return actions.invite_anew(person=known, without_second_factor=lost_telephone, by=COMMAND_LINE)
    if known:
        raise WrongUsage(_("%(name)s has an account; leave --role out for a new code.") % {"name": name})
    return actions.invite(
        username=name, first_name=first_name, role=_role(role), area=_area(area), by=COMMAND_LINE
    )


def _role(text: str) -> Any:
    from confianza.web.accounts.models import Role

    if text not in Role.values:
        known = ", ".join(Role.values)
        raise WrongUsage(_("--role is one of: %(known)s") % {"known": known})
    return Role(text)


def _area(stable_id: str) -> Any:
    from confianza.web.territory import queries
    from confianza.web.territory.models import Area

    try:
        return queries.area(stable_id) if stable_id else None
    except Area.DoesNotExist:
        raise WrongUsage(_("There is no area %(area)s.") % {"area": stable_id}) from None


def _person(name: str) -> Any:
    from confianza.web.accounts.models import User

    found = User.objects.filter(username=name).first()
    if found is None:
        raise WrongUsage(_("Nobody has the user name %(name)s.") % {"name": name})
    return found


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one sentence what the rules refuse."""
    from django.core.exceptions import ValidationError

    from confianza.web.accounts.rules import AccountRefused, GrantRefused

    try:
        yield
    except (AccountRefused, GrantRefused) as refused:
        sentences = {
            "last_administrator": _("Nobody else could administer then. Give another person the role first."),
            "wrong_state": _("The state of the account does not allow it."),
        }
        raise WrongUsage(sentences.get(refused.code, refused.code)) from None
    except ValidationError as wrong:
        raise WrongUsage(" ".join(wrong.messages)) from None


def _told(person: Any) -> dict[str, Any]:
    return {
        "username": person.username,
        "name": person.display_name,
        "roles": person.roles_held,
        "state": str(person.state),
    }


def _show_people(people: list[dict[str, Any]]) -> None:
    rows = [(each["username"], each["name"], ", ".join(each["roles"]), each["state"]) for each in people]
    output.table((_("User name"), _("Name"), _("Role"), _("State")), rows)


def _show_invitation(told: dict[str, Any]) -> None:
    sentence = _("Opens once, until %(expires_at)s. Hand it over in person:")
    opens_until = f"{told['expires_at']:%Y-%m-%d %H:%M} UTC"
    output.lines([sentence % {"expires_at": opens_until}, told["code"], told["address"]])
