"""Row-level security of the tips: a person reads those that their units hold a key of, the public door adds.

The function that answers which tips these are reads the rows that it guards: inside, it asks as the
installation, and for the person it was given. (SET on the function would be shorter; PostgreSQL lets only a
superuser write a parameter of our own there.)
"""

from django.db import migrations

from confianza.web.lib import walls
from confianza.web.lib.walls import OnPostgreSQL

INTAKE = """
CREATE FUNCTION wall_intake() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.user_id', true), '') = 'intake'
$$
"""
UNITS = """
CREATE FUNCTION wall_units() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT works.unit_id FROM tips_membership works JOIN accounts_user person ON person.id = works.person_id
    WHERE works.person_id = wall_person() AND person.is_active AND works.begins_on <= current_date + 1
        AND (works.ends_on IS NULL OR works.ends_on >= current_date)
$$
"""
TIPS_OF = """
CREATE FUNCTION wall_tips_of(reader bigint, units uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asks text := coalesce(current_setting('app.user_id', true), '');
BEGIN
    PERFORM set_config('app.user_id', 'installation', true);
    RETURN QUERY SELECT wrap.tip_id FROM tips_keywrap wrap
        JOIN tips_unit unit ON unit.id = wrap.for_unit_id
        WHERE wrap.for_unit_id = ANY (units) AND unit.kind NOT IN ('evidence', 'board', 'payer')
            AND (wrap.unit_key_id IS NOT NULL OR wrap.person_id = reader);
    PERFORM set_config('app.user_id', asks, true);
END
$$
"""
TIPS = """
CREATE FUNCTION wall_tips() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT wall_tips_of(wall_person(), ARRAY(SELECT wall_units()))
$$
"""
ASKED_OF = """
CREATE FUNCTION wall_asked_originals(units uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asks text := coalesce(current_setting('app.user_id', true), '');
BEGIN
    PERFORM set_config('app.user_id', 'installation', true);
    RETURN QUERY SELECT asked.tip_id FROM tips_evidencerequest asked
        JOIN tips_attachment file ON file.id = asked.attachment_id
        JOIN tips_unitkey kept ON kept.id = file.evidence_key_id WHERE kept.unit_id = ANY (units);
    PERFORM set_config('app.user_id', asks, true);
END
$$
"""
TAKEN_DOWN = [
    "DROP FUNCTION wall_asked_originals(uuid[])",
    "DROP FUNCTION wall_tips()",
    "DROP FUNCTION wall_tips_of(bigint, uuid[])",
    "DROP FUNCTION wall_units()",
    "DROP FUNCTION wall_intake()",
]

AT_THE_DOOR = walls.BY_THE_INTAKE
KEEPERS = "EXISTS (SELECT 1 FROM wall_grants(ARRAY['system_administrator'], ''))"
# Whoever keeps the other half of an original's key is asked about it, and reads nothing of the tip.
ASKED = "IN (SELECT wall_asked_originals(ARRAY(SELECT wall_units())))"


def read_by(column: str) -> str:
    return f"({AT_THE_DOOR} OR {column} IN (SELECT wall_tips()))"


OF_A_TIP = read_by("tip_id")
ITSELF = f"({read_by('id')} OR id {ASKED})"
ASKED_ABOUT = f"({OF_A_TIP} OR tip_id {ASKED})"


class Migration(migrations.Migration):
    dependencies = [("tips", "0002_waiting_vouchers"), ("accounts", "0005_wall")]

    operations = [
        OnPostgreSQL([INTAKE, UNITS, TIPS_OF, TIPS, ASKED_OF], TAKEN_DOWN),
        walls.guard("tips_tip", reads=ITSELF, writes=ITSELF),
        walls.guard("tips_keywrap", reads=OF_A_TIP, writes=OF_A_TIP),
        walls.guard("tips_message", reads=OF_A_TIP, writes=OF_A_TIP),
        walls.guard("tips_attachment", reads=ASKED_ABOUT, writes=OF_A_TIP),
        walls.guard("tips_entry", reads=OF_A_TIP, writes=OF_A_TIP),
        walls.guard("tips_hold", reads=OF_A_TIP, writes=OF_A_TIP),
        walls.guard("tips_evidencerequest", reads=ASKED_ABOUT, writes=ASKED_ABOUT),
        walls.guard("tips_coincidence", reads=f"({OF_A_TIP} OR unit_id IN (SELECT wall_units()))", writes=OF_A_TIP),
        walls.guard("tips_posting", reads=f"({AT_THE_DOOR} OR {KEEPERS})", writes=KEEPERS),
        walls.guard("tips_badge", reads=f"({AT_THE_DOOR} OR {KEEPERS})", writes=KEEPERS),
    ]
