"""What people are here for."""

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


class Purpose(models.TextChoices):
    """What a role is held for. The same role opens less when it is held for something narrower."""

    OBSERVATORY = "observatory", _("Keeping the observatory")
    POLICING = "policing", _("Policing the jurisdiction")
    INTELLIGENCE = "intelligence", _("Analysing criminal information")
    VICTIM_SUPPORT = "victim_support", _("Supporting victims")
    INTERNAL_CONTROL = "internal_control", _("Controlling the police from within")
    PREVENTION = "prevention", _("Planning prevention")
    TIPS = "tips", _("Attending the tip line")
    ADMINISTRATION = "administration", _("Administering the installation")
    OVERSIGHT = "oversight", _("Overseeing who did what")
