"""Two roles on PostgreSQL: the owner of the tables, who gives them their shape, and the service, without any.

Row-level security binds whoever is neither superuser nor exempt; an owner could take it down again. So the
service logs in as DATABASE_URL says, and only `confianza init` as CONFIANZA_OWNER_DATABASE_URL says
(decision 0016).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from confianza.web.lib import walls

CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT")
# What the service may do: to the account of deeds only add, of the shape of the register only read.
GRANTED = (
    "GRANT USAGE ON SCHEMA public TO %I",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I",
    "REVOKE UPDATE, DELETE ON audit_chain, audit_entry, audit_head FROM %I",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM %I",
)
# What the public door of the tip line may do, as a role of its own: add and find tips, and know to whom they
# are sealed. Of people it reads a number, whether they are active, and the key to seal to.
GRANTED_TO_THE_TIP_LINE = (
    "GRANT USAGE ON SCHEMA public TO %I",
    (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON tips_tip, tips_keywrap, tips_message, tips_attachment, "
        "tips_entry, tips_hold, tips_evidencerequest, tips_coincidence, tips_comparison, tips_match, "
        "tips_conversation, tips_seenmessage, tips_tally, tips_rewardcase, tips_rewardvote, tips_voucher "
        "TO %I"
    ),
    "GRANT SELECT ON tips_unit, tips_unitkey, tips_membership, tips_posting, tips_badge TO %I",
    "GRANT SELECT ON territory_area, territory_generation, territory_crosswalk, territory_edition TO %I",
    "GRANT SELECT (id, is_active) ON accounts_user TO %I",
    "GRANT SELECT (person_id, public_key, retired_at) ON accounts_keyring TO %I",
    "GRANT USAGE, SELECT ON SEQUENCE tips_tally_id_seq TO %I",
)

# FULL: a plain VACUUM leaves what was deleted in its place until the room is needed.
WRITTEN_ANEW = "VACUUM (FULL) %I"


@contextmanager
def as_owner() -> Iterator[str]:
    """Speak to the register as the owner of its tables inside the block, and tell the service's role.

    Where no owner is named nothing changes, and the service is told as "". Nor does it inside a transaction,
    which goes on as whoever began it.
    """
    if not settings.OWNER_DATABASE or connection.in_atomic_block:
        yield ""
        return
    service = {name: connection.settings_dict[name] for name in CREDENTIALS}
    _become({name: settings.OWNER_DATABASE[name] for name in CREDENTIALS})
    try:
        with walls.lowered():
            yield service["USER"]
    finally:
        _become(service)


def admit(service: str) -> None:
    """Grant a role what the service may do with every table there is now; the owner calls this."""
    _grant(GRANTED, service)


def admit_the_tip_line(role: str) -> None:
    """Grant the role of the public door of the tip line what it needs, and no more; the owner calls this."""
    _grant(GRANTED_TO_THE_TIP_LINE, role)


def _grant(statements: tuple[str, ...], role: str) -> None:
    with connection.cursor() as cursor:
        for granted in statements if role else ():
            cursor.execute("SELECT format(%s, %s::text)", [granted, role])
            cursor.execute(cursor.fetchone()[0])


def clear_away(prefix: str) -> bool:
    """Have PostgreSQL give back the room of what was deleted from the tables called `prefix`…; say whether
    it could be asked. Only their owner may, and not inside a transaction.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return False
    with as_owner(), connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith(prefix):
                cursor.execute("SELECT format(%s, %s::text)", [WRITTEN_ANEW, name])
                cursor.execute(cursor.fetchone()[0])
    return True


def _become(credentials: dict[str, str]) -> None:
    connection.close()
    connection.settings_dict.update(credentials)
