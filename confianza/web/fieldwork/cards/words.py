"""What the page of the cards says, in every language of the house: without network none can be asked for.

A name ending in _one is said of exactly one; values stand as %(name)s.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "title": _("Field cards"),
    "short": _("Cards"),
    "skip": _("Skip to content"),
    "stay": _("Stay here"),
    "working": _("One moment…"),
    "optional": _("(optional)"),
    # Doors of the page
    "door_cards": _("Cards"),
    "door_outbox": _("Sent"),
    "door_telephone": _("Telephone"),
    "door_lock": _("Lock"),
    # Where there is nothing to open
    "unable_title": _("This browser cannot keep cards safely"),
    "unable_text": _("Cards are sealed on the telephone, and for that the address must begin with https."),
    "login_title": _("Log in once"),
    "login_text": _("After that this telephone opens the cards with a PIN, with network or without."),
    "first_title": _("The first time needs the network"),
    "first_text": _("Log in where there is a signal; from then on the cards open without one."),
    "log_in": _("Log in"),
    # Choosing a PIN
    "enrol_lead": _("%(name)s, from now on this telephone keeps your cards, also where there is no signal."),
    "enrol_pin": _("Choose a PIN"),
    "enrol_why": _(
        "It opens your cards on this telephone. Nobody can tell you it again: after five wrong tries the "
        "cards are erased."
    ),
    "enrol_honest": _(
        "Everything here is sealed with your PIN. Six digits stop whoever finds the telephone, not for long "
        "whoever can copy its memory: a longer PIN does, and so does reporting a lost telephone at once."
    ),
    "others_cards": _("Cards of another person lie sealed on this telephone. They stay as they are."),
    "pin_new": _("PIN (six digits or more)"),
    "pin_again": _("The same PIN again"),
    "pin_choose": _("Begin"),
    "pin_short": _("At least six digits, and only digits."),
    "pin_easy": _("That PIN would be the first to be tried. Choose another."),
    "pin_differs": _("The two PINs are not the same."),
    "no_key": _("The telephone got no key. See that there is a signal and that you are logged in."),
    # Unlocking
    "locked": _("Locked"),
    "locked_lead": _("Type your PIN to open your cards."),
    "pin": _("PIN"),
    "unlock": _("Open"),
    "pin_wrong": _("That is not the PIN. %(n)s tries are left before the cards are erased."),
    "pin_wrong_one": _("That is not the PIN. One more wrong try erases the cards."),
    "pin_forgotten": _("I forgot the PIN"),
    "pin_forgotten_text": _("Nobody can open the cards without it. Erase them and begin anew."),
    "whose": _("Whose cards?"),
    "whose_one": _("%(name)s, since %(day)s"),
    "wiped_after_tries": _("Five wrong tries: the cards of this telephone were erased."),
    # The cards
    "nothing_waits": _("All sent"),
    "some_wait": _("%(n)s wait to be sent"),
    "some_wait_one": _("1 waits to be sent"),
    "some_wait_offline": _("%(n)s wait for a signal"),
    "some_wait_offline_one": _("1 waits for a signal"),
    "some_refused": _("%(n)s were not taken: look under Sent"),
    "some_refused_one": _("1 was not taken: look under Sent"),
    "key_taken_back": _("This telephone may not send any more"),
    "revoked_text": _(
        "The key of this telephone was taken back. Nothing is lost: your cards stay here, sealed. If it is a "
        "mistake, log in and ask for another key; they are sent then."
    ),
    "another_key": _("Ask for another key"),
    "fill_in": _("Fill in"),
    "unfinished": _("Unfinished"),
    "begun_at": _("Begun %(when)s"),
    "go_on": _("Finish it"),
    "discard": _("Erase"),
    "discard_sure": _("Erase this card?"),
    "discard_lost": _("It was not sent. What you wrote and its photos are gone then."),
    "discard_refused": _("The server keeps a copy aside, and somebody will look at it."),
    "no_cards_title": _("No card here yet"),
    "no_cards_text": _("The cards arrive with the first signal. If none comes, ask whoever keeps the forms."),
    # Filling one in
    "fill_lead": _("What you write is kept at once, also without signal."),
    "keep": _("Keep and send"),
    "later": _("Finish later"),
    "kept_draft": _("Kept on this telephone."),
    "kept_sending": _("Kept. It is being sent."),
    "kept_waiting": _("Kept. It is sent as soon as there is a signal."),
    "add": _("Add: %(what)s"),
    "turn": _("%(what)s, %(n)s"),
    "remove": _("Remove"),
    "remove_sure": _("Remove this with all you wrote in it?"),
    "today": _("Today"),
    "now": _("Now"),
    "remove_photo": _("Remove the photo"),
    "photo_working": _("The photo is being made smaller…"),
    "photo_unread": _("This is no photo that the telephone can read. Choose another."),
    "take_point": _("Mark where I am"),
    "point_looking": _("Looking for the satellites; stay in the open…"),
    "point_taken": _("Marked, within %(n)s metres."),
    "point_taken_one": _("Marked, within one metre."),
    "point_typed": _("Or latitude, longitude:"),
    "point_refused": _(
        "The telephone may not tell this page where you are. Allow it in its settings, or type the point."
    ),
    "point_unable": _("The telephone does not know where it is. Try in the open, or type the point."),
    "wrong": _("%(n)s answers need another look:"),
    "wrong_one": _("One answer needs another look:"),
    "wrong_required": _("This has to be answered."),
    "wrong_number": _("Only a number goes here."),
    "wrong_constraint": _("This answer cannot be."),
    # What was sent
    "outbox": _("Sent and to be sent"),
    "waiting": _("To be sent: %(n)s"),
    "send_now": _("Send now"),
    "sending": _("Sending…"),
    "kept_at": _("Kept %(when)s"),
    "sent_at": _("Received %(when)s"),
    "number": _("Number %(number)s"),
    "photos": _("%(n)s photos"),
    "photos_one": _("1 photo"),
    "not_tried": _("Not tried yet."),
    "later_no_network": _("Tried %(when)s: no signal."),
    "later_server": _("Tried %(when)s: the server could not answer. It is tried again."),
    "later_revoked": _("Tried %(when)s: this telephone may not send any more."),
    "refused_ones": _("Not taken"),
    "refused_plain": _("The server did not take it."),
    "receipts": _("Taken by the server"),
    "no_receipts": _("What the server has received is listed here: what, when, and its number."),
    "forget_receipts": _("Clear this list"),
    # The telephone
    "telephone": _("This telephone"),
    "network": _("Signal"),
    "network_yes": _("There is one"),
    "network_no": _("There is none"),
    "offline_copy": _("Without signal"),
    "offline_yes": _("The page opens, also after the telephone was switched off"),
    "offline_no": _("Not ready yet: leave this page open a moment where there is a signal"),
    "storage": _("Memory"),
    "storage_yes": _("The browser has promised to keep the cards"),
    "storage_no": _("The browser may erase them if memory runs short: put this page on the home screen"),
    "forms_from": _("Cards renewed"),
    "never": _("never"),
    "signed_in": _("Session"),
    "signed_in_as": _("%(name)s: my work for today"),
    "signed_in_no": _("Not logged in; cards are sent all the same. Log in"),
    "lock_after": _("Lock by itself after"),
    "minutes": _("%(n)s minutes without use"),
    "locks_soon": _("It locks in half a minute. Touch the screen to go on; what you wrote is kept."),
    "leaving": _("Leaving this telephone"),
    "leaving_text": _(
        "Lock it when you put it away. Log out when you hand it back: that erases the cards of everybody on "
        "it."
    ),
    "lock": _("Lock"),
    "log_out": _("Log out and erase"),
    "log_out_sure": _("Log out?"),
    "log_out_text": _("All was sent. The cards, their receipts and the key are erased from this telephone."),
    "log_out_lost": _("%(n)s cards on this telephone were not sent. They are lost then."),
    "log_out_lost_one": _("One card on this telephone was not sent. It is lost then."),
    "wipe": _("Erase my cards"),
    "wipe_sure": _("Erase all your cards from this telephone?"),
    "wipe_lost": _("%(n)s cards were not sent. They are lost then."),
    "wipe_lost_one": _("One card was not sent. It is lost then."),
}


def spoken(language: str) -> dict[str, str]:
    """Return every sentence in a language."""
    with translation.override(language):
        return {name: str(sentence) for name, sentence in WORDS.items()}
