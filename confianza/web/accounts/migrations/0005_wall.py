"""Where whoever asks the register reaches, for the row-level security of every room above (lib/walls.py).

The functions run as the owner of the tables, so that they read the grants whoever asks; nobody can change
what they read (search_path). They answer like User.reach: of an active account, the grants that hold now.
"""

from django.db import migrations

from confianza.web.lib.walls import OnPostgreSQL

WHO = """
CREATE FUNCTION wall_installation() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.user_id', true), '') = 'installation'
$$
"""
PERSON = """
CREATE FUNCTION wall_person() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN current_setting('app.user_id', true) ~ '^[0-9]{1,18}$'
                THEN current_setting('app.user_id', true)::bigint END
$$
"""
GRANTS = """
CREATE FUNCTION wall_grants(roles text[], purpose_held text) RETURNS TABLE (area_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT held.area_id FROM accounts_grant held JOIN accounts_user person ON person.id = held.person_id
    WHERE held.person_id = wall_person() AND person.is_active AND held.role = ANY (roles)
        AND (purpose_held = '' OR held.purpose = purpose_held)
        AND held.begins_at <= statement_timestamp()
        AND (held.ends_at IS NULL OR held.ends_at > statement_timestamp())
$$
"""
EVERYWHERE = """
CREATE FUNCTION wall_everywhere(roles text[], purpose_held text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM wall_grants(roles, purpose_held) held WHERE held.area_id IS NULL)
$$
"""
REACHED = """
CREATE FUNCTION wall_reached(roles text[], purpose_held text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT lies.inner_id FROM wall_grants(roles, purpose_held) held
    JOIN territory_containment lies ON lies.outer_id = held.area_id
$$
"""
IN_TOUCH = """
CREATE FUNCTION wall_in_touch(roles text[], purpose_held text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT holds.outer_id FROM wall_reached(roles, purpose_held) AS reached(area_id)
    JOIN territory_containment holds ON holds.inner_id = reached.area_id
$$
"""
TAKEN_DOWN = [
    "DROP FUNCTION wall_in_touch(text[], text)",
    "DROP FUNCTION wall_reached(text[], text)",
    "DROP FUNCTION wall_everywhere(text[], text)",
    "DROP FUNCTION wall_grants(text[], text)",
    "DROP FUNCTION wall_person()",
    "DROP FUNCTION wall_installation()",
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_invitations_and_sessions"), ("territory", "0002_containment")]

    operations = [OnPostgreSQL([WHO, PERSON, GRANTS, EVERYWHERE, REACHED, IN_TOUCH], TAKEN_DOWN)]
