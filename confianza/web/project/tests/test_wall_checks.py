import pytest
from django.conf import settings
from django.db import connection, transaction

from confianza.web.lib import walls
from confianza.web.project import register, wall_checks

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall")


def found(role="none", spoilt=""):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE postgres")
        if spoilt:
            cursor.execute(spoilt)
        cursor.execute(f"SET LOCAL ROLE {role}")
        told = wall_checks.the_second_wall_stands(None, databases=["default"])
        transaction.set_rollback(True)
    return [each.id for each in told]


@postgresql
def test_the_role_that_serves_is_bound_and_owns_nothing():
    assert found() == []


@postgresql
def test_a_superuser_is_not_bound():
    assert found("postgres") == ["confianza.E101"]


@postgresql
def test_the_owner_of_the_tables_should_not_serve():
    assert found("confianza_owner") == ["confianza.W102"]


@postgresql
@pytest.mark.parametrize("word", ["NO FORCE", "DISABLE"])
def test_a_gap_in_the_wall_is_found(word):
    spoilt = f"ALTER TABLE records_upload {word} ROW LEVEL SECURITY"
    assert found(spoilt=spoilt) == ["confianza.E103"]


def test_without_the_register_nothing_is_asked():
    assert wall_checks.the_second_wall_stands(None) == []


@postgresql
@pytest.mark.django_db(transaction=True)
def test_the_owner_speaks_only_inside_the_block():
    def speaker():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    before = speaker()
    with register.as_owner() as service:
        assert (service, speaker()) == (before, settings.OWNER_DATABASE["USER"])
    assert speaker() == before
    assert walls.who_asks() == walls.INSTALLATION


@postgresql
def test_the_service_changes_neither_the_account_nor_the_shape_of_the_register():
    for forbidden in (
        "DELETE FROM audit_head",
        "UPDATE django_migrations SET name = 'x'",
        "CREATE TABLE x ()",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(forbidden)
