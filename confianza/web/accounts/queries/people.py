"""Reads about people: who works here, what each may do and why, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.web.accounts import rules
from confianza.web.accounts.models import Grant, Invitation, OpenSession, Role, User
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment, Generation, Level

SOON = timedelta(days=14)


@dataclass(frozen=True)
class ToldGrant:
    """A grant with the name of its area, as a sentence needs it."""

    grant: Grant
    place: str
    is_current: bool

    @property
    def role(self) -> str:
        return str(self.grant.get_role_display())

    @property
    def purpose(self) -> str:
        return str(self.grant.get_purpose_display())

    @property
    def giver(self) -> str:
        """Who gave it, in the reader's language: a person's name stays as it is."""
        by_machine = {"command line": _("the command line"), "migration": _("the former single role")}
        return str(by_machine.get(self.grant.given_by, self.grant.given_by))


def people(
    viewer: Any, *, search: str = "", role: str = "", state: str = "", area: Area | None = None
) -> QuerySet[User]:
    """Return the people somebody may see, by name."""
    current = Grant.objects.valid_at(timezone.now()).select_related("area")
    found = User.objects.visible_to(viewer).prefetch_related(
        Prefetch("grants", queryset=current, to_attr="current_grants")
    )
    for word in search.split():
        found = found.filter(
            Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        )
    if state:
        found = found.in_state(state)
    if role:
        held = Grant.objects.valid_at(timezone.now()).filter(role=role)
        found = found.filter(pk__in=held.values("person"))
    if area:
        found = found.filter(pk__in=_given_in(area).values("person"))
    return found.order_by("first_name", "last_name", "username")


def person(viewer: Any, pk: int) -> User | None:
    """Return a person somebody may see."""
    return User.objects.visible_to(viewer).filter(pk=pk).first()


def grant(viewer: Any, pk: int) -> Grant | None:
    """Return a grant somebody may see."""
    return Grant.objects.visible_to(viewer).filter(pk=pk).select_related("person", "area").first()


def told(grants: Iterable[Grant]) -> list[ToldGrant]:
    """Return grants with the names of their areas, those that hold now first."""
    now, listed = timezone.now(), list(grants)
    names = territory.names_of({each.area.stable_id for each in listed if each.area})
    rows = [
        ToldGrant(
            grant=each,
            place=names.get(each.area.stable_id, each.area.stable_id) if each.area else "",
            is_current=each.begins_at <= now and (each.ends_at is None or each.ends_at > now),
        )
        for each in listed
    ]
    return sorted(rows, key=lambda row: (not row.is_current, row.grant.begins_at))


def grants_of(person: User, viewer: Any) -> list[ToldGrant]:
    """Return what a person holds and held, as far as somebody may see it."""
    return told(Grant.objects.visible_to(viewer).filter(person=person).select_related("area"))


def open_invitation(person: User) -> Invitation | None:
    """Return the invitation a person has not used yet, if it still opens."""
    return person.invitations.open_at(timezone.now()).first()


def invited(code: str) -> User | None:
    """Return whom a code lets in, None if it opens nothing (any more)."""
    found = Invitation.objects.open_at(timezone.now()).filter(
        digest=rules.digest(code), person__is_active=True
    )
    invitation = found.select_related("person").first()
    return invitation.person if invitation else None


def sessions_of(person: User) -> QuerySet[OpenSession]:
    """Return where a person is logged in, the last used first."""
    return OpenSession.objects.visible_to(person)


def waiting_invitations(viewer: Any) -> list[User]:
    """Return the people who have not come in yet."""
    return list(User.objects.visible_to(viewer).in_state("invited").order_by("date_joined"))


def ending_soon(viewer: Any) -> list[ToldGrant]:
    """Return the grants that end within two weeks."""
    now = timezone.now()
    ending = Grant.objects.visible_to(viewer).valid_at(now).filter(ends_at__lte=now + SOON)
    return told(ending.filter(person__is_active=True).select_related("area", "person").order_by("ends_at"))


def area_choices(viewer: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the areas somebody administers as choices, by level, the widest first."""
    reach = viewer.reach(Role.SYSTEM_ADMINISTRATOR)
    rows = Generation.objects.filter(reach.rows("area"), valid_to=None).order_by("name")
    by_level: dict[str, list[tuple[str, str]]] = {level: [] for level in Level.values}
    listed = list(rows.values_list("area__stable_id", "area__level", "name", "parent__stable_id"))
    parents = {stable_id: name for stable_id, _level, name, _above in listed}
    for stable_id, level, name, above in listed:
        by_level[level].append((stable_id, f"{name} ({parents[above]})" if above in parents else name))
    return [(str(Level(level).label), found) for level, found in by_level.items() if found]


def _given_in(area: Area) -> QuerySet[Grant]:
    inside = Containment.objects.filter(outer=area).values("inner")
    return Grant.objects.valid_at(timezone.now()).filter(area__in=inside)
