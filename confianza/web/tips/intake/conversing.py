"""What stands between a visit's pages and what is written and read: the same steps for every receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from confianza.web.lib import walls
from confianza.web.tips import keys as key_files
from confianza.web.tips import receipts
from confianza.web.tips.actions import returning, telling
from confianza.web.tips.intake import asked, gates, tokens, visits
from confianza.web.tips.intake.attached import Taken
from confianza.web.tips.queries import conversation as conversations
from confianza.web.tips.queries.conversation import Conversation, Said
from confianza.web.tips.questionnaire.reading import Offered

TALK, TALK_SECONDS = "talk", visits.SECONDS
# A page has one size, so that a receipt that opens something looks like one that does not: so many bytes of a
# conversation fit on it, as they stand in HTML; the rest is further back. What stands around each thing said:
BYTES_ON_A_PAGE, AROUND = 14_000, 400


@dataclass(frozen=True)
class Entered:
    """What a receipt opened: a visit and its conversation, or nothing."""

    visit: str = ""
    conversation: Conversation | None = None


@dataclass(frozen=True)
class Shown:
    """One thing said, as a page shows it."""

    said: Said
    text: str
    answers: Sequence[asked.Line] = ()
    is_cut: bool = False


def entered(receipt: str) -> Entered:
    """Return what a receipt opens: the same work and the same questions whether it opens anything or not."""
    root = receipts.root_of(receipt, key_files.intake_keys(settings.WORKSPACE.keys))
    with walls.at_the_tip_line():
        tip = conversations.found(root)
        talk = conversations.conversation(tip or conversations.stand_in(), root)
        telling.shown(tip=talk.tip.pk, by=None)
    visit = visits.begun(root)
    if tip is None:
        visits.ended(visit)
        # What the page of a conversation asks for as well.
        asked.offered_today()
        return Entered()
    return Entered(visit, talk)


def told(
    talk: Conversation,
    visit: str,
    *,
    before: int | None = None,
    notice: str = "",
    problem: str = "",
    text: str = "",
    came: Taken | None = None,
) -> dict[str, Any]:
    """Return what the page of a conversation shows: the newest of it, or what was said before a place."""
    said = [one for one in talk.said if before is None or one.place < before]
    shown = _fitting(said, asked.offered_today())
    gate = gates.new()
    return {
        "talk": talk,
        "shown": shown,
        "further_back": shown[0].said.place if shown and shown[0].said.place else 0,
        "is_whole": before is None,
        "visit": visit,
        "token": tokens.sealed(TALK, {"gate": gate.told()}),
        "notice": notice,
        "problem": problem,
        "text": text,
        "came": came,
        "has_answers": any(one.unit and not one.trouble for one in talk.said),
    }


def form_of(request: HttpRequest) -> bytes:
    """Return what is unique of the form by which somebody says more. Raises Stale."""
    token = tokens.opened(TALK, request.POST.get("token", ""), seconds=TALK_SECONDS)
    return bytes.fromhex(token["gate"]["nonce"])


def write(root: receipts.Root, text: str, files: Sequence[telling.File], form: bytes) -> None:
    """Add what somebody says. Raises Over, Refused and SentAlready."""
    talk = talk_of(root)
    if not talk.is_ours:
        raise returning.Refused("not_ours")
    returning.write_more(tip=talk.tip, root=root, text=text, files=files, form=form, by=None)


def withdraw(root: receipts.Root) -> None:
    """Destroy a tip. Raises Over and Refused."""
    returning.withdraw(tip=talk_of(root).tip, by=None)


def talk_of(root: receipts.Root) -> Conversation:
    """Return the conversation of a visit. Raises Over where its tip is gone."""
    with walls.at_the_tip_line():
        tip = conversations.found(root)
        if tip is None:
            raise visits.Over
        return conversations.conversation(tip, root)


def _fitting(said: Sequence[Said], today: Offered) -> list[Shown]:
    """Return as much from the end as fits on a page; what alone is too long is cut."""
    shown: list[Shown] = []
    room = BYTES_ON_A_PAGE
    for one in reversed(said):
        answers = asked.told_in_words(one.answers, today) if one.answers else []
        weight = AROUND + asked.weight(one.text) + sum(line.weight for line in answers)
        if weight > room and shown:
            break
        shown.insert(0, _cut(one, answers, room - AROUND))
        room -= weight
    return shown


def _cut(one: Said, answers: list[asked.Line], room: int) -> Shown:
    text, kept = asked.cut(one.text, room), []
    left = room - asked.weight(text)
    for line in answers:
        if left <= 0:
            break
        kept.append(line.shortened(left))
        left -= kept[-1].weight
    return Shown(one, text, kept, is_cut=text != one.text or len(kept) < len(answers))
