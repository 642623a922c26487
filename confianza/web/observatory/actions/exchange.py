"""Packages: signed for another node, handed over when it asks, received, set aside, let in or refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.store import received, signing
from confianza.store.signing import Refused, Sealed
from confianza.web.audit import actions as audit
from confianza.web.audit.models import Kind as Deed
from confianza.web.observatory import pulling
from confianza.web.observatory.models import (
    Agreement,
    AnsweredRequest,
    Node,
    ReceivedPackage,
    SentPackage,
    Standing,
)
from confianza.web.observatory.network_sentences import NetworkRefused
from confianza.web.observatory.queries import exports, network

NONCE = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True)
class Content:
    """What goes into a package: its files, and what the manifest says of them."""

    kind: str
    files: Mapping[str, bytes]
    definitions: Mapping[str, Any]
    as_of: date
    first: str
    last: str
    release: str = ""


@transaction.atomic
def send_figures(*, agreement: Agreement, release: exports.Released, by: audit.Actor) -> SentPackage:
    """Sign the figures of a release for the node of an agreement. Raises NetworkRefused."""
    from confianza.analysis.indicators import exchanged

    _check_agreement(agreement, "figures")
    table = exports.figures(release, agreement.area_id)
    if table.is_empty():
        sentence = _("The release tells nothing of the area of the agreement; agree on an area it has.")
        raise NetworkRefused("empty", sentence)
    months = sorted(period for period in table["period"].unique() if re.match(exchanged.MONTH, period))
    content = Content(
        kind="aggregates",
        files={"figures.csv": table.write_csv().encode()},
        definitions=exports.definitions(sorted(table["indicator_id"].unique())),
        as_of=release.as_of,
        first=months[0],
        last=months[-1],
        release=release.version,
    )
    return _send(agreement, content, by)


@transaction.atomic
def send_records(*, agreement: Agreement, by: audit.Actor) -> SentPackage:
    """Sign the de-identified homicides of the last linkage for the node of an agreement.

    Each is one of k or more that say the same (`analysis.disclosure.anonymity`). Raises NetworkRefused where
    nothing is linked, or too few are alike to leave.
    """
    from confianza.store import linkages
    from confianza.store.layout import StoreLayout

    _check_agreement(agreement, "records")
    linkage = linkages.latest(StoreLayout(settings.WORKSPACE.store))
    if linkage is None:
        raise NetworkRefused("not_linked", _("Nothing is linked yet; run: confianza link"))
    _level, _dash, code = agreement.area_id.partition("-")
    made, first, last = exports.records(linkage.cases(), code, agreement.k)
    if made.records.is_empty():
        sentence = _("Too few records say the same: none can leave among %(k)s.") % {"k": agreement.k}
        raise NetworkRefused("too_few", sentence)
    content = Content(
        kind="records",
        files={"records.csv": made.records.write_csv().encode()},
        definitions=exports.definitions(["homicide"]),
        as_of=linkage.as_of or linkage.made_at.date(),
        first=first,
        last=last,
    )
    return _send(agreement, content, by)


def receive(*, data: bytes, way: str = "file", by: audit.Actor) -> ReceivedPackage:
    """Take in a package, or refuse it. What cannot be true goes to quarantine, for a person to decide.

    Raises signing.Refused (codes of `received.verify`, and not_figures, no_records); the refusal is in the
    account.
    """
    try:
        sealed, sender = received.verify(
            data, senders=network.senders(), own_key=network.own_key(), now=timezone.now()
        )
        reasons = _read(sealed, Node.objects.get(name=sender.name))
        return _take(data, sealed, reasons, way, by)
    except Refused as refused:
        _tell_refusal(refused, by)
        raise


@transaction.atomic
def decide(*, package: ReceivedPackage, let_in: bool, reason: str, by: audit.Actor) -> ReceivedPackage:
    """Let a package in quarantine count, or refuse it for good, with a reason."""
    if not reason.strip():
        raise NetworkRefused("no_reason", _("Say why."))
    waiting = ReceivedPackage.objects.select_for_update().filter(pk=package.pk, standing=Standing.QUARANTINED)
    found = waiting.first()
    if found is None:
        raise NetworkRefused("decided", _("This package is not in quarantine."))
    found.standing = Standing.RELEASED if let_in else Standing.REFUSED
    found.decided_by, found.decided_at, found.decision = by.display_name, timezone.now(), reason.strip()
    found.save(update_fields=["standing", "decided_by", "decided_at", "decision"])
    details = {"sequence": found.sequence, "standing": found.standing, "reason": reason}
    audit.record(by=by, action="observatory.decide_package", subject=found.node.name, details=details)
    return found


@transaction.atomic
def answer_request(*, headers: Mapping[str, str], by: audit.Actor | None = None) -> bytes | None:
    """Return the next package meant for the node that signed a request; None where there is none.

    Raises PermissionError for everything that is not a fresh request of a node we know: who asks learns no
    more than that.
    """
    node, after, nonce, asked_at = _asker(headers)
    AnsweredRequest.objects.filter(asked_at__lt=timezone.now() - 2 * received.CLOCKS_DIFFER).delete()
    try:
        with transaction.atomic():
            AnsweredRequest.objects.create(node=node, nonce=nonce, asked_at=asked_at)
    except IntegrityError:
        raise PermissionError("replayed") from None
    today = timezone.localdate()
    meant = SentPackage.objects.filter(
        node=node, sent_to=node.key, sequence__gt=after, agreement__ended_at=None,
        agreement__until__gte=today,
    )  # fmt: skip
    package = meant.order_by("sequence").first()
    if package is None:
        return None
    asker = by or audit.Named(None, node.name)
    details = {"sequence": package.sequence, "sha256": package.sha256}
    audit.record(
        by=asker, action="observatory.hand_over", subject=node.name, details=details, kind=Deed.EXPORTED
    )
    return network.sent_archive(package).read_bytes()


# --- sending -----------------------------------------------------------------------------------------


def _check_agreement(agreement: Agreement, table: str) -> None:
    if agreement.ended_at or agreement.until < timezone.localdate():
        raise NetworkRefused("ended", _("The agreement has ended; make a new one first."))
    if table not in agreement.tables:
        raise NetworkRefused("not_agreed", _("The agreement does not name this; nothing else is sent."))


def _send(agreement: Agreement, content: Content, by: audit.Actor) -> SentPackage:
    us = network.own()
    if us is None:
        sentence = _(
            "Say first who this node is: confianza network key --name NAME --country GT --level LEVEL"
        )
        raise NetworkRefused("own", sentence)
    node = Node.objects.select_for_update().get(pk=agreement.node_id)
    last = SentPackage.objects.filter(node=node).order_by("-sequence").first()
    sequence, now = (last.sequence + 1 if last else 1), timezone.now().replace(microsecond=0)
    told = {
        "schema_version": received.SCHEMA_VERSION, "node": us.name, "country": us.country,
        "level": us.level, "recipient": node.key, "sequence": sequence, "made_at": now,
        "as_of": content.as_of, "first": content.first, "last": content.last, "kind": content.kind,
        "area_id": agreement.area_id, "area_name": network.area_name(agreement.area_id) or agreement.area_id,
        "agreement": agreement.title, "release": content.release, "definitions": content.definitions,
    }  # fmt: skip
    data = signing.seal(told, content.files, signing.key(settings.WORKSPACE.keys))
    sha256 = signing.unsealed(data).sha256
    made = SentPackage.objects.create(
        node=node, agreement=agreement, sent_to=node.key, sequence=sequence, kind=content.kind,
        release=content.release, as_of=content.as_of, sha256=sha256, made_at=now, made_by=by.display_name,
    )  # fmt: skip
    received.keep(network.sent_archive(made), data)
    details = {"sequence": sequence, "kind": content.kind, "sha256": sha256, "agreement": agreement.pk}
    audit.record(
        by=by, action="observatory.send_package", subject=node.name, details=details, kind=Deed.EXPORTED
    )
    return made


# --- receiving ---------------------------------------------------------------------------------------


def _read(sealed: Sealed, node: Node) -> list[dict[str, Any]]:
    """Read the tables of a package and return why a person must look at it. Raises signing.Refused."""
    return _read_records(sealed) if sealed.manifest.kind == "records" else _read_figures(sealed, node)


def _read_figures(sealed: Sealed, node: Node) -> list[dict[str, Any]]:
    from confianza.analysis.indicators import exchanged

    told = sealed.manifest
    try:
        table = exchanged.read(sealed.files.get("figures.csv", b""))
    except exchanged.NotFigures as wrong:
        raise Refused("not_figures", sender=told.node, wrong=str(wrong)) from wrong
    last = network.last_counting(node)
    found = exchanged.problems(
        table,
        whole=told.area_id,
        period=(told.first, told.last),
        multipliers={name: int(each.told.get("multiplier", 0)) for name, each in told.definitions.items()},
        before=network.figures(last) if last else None,
    )
    return [{"code": each.code, "details": dict(each.details)} for each in found]


def _read_records(sealed: Sealed) -> list[dict[str, Any]]:
    import io

    import polars as pl

    from confianza.analysis.disclosure import anonymity

    try:
        table = pl.read_csv(io.BytesIO(sealed.files.get("records.csv", b"")), infer_schema=False)
    except pl.exceptions.PolarsError as wrong:
        raise Refused("no_records", sender=sealed.manifest.node) from wrong
    if tuple(table.columns) != anonymity.COLUMNS or table.is_empty():
        raise Refused("no_records", sender=sealed.manifest.node)
    smallest = anonymity.smallest_group(table)
    too_few = {"code": "too_few_alike", "details": {"smallest": smallest, "least": anonymity.LEAST_K}}
    return [] if smallest >= anonymity.LEAST_K else [too_few]


@transaction.atomic
def _take(
    data: bytes, sealed: Sealed, reasons: list[dict[str, Any]], way: str, by: audit.Actor
) -> ReceivedPackage:
    told = sealed.manifest
    node = Node.objects.select_for_update().get(key=told.key)
    if ReceivedPackage.objects.filter(node=node, sequence__gte=told.sequence).exists():
        raise Refused("replayed", sender=node.name, sequence=told.sequence)  # somebody was quicker
    made = ReceivedPackage.objects.create(
        node=node, key=told.key, sequence=told.sequence, kind=told.kind, sha256=sealed.sha256,
        made_at=told.made_at, as_of=told.as_of, first_month=told.first, last_month=told.last,
        area_id=told.area_id, area_name=told.area_name, differing=_differing(sealed), reasons=reasons,
        standing=Standing.QUARANTINED if reasons else Standing.ARRIVED, way=way,
        received_by=by.display_name,
    )  # fmt: skip
    received.keep(network.archive(made), data)
    details = {"sequence": told.sequence, "sha256": sealed.sha256, "standing": made.standing}
    audit.record(by=by, action="observatory.receive_package", subject=node.name, details=details)
    return made


def _differing(sealed: Sealed) -> dict[str, list[str]]:
    """Return in what each definition of a package is not ours, whatever its version or its digest says."""
    from confianza.analysis.indicators import exchanged, registry

    found: dict[str, list[str]] = {}
    for name, theirs in sealed.manifest.definitions.items():
        try:
            ours = exchanged.conditions(registry.get(name))
        except registry.UnknownIndicator:
            found[name] = ["unknown"]
            continue
        if differences := exchanged.differences(theirs.told, ours):
            found[name] = list(differences)
    return found


@transaction.atomic
def _tell_refusal(refused: Refused, by: audit.Actor) -> None:
    told = {name: str(value)[:200] for name, value in refused.told.items()}
    audit.record(
        by=by, action="observatory.refuse_package", subject=str(refused.told.get("sender", ""))[:200],
        details={"code": refused.code, **told}, kind=Deed.REFUSED,
    )  # fmt: skip


# --- being asked -------------------------------------------------------------------------------------


def _asker(headers: Mapping[str, str]) -> tuple[Node, int, str, datetime]:
    try:
        after = int(headers["Confianza-After"])
        asked_at = datetime.fromisoformat(headers["Confianza-Time"])
        nonce = headers["Confianza-Nonce"]
        node = Node.objects.get(key=headers["Confianza-Node"], confirmed_at__isnull=False)
        fresh = abs(timezone.now() - asked_at) <= received.CLOCKS_DIFFER
    except (KeyError, ValueError, TypeError, Node.DoesNotExist):
        raise PermissionError("unknown") from None
    content = pulling.asked(network.own_key(), after, headers["Confianza-Time"], nonce)
    if not fresh or not NONCE.fullmatch(nonce) or not 0 <= after <= 10**9:
        raise PermissionError("stale")
    if not signing.verifies(node.key, content, headers.get("Confianza-Signature", "")):
        raise PermissionError("forged")
    return node, after, nonce, asked_at
