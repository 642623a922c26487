"""Local security juntas: registered, with an officer who looks after them, visited, and answerable for what
they were lent. One that turns on its neighbours is suspended, with the reasons.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.community.models.bodies import Body


class OfAJuntaQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAJuntaQuerySet":
        return self.filter(junta__body__in=Body.objects.visible_to(user))


class JuntaQuerySet(models.QuerySet["Junta"]):
    def visible_to(self, user: Any) -> "JuntaQuerySet":
        return self.filter(body__in=Body.objects.visible_to(user))


class Junta(models.Model):
    """What a junta is over and above a body: its formal standing, the rules it accepted, and its officer."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="junta")
    registration = models.CharField(_("Registered under"), max_length=100, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    rules_accepted_on = models.DateField(null=True, blank=True)
    officer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    officer_since = models.DateField(null=True)

    objects = JuntaQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.body)


class Visit(models.Model):
    """An oversight visit. `signs`: codes of what was seen (rules/warning_signs.toml); none is an answer."""

    junta = models.ForeignKey(Junta, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("Day"))
    signs = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    visited_by = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)

    objects = OfAJuntaQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-visited_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.junta} · {self.visited_on}"


class Equipment(models.Model):
    """Something lent to a junta, until it is back or known to be lost."""

    junta = models.ForeignKey(Junta, on_delete=models.PROTECT, related_name="equipment")
    what = models.CharField(_("What"), max_length=200)
    serial = models.CharField(_("Number on it"), max_length=100, blank=True)
    lent_on = models.DateField(_("Lent on"))
    back_on = models.DateField(null=True)
    lost_because = models.CharField(max_length=300, blank=True)
    lent_by = models.CharField(max_length=150)

    objects = OfAJuntaQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["junta", "-lent_on", "pk"]

    def __str__(self) -> str:
        return str(self.what)
