"""What an account opens is told by grants; the single role of each account becomes its first grant."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import confianza.web.accounts.models.users
from confianza.web.accounts import rules
from confianza.web.accounts.models import Purpose, Role


def role_into_grant(apps, schema_editor):
    Grant = apps.get_model("accounts", "Grant")
    for person in apps.get_model("accounts", "User").objects.exclude(role=""):
        purpose = rules.PURPOSES_OF[Role(person.role)][0]
        Grant.objects.create(person=person, role=person.role, purpose=purpose, given_by="migration")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("territory", "0002_containment")]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=Role.choices, max_length=40)),
                ("purpose", models.CharField(choices=Purpose.choices, max_length=30)),
                ("begins_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("given_by", models.CharField(max_length=150)),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.area",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["person_id", "role", "id"]},
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("ends_at__gte", models.F("begins_at")), _connector="OR"),
                name="grant_ends_after_it_begins",
            ),
        ),
        migrations.RunPython(role_into_grant, migrations.RunPython.noop),
        migrations.RemoveField(model_name="user", name="role"),
        migrations.AlterModelManagers(
            name="user", managers=[("objects", confianza.web.accounts.models.users.UserManager())]
        ),
    ]
