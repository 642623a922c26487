"""Emergency access: what was asked for, what was opened, and what internal control said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from confianza.web.accounts.models import Purpose, Role
from confianza.web.accounts.models.emergencies import EmergencyMode, Verdict

PROTECT = django.db.models.deletion.PROTECT


def moment(**options):
    return models.DateTimeField(blank=True, null=True, **options)


def somebody():
    return models.ForeignKey(
        blank=True, null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_grants"), ("territory", "0002_containment")]

    operations = [
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=Role.choices, max_length=40)),
                ("purpose", models.CharField(choices=Purpose.choices, max_length=30)),
                ("reason", models.CharField(max_length=500)),
                ("mode", models.CharField(choices=EmergencyMode.choices, max_length=20)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("approved_at", moment()),
                ("refused_at", moment()),
                ("ended_at", moment()),
                ("closed_at", moment()),
                ("reviewed_at", moment()),
                ("verdict", models.CharField(blank=True, choices=Verdict.choices, max_length=20)),
                ("review_note", models.CharField(blank=True, max_length=1000)),
                ("area", models.ForeignKey(on_delete=PROTECT, related_name="+", to="territory.area")),
                ("decided_by", somebody()),
                (
                    "grant",
                    models.OneToOneField(
                        null=True, on_delete=PROTECT, related_name="emergency", to="accounts.grant"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="emergencies", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reviewed_by", somebody()),
            ],
            options={
                "verbose_name_plural": "emergency accesses",
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("approved_at", None), ("refused_at", None), _connector="OR"),
                        name="emergency_decided_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("refused_at", None)),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="emergency_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at", None), ("reviewed_by", None), ("verdict", "")),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("verdict", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_reviewed_by_somebody_with_a_verdict",
                    ),
                ],
            },
        ),
    ]
