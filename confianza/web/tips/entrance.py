"""What the tip line puts in the hall, for members of its units, and for whoever keeps their list."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.tips import permissions, sentences
from confianza.web.tips.queries import rewards, units, waiting

MENU = (
    MenuEntry(Stage.LISTEN, _("Tips"), "tips:queue", permissions.can_read_tips),
    MenuEntry(Stage.LISTEN, _("Write down a call"), "tips:call", permissions.can_take_calls),
    MenuEntry(Stage.LISTEN, _("Originals asked for"), "tips:originals", permissions.can_release_originals),
    MenuEntry(Stage.LISTEN, _("Rewards to decide"), "tips:board", permissions.can_decide_rewards),
    MenuEntry(Stage.LISTEN, _("Pay a reward"), "tips:pay", permissions.can_pay_rewards),
    MenuEntry(Stage.ACCOUNT, _("Rewards paid"), "tips:paid_rewards", permissions.can_add_up_rewards),
    MenuEntry(Stage.SETUP, _("Units of the tip line"), "tips:units", permissions.can_see_units),
)
# How each deed is told to the auditor: what was done, never what a tip says.
DEEDS = {
    "tips.read": _("read the tip"),
    "tips.read_file": _("opened a clean copy of the tip"),
    "tips.read_list": _("looked through tips"),
    "tips.search": _("searched in tips"),
    "tips.grade": _("graded the tip"),
    "tips.label": _("labelled the tip"),
    "tips.set_subject": _("said what the tip is about:"),
    "tips.assign": _("assigned the tip"),
    "tips.note": _("noted something about the tip"),
    "tips.answer": _("answered the tip"),
    "tips.close": _("closed the tip"),
    "tips.reopen": _("opened again the tip"),
    "tips.compare": _("had compared with other units what is named in the tip"),
    "tips.step_aside": _("sealed to the others of the unit alone the tip"),
    "tips.refer": _("had another unit read the tip"),
    "tips.discover": _("sent to internal affairs the tip"),
    "tips.hand_over": _("handed over what followed from the tip"),
    "tips.ask_original": _("asked for an original of the tip"),
    "tips.release_original": _("released an original of the tip"),
    "tips.refuse_original": _("did not release an original of the tip"),
    "tips.take_original": _("opened an original of the tip"),
    "tips.take_call": _("wrote down a call"),
    "tips.register_unit": _("wrote down the unit"),
    "tips.close_unit": _("closed the unit"),
    "tips.add_member": _("added a member to the unit"),
    "tips.remove_member": _("ended a membership of the unit"),
    "tips.open_epoch": _("made a new key for the unit"),
    "tips.begin_epoch": _("put into use the vouched-for key of the unit"),
    "tips.give_key": _("gave a member the key of the unit"),
    "tips.wrap_anew": _("sealed anew what is held by the unit"),
    "tips.escrow_again": _("put into escrow the key of the unit"),
    "tips.install_root": _("brought the public root key with the numbers"),
    "tips.name_holders": _("named as holders of escrow"),
    "tips.ask_escrow": _("asked the holders of escrow to open the key of the unit"),
    "tips.open_escrow": _("took in a key opened from escrow, of the unit"),
    "tips.ask_hold": _("asked that it be kept, the tip"),
    "tips.confirm_hold": _("agreed that it be kept, the tip"),
    "tips.release_hold": _("no longer keeps from being destroyed the tip"),
    "tips.purge": _("destroyed tips whose time was over"),
    "tips.propose_reward": _("proposed a reward:"),
    "tips.vote_reward": _("voted on a reward:"),
    "tips.let_out_vouchers": _("let vouchers out"),
    "tips.pay_reward": _("paid a reward"),
}


def home_cards(user: Any) -> list[Card]:
    """Show members of reading units how much waits, and keepers of originals what they are asked."""
    cards = []
    if permissions.can_read_tips(user):
        told = waiting.of(user, timezone.localdate())
        cards.append(Card(_("Tips"), "tips/cards/waiting.html", {"told": told}, order=8 if told.new else 20))
    if permissions.can_release_originals(user) and (asked := waiting.originals(user)):
        cards.append(Card(_("Originals asked for"), "tips/cards/originals.html", {"asked": asked}, order=9))
    if permissions.can_decide_rewards(user) and (cases := rewards.before_the_board(user).count()):
        cards.append(Card(_("Rewards to decide"), "tips/cards/board.html", {"cases": cases}, order=9))
    return [*cards, *_of_units(user)]


def _of_units(user: Any) -> list[Card]:
    """Show whose keys somebody must see to, to whoever keeps the list and to members."""
    if not permissions.can_see_units(user):
        return []
    pressing = [one for one in units.all_of(user, timezone.localdate()) if sentences.PRESSING & {*one.due}]
    told = {"units": pressing}
    return [Card(_("Keys of units"), "tips/cards/units.html", told, order=7)] if pressing else []
