"""Who is in the network: ourselves, other nodes by their fingerprint, their new keys, and what is agreed."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.store import durable, received, signing
from confianza.web.audit import actions as audit
from confianza.web.observatory.models import Agreement, Node, RetiredKey
from confianza.web.observatory.network_sentences import NetworkRefused
from confianza.web.observatory.queries import network

REKEY = "confianza-rekey/1"


@transaction.atomic
def describe_own(*, name: str, country: str, level: str, area_id: str, by: audit.Actor) -> network.Own:
    """Say who this observatory is in the network: its packages are named so. Makes its key on first use."""
    place = network.area_name(area_id)
    told = network.Own(name.strip(), country.upper(), level, area_id, place or area_id)
    if not told.name or len(told.country) != 2 or level not in ("municipal", "regional", "national"):
        raise NetworkRefused(
            "own", _("Give the node a name, a country of two letters, and municipal, regional or national.")
        )
    audit.record(
        by=by, action="observatory.describe_own", subject=told.name, details={"key": network.own_key()}
    )
    content = {**vars(told), "by": by.display_name, "on": timezone.localdate().isoformat()}
    _write(network.own_file(), json.dumps(content, ensure_ascii=False, indent=1).encode())
    return told


@transaction.atomic
def propose_node(
    *, name: str, country: str, level: str, key: str, address: str = "", rhythm: str = "monthly",
    is_fictional: bool = False, by: audit.Actor,
) -> Node:  # fmt: skip
    """Write down another node and its key. Nothing is taken from it until its fingerprint was compared.

    Raises NetworkRefused for our own key, one that is registered or retired, and a name that is taken.
    """
    key = key.strip().lower()
    _check_key(key)
    if Node.objects.filter(name__iexact=name.strip()).exists():
        raise NetworkRefused("known_name", _("A node of that name is registered already."))
    node = Node(
        name=name.strip(), country=country.upper(), level=level, key=key, address=address.strip(),
        rhythm=rhythm, is_fictional=is_fictional, proposed_by=by.display_name,
    )  # fmt: skip
    try:
        node.full_clean()
    except ValidationError as wrong:
        raise NetworkRefused("node", " ".join(wrong.messages)) from None
    node.save()
    _record("propose_node", node, by, key=key)
    return node


@transaction.atomic
def confirm_node(*, node: Node, fingerprint: str, by: audit.Actor) -> Node:
    """Take a node into the network: somebody heard its fingerprint from the node itself and typed it.

    Raises NetworkRefused where it is not that of the key: nothing is taken then.
    """
    _compare(fingerprint, node.key)
    if not node.is_confirmed:
        node.confirmed_by, node.confirmed_at = by.display_name, timezone.now()
        node.save(update_fields=["confirmed_by", "confirmed_at"])
        _record("confirm_node", node, by, key=node.key)
    return node


@transaction.atomic
def move_node(*, node: Node, address: str, by: audit.Actor) -> Node:
    """Write down from where a node's packages are fetched; "" where they come on a stick."""
    node.address = address.strip()
    node.save(update_fields=["address"])
    _record("move_node", node, by, address=node.address)
    return node


@transaction.atomic
def replace_key(*, node: Node, key: str, fingerprint: str, reason: str, by: audit.Actor) -> Node:
    """Give a node another key because a person says so: it lost its own, or somebody stole it."""
    if not reason.strip():
        raise NetworkRefused("no_reason", _("Say why the key is replaced."))
    key = key.strip().lower()
    _check_key(key)
    _compare(fingerprint, key)
    return _take_key(node, key, reason.strip(), by)


@transaction.atomic
def accept_statement(*, node: Node, content: bytes, by: audit.Actor) -> Node:
    """Give a node another key because a statement says so that its old key, and the new one, signed."""
    told = _statement(content)
    unsigned = signing.canonical({name: told[name] for name in ("format", "node", "old", "new", "made_at")})
    if told["old"] != node.key:
        raise NetworkRefused("other_old_key", _("The statement is not about the key registered here."))
    for key, signature in ((told["old"], told["by_old"]), (told["new"], told["by_new"])):
        if not signing.verifies(key, unsigned, signature):
            raise NetworkRefused("forged", _("The signatures of the statement do not hold. Do not use it."))
    _check_key(told["new"])
    return _take_key(node, told["new"], _("Statement signed with the old key."), by)


@transaction.atomic
def rekey_own(*, reason: str, by: audit.Actor) -> bytes:
    """Make ourselves a new key and return the statement by which others may take it.

    Where the old key was stolen, others must not rely on the statement: the thief can sign one too. Tell
    them the new fingerprint.
    """
    if not reason.strip():
        raise NetworkRefused("no_reason", _("Say why the key is replaced."))
    old, new = signing.key(settings.WORKSPACE.keys), signing.SigningKey.generate()
    us = network.own()
    told = {
        "format": REKEY, "node": us.name if us else "", "old": signing.public(old),
        "new": signing.public(new), "made_at": timezone.now().isoformat(timespec="seconds"),
    }  # fmt: skip
    content = signing.canonical(told)
    details = {"old": told["old"], "new": told["new"], "reason": reason}
    audit.record(by=by, action="observatory.rekey_own", subject=told["node"], details=details)
    signing.keep(settings.WORKSPACE.keys, new)
    return signing.canonical(
        {**told, "by_old": signing.signed(old, content), "by_new": signing.signed(new, content)}
    )


@transaction.atomic
def agree(
    *, node: Node, title: str, area_id: str, tables: list[str], until: date, k: int = 5, by: audit.Actor
) -> Agreement:
    """Write down what we send to a node, of which area, until when. Raises NetworkRefused."""
    from confianza.analysis.disclosure.anonymity import LEAST_K

    if not node.is_confirmed:
        raise NetworkRefused("unconfirmed", _("Compare the fingerprint of the node first."))
    if not tables or not set(tables) <= {"figures", "records"}:
        raise NetworkRefused("tables", _("Name what is sent: figures, records, or both."))
    if until <= timezone.localdate() or until > timezone.localdate() + timedelta(days=5 * 366):
        raise NetworkRefused("until", _("An agreement ends after today and within five years."))
    if k < LEAST_K:
        sentence = _("Records leave only among %(least)s or more that say the same.") % {"least": LEAST_K}
        raise NetworkRefused("k", sentence)
    if not title.strip() or not network.area_name(area_id):
        raise NetworkRefused("agreement", _("Give the agreement a title, and an area that exists."))
    made = Agreement.objects.create(
        node=node, title=title.strip(), area_id=area_id, tables=sorted(set(tables)), k=k, until=until,
        agreed_by=by.display_name,
    )  # fmt: skip
    _record("agree", node, by, agreement=made.pk, tables=made.tables, until=until.isoformat(), k=k)
    return made


@transaction.atomic
def end_agreement(*, agreement: Agreement, by: audit.Actor) -> Agreement:
    """End an agreement today: nothing more is sent, and what waits is no longer handed over."""
    if agreement.ended_at is None:
        agreement.ended_by, agreement.ended_at = by.display_name, timezone.now()
        agreement.save(update_fields=["ended_by", "ended_at"])
        _record("end_agreement", agreement.node, by, agreement=agreement.pk)
    return agreement


def _take_key(node: Node, key: str, reason: str, by: audit.Actor) -> Node:
    RetiredKey.objects.create(node=node, key=node.key, retired_by=by.display_name, reason=reason)
    old, node.key = node.key, key
    node.save(update_fields=["key"])
    _record("replace_key", node, by, old=old, new=key, reason=reason)
    return node


def _check_key(key: str) -> None:
    if not signing.is_key(key):
        raise NetworkRefused("key", _("A public key is 64 letters and digits, as `network key` prints it."))
    if key == network.own_key():
        raise NetworkRefused("own_key", _("This is this node's own key; ask the other node for its own."))
    known = Node.objects.filter(key=key).first()
    if known:
        raise NetworkRefused(
            "known_key", _("This key is registered already, for %(node)s.") % {"node": known.name}
        )
    if RetiredKey.objects.filter(key=key).exists():
        raise NetworkRefused("retired_key", _("This key was replaced and is never taken again."))


def _compare(fingerprint: str, key: str) -> None:
    if not signing.same_fingerprint(fingerprint, key):
        raise NetworkRefused(
            "fingerprint",
            _(
                "The fingerprint is not that of the key. Read it again with the other node; if it still "
                "differs, the key is not theirs: do not use it."
            ),
        )


def _statement(content: bytes) -> dict[str, str]:
    names = {"format", "node", "old", "new", "made_at", "by_old", "by_new"}
    try:
        told: Any = json.loads(content)
        made_at = datetime.fromisoformat(told["made_at"])
        right = set(told) == names and all(isinstance(value, str) for value in told.values())
        right = right and made_at <= timezone.now() + received.CLOCKS_DIFFER
    except (ValueError, TypeError, KeyError, RecursionError):
        right, told = False, {}
    if not right or told["format"] != REKEY:
        raise NetworkRefused("no_statement", _("This is no statement about a new key."))
    return dict(told)


def _record(verb: str, node: Node, by: audit.Actor, **details: Any) -> None:
    audit.record(by=by, action=f"observatory.{verb}", subject=node.name, details=details)


def _write(file: Any, content: bytes) -> None:
    durable.folder(file.parent)
    aside = file.with_name(f".{file.name}")
    aside.write_bytes(content)
    durable.flush(aside)
    durable.publish(aside, file)
