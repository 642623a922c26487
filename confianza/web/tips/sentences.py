"""What is said about units and their keys: what is due, and why something cannot be done."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

DUE: Mapping[str, Any] = {
    "no_members": _("It has no members yet."),
    "waits_for_root": _(
        "A new key waits until whoever keeps the root key vouches for it; until then the old one is in use."
    ),
    "no_key": _("It has no key, so nothing can be sealed to it: make one."),
    "somebody_left": _("Somebody left who held the key: make a new one now."),
    "rotate_now": _("The key is older than 90 days: make a new one now."),
    "rotate_soon": _("The key will be 90 days old within two weeks: make a new one."),
    "nobody_holds_it": _("No member holds the key any more: only the holders of escrow can open it."),
    "give_key": _("A member waits for the key: another member gives it, after comparing the numbers."),
    "make_keyrings": _("A member has no keyring yet: “My account”, then “My keyring”."),
    "one_alone": _("One member alone holds the key: if their password is lost, so is all they read."),
    "wrap_anew": _("Some is still sealed to an old key: a member seals it anew."),
    "not_escrowed": _("The key is not in escrow: if its members lose it, nobody opens what it sealed."),
}
# Of these somebody must act; the others can wait for a day of work.
PRESSING = frozenset({"no_key", "somebody_left", "rotate_now", "nobody_holds_it"})
REFUSALS: Mapping[str, Any] = {
    "keeps_the_house": _("Whoever administers or audits Confianza reads no tip, so cannot be a member."),
    "member_already": _("This person is a member already."),
    "to_oneself": _("Nobody makes themselves a member: ask another administrator."),
    "closed": _("This unit was closed."),
    "nobody_has_keys": _("No member has a keyring yet. Each makes one under “My account”, “My keyring”."),
    "nothing_waits": _("None of these keys waits here. Take the request anew, and have that one signed."),
    "forged": _("The root key did not sign these keys. Do not use this file; find out who made it."),
    "holder_left": _(
        "Somebody this key was made for is a member no more. Make another, and have that signed."
    ),
    "no_root": _("There is no root key here yet; see: confianza tips ceremony install."),
    "other_root": _(
        "Another root key is here. With it go the keys of all units: if a new ceremony made this one, say "
        "--replace."
    ),
    "no_member": _("That person is not a member of this unit."),
    "no_keyring": _("That person has no keyring yet: “My account”, then “My keyring”."),
    "no_key_yourself": _("You do not hold a key of this unit yourself; another member must give it."),
    "no_holders": _("The five holders of escrow are not named yet; see: confianza tips ceremony escrow."),
    "five_holders": _("There are five holders, each with a key of their own."),
    "not_escrowed": _("The key of this unit is not in escrow."),
    "no_reason": _("Say why: everybody concerned will read it."),
    "another_unit": _("This answer is about a key that is not here."),
    "unknown_holders": _("This answer does not come from three holders who are named here."),
    "unknown_unit": _("There is no such unit; name one as it stands in the list of units."),
    "unknown_person": _("Nobody has that user name."),
}


def refusal(problem: str) -> str:
    """Return why something cannot be done, in a sentence."""
    return str(REFUSALS.get(problem, problem))
