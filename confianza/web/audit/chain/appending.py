"""Adding to the chain, under the lock of the account and inside the transaction of the deed.

Nothing here ever refuses: an entry that cannot follow what it should (because the register was cut, altered,
or lost its keys) is written all the same, so that the break shows and the deed is not lost.
"""

import secrets
from contextlib import suppress
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from confianza.web.audit.chain import heads, keys, links
from confianza.web.audit.chain.keys import State
from confianza.web.audit.models import Chain, Entry, Head
from confianza.web.lib import walls

# Any number that no other advisory lock of the register uses.
LOCK = 0x436F6E6669616E7A

# The newest state this process came to, which may never be committed: it only saves reading the file.
_newest: list[State] = []


def entry(**told: Any) -> Entry:
    """Write the next entry and return it; a day that ended since the last one is signed first."""
    with transaction.atomic(), walls.lowered():  # whoever acts, the chain goes on from the last entry
        _lock()
        state, last = _where_it_stands()
        if last and timezone.localdate(last.at) < timezone.localdate():
            state = _signed(state, last, timezone.localdate(last.at)) or state
        written = Entry(id=state.next, at=timezone.now(), previous=state.digest, **told)
        body = written.body(state.account)
        written.mac = links.mac(body, state.secret)
        written.digest = links.digest(body, written.mac)
        written.save(force_insert=True)
        _remember(state.after_entry(written.digest))
    return written


def head() -> None:
    """Sign where the account stands now, if anything was written since the last head."""
    with transaction.atomic(), walls.lowered():
        _lock()
        state, last = _where_it_stands()
        if last and (signed := _signed(state, last, timezone.localdate(last.at))):
            _remember(signed)


def _signed(state: State, last: Entry, day: date) -> State | None:
    """Sign the last entry and return the state after it; None if that was done, or if it is not genuine."""
    before = Head.objects.last()
    if last.digest != state.digest or (before and before.entry >= last.pk):
        return None
    made = heads.sign(state, day=day.isoformat(), previous=before.signature if before else "")
    told = {"digest": made.digest, "next_key": made.next_key, "signature": made.signature}
    Head(id=made.number, day=day, entry=made.entry, **told).save(force_insert=True)
    return state.after_head()


def _lock() -> None:
    # On SQLite the transaction began with the lock of the whole register (BEGIN IMMEDIATE).
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _where_it_stands() -> tuple[State, Entry | None]:
    """Return the state for the next entry, and the last entry in the register."""
    chain = Chain.objects.first() or _begun()
    last = Entry.objects.only("pk", "at", "digest").first()
    number = last.pk + 1 if last else 1
    head = (Head.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    for known in _newest:
        if (known.account, known.next, known.head) == (chain.account, number, head) and (
            last is None or last.digest == known.digest
        ):
            return known, last
    state = keys.read(settings.WORKSPACE.keys, chain.account) or _renewed(chain, last, head)
    return caught_up(state).at(number, head), last


def caught_up(state: State) -> State:
    """Return the state after the entries that were committed since the key file was written."""
    with suppress(ValueError, TypeError):  # what cannot be read was not written here
        for written in Entry.objects.filter(pk__gte=state.next).order_by("pk").iterator():
            if not follows(written, state):
                break
            state = state.after_entry(written.digest)
    return state


def follows(written: Entry, state: State) -> bool:
    """Whether an entry is the one that `state` awaits, made by whoever held its key."""
    body = written.body(state.account)
    return (
        (written.pk, written.previous) == (state.next, state.digest)
        and written.mac == links.mac(body, state.secret)
        and written.digest == links.digest(body, written.mac)
    )


def _begun() -> Chain:
    """Begin the account. Its keys are kept before it is committed: whoever comes next goes on from them."""
    keys.forget_unborn(settings.WORKSPACE.keys)
    state = keys.fresh(account=secrets.token_hex(16))
    keys.keep(settings.WORKSPACE.keys, state)
    chain = Chain(pk=1, account=state.account, root=state.root)
    chain.save(force_insert=True)
    return chain


def _renewed(chain: Chain, last: Entry | None, head: int) -> State:
    """Return new keys for an account that lost its own; the verification will tell since when."""
    since, digest = (last.pk + 1, last.digest) if last else (1, links.beginning(chain.account, chain.root))
    state = keys.fresh(account=chain.account, since=since, digest=digest, head=head)
    keys.keep(settings.WORKSPACE.keys, state)
    return state


def _remember(state: State) -> None:
    _newest[:] = [state]
    # Without this write the next entry only has more to make up, so its failure must not undo a deed.
    folder = settings.WORKSPACE.keys
    transaction.on_commit(lambda: keys.keep(folder, state), robust=True)
