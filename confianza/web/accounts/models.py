"""People who log in, and what they are here for."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here for. Who may see what follows from it (permissions.py of each room)."""

    ANALYST = "analyst", _("Observatory analyst")
    BEAT_OFFICER = "beat_officer", _("Beat officer")
    COMMANDER = "commander", _("Precinct commander")
    CRIMINAL_INFORMATION_ANALYST = "criminal_information_analyst", _("Criminal-information analyst")
    VICTIM_SUPPORT = "victim_support", _("Victim-support officer")
    INTERNAL_CONTROL = "internal_control", _("Internal-control inspector")
    MAYOR = "mayor", _("Mayor")
    COMMUNITY_RELATIONS = "community_relations", _("Community-relations officer")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager of a donor")
    SCHOOL_DIRECTOR = "school_director", _("School director")
    TIP_OPERATOR = "tip_operator", _("Tip-desk operator")
    NATIONAL_COORDINATOR = "national_coordinator", _("National observatory coordinator")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    AUDITOR = "auditor", _("Auditor")


class User(AbstractUser):
    """A person with an account. Roles by jurisdiction and dates come with the grants of a later issue."""

    role = models.CharField(max_length=40, choices=Role.choices)

    @property
    def display_name(self) -> str:
        """How the person is named on screens: first name and surname, else the user name."""
        return self.get_full_name() or self.username
