"""Two fictional towns side by side, with people of every role in each: small, and whole enough to be walked."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.indicators.tests.test_exchanged import figures
from confianza.analysis.territory.reading import File
from confianza.web.accounts import actions as accounts
from confianza.web.accounts.actions import emergencies
from confianza.web.accounts.cast import CAST
from confianza.web.accounts.models import EmergencyAccess, Purpose, Role, User
from confianza.web.accounts.models.emergencies import EmergencyMode
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory.actions import network
from confianza.web.observatory.tests.neighbours import Neighbour
from confianza.web.records.actions import deliveries, meetings, reviews, uploads
from confianza.web.records.models import Outcome, Verdict
from confianza.web.records.tests import linked
from confianza.web.territory import queries as territory
from confianza.web.territory.actions import importing
from tests.matrix import (
    committee,
    coordinating,
    evaluations,
    field,
    granting,
    keys,
    planning,
    solving,
    survey,
    tip_line,
    told,
)
from tests.matrix.table import (
    EVERYWHERE,
    OTHER,
    OWN,
    PREVENTION,
    SUSPENDED,
    WITHOUT_GRANT,
)

PASSWORD = "una-clave-larga-de-prueba"
ENCINOS, ROBLES = "municipality-0101", "municipality-0102"
AREAS = {OWN: ENCINOS, OTHER: ROBLES, EVERYWHERE: None}
SOURCE = "canonical_es"
SLOWEST_WALK = timedelta(hours=3)
HEADER = "id_registro;fecha_hecho;sexo;edad;cod_depto;cod_mupio;zona;mecanismo;delito_nacional;iccs"


@dataclass(frozen=True)
class Town:
    """What belongs to one town: where it is, and what stands in the register and the store because of it."""

    area: Any
    zone: Any
    delivery: str
    upload: int
    analyst: User
    # The analyst's: a session on another device, and a key to log in with.
    session: int
    key: int
    # Somebody who was invited, with the only grant; and somebody who was suspended.
    colleague: User
    grant: int
    suspended: User
    # Requests for emergency access: one that waits, one that is over.
    waiting: int
    over: int
    # Two records nobody has looked at yet, and two on which analyst and coordinator do not agree.
    pair: tuple[str, str]
    disputed: tuple[str, str]
    # A meeting about that pair and two cases: one not settled yet, and one with its outcome.
    case: str
    meeting: int
    outcome: int
    # Of no town: a node of the network with an agreement and a package in quarantine, and one to be compared.
    node: int
    unconfirmed: int
    agreement: int
    package: int
    # Of the fieldwork (field.py).
    field_form: int
    form_version: int
    form_file: int
    telephone: int
    filled: int
    photo: int
    aside: int
    # Of the community (committee.py).
    body: int
    seat: int
    member: int
    gathering: int
    asked: int
    answered: int
    junta: int
    radio: int
    # Of the problems (solving.py).
    trouble: int
    kept_page: int
    # Of what was planned and promised (planning.py).
    shown_promise: int
    promised: int
    promised_file: int
    draft: int
    aim: int
    spare_aim: int
    before_meeting: int
    agreed: int
    # Of the weekly meeting and the quarter (coordinating.py).
    week_held: int
    week_ahead: int
    agreed_note: int
    report: int
    # Of grants (granting.py).
    fund: int
    fund_code: str
    funded: int
    shown_file: int
    # Of the surveys (survey.py).
    survey: int
    wave: int
    sampled: int
    draw: int
    next_wave: int
    # Of what surveys tell (told.py).
    publication: int
    assessment: int

    # Of the evaluations (evaluations.py).
    evaluation_question: int
    evaluation_computed: int
    evaluation_criticised: int
    objection: int
    objection_answered: int

    @property
    def marks(self) -> tuple[str, ...]:
        """Words that stand on pages only because of this town's own work, never because of the map."""
        code = self.area.code
        written = (
            f"{code}.csv",
            f"Oficina-{code}",
            f"Colega-{code}",
            f"Guardia-{code}",
            f"Emergencia-{code}",
            f"Formulario-{code}",
            f"Tableta-{code}",
            f"Comité-{code}",
            f"Problema-{code}",
            f"Junta-{code}",
            f"Solicitud-{code}",
            f"Jurado-{code}",
            f"Compromiso-{code}",
            f"Plan-{code}",
            f"Población-{code}",
            f"Evaluación-{code}",
        )
        return (self.delivery, self.analyst.username, f"Sala-{code}", *written)


@dataclass(frozen=True)
class World:
    """Both towns, and everybody by column and jurisdiction of the matrix."""

    encinos: Town
    robles: Town
    people: dict[tuple[str, str], User]
    tips: tip_line.TipLine


def build() -> World:
    """Build both towns through the doors a user goes through. Needs a workspace and an empty register."""
    importing.import_files(files=[_boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    people = {**_holders(), **_others()}
    for where in (OWN, OTHER):
        linked.tell(territory.area(AREAS[where]).code, by=people["analyst", where])
    linked.link()
    nodes = _network()
    encinos, robles = (_town(AREAS[where], where, people, nodes) for where in (OWN, OTHER))
    return World(encinos, robles, people, tip_line.build(people))


def _network() -> dict[str, int]:
    """Register a node that sends a package which cannot be, and write down another."""
    sender, stranger = Neighbour("Cedros"), Neighbour("Pinos", seed=8)
    node = sender.registered()
    package = sender.sends(figures().with_columns(rate=99.0))
    agreement = network.agree(
        node=node, title="Convenio", area_id=ENCINOS, tables=["figures"], by=COMMAND_LINE,
        until=timezone.localdate() + timedelta(days=300),
    )  # fmt: skip
    other = network.propose_node(
        name="Pinos", country="GT", level="municipal", key=stranger.public, by=COMMAND_LINE
    )
    return {
        "node": node.pk, "unconfirmed": other.pk, "agreement": agreement.pk, "package": package.pk,
    }  # fmt: skip


def _town(stable_id: str, where: str, people: dict[tuple[str, str], User], nodes: dict[str, int]) -> Town:
    area, analyst = territory.area(stable_id), people["analyst", where]
    invited, of_the_field = _invited(area), field.build(area)
    surveyed = survey.build(area, of_the_field["field_form"])
    return Town(
        area=area,
        zone=territory.area(f"zone-{area.code}-1"),
        delivery=_delivery(area.code, analyst),
        upload=_upload(area.code, analyst),
        analyst=analyst,
        session=_session(analyst),
        key=_key(analyst),
        colleague=invited.person,
        grant=invited.person.grants.get().pk,
        suspended=_suspended(area),
        waiting=_waiting(area),
        over=_over(area),
        **_reviewed(area, analyst, people["national_coordinator", where]),
        **nodes,
        **committee.build(area),
        **evaluations.build(area),
        **planning.build(area),
        **solving.build(area),
        **coordinating.build(area),
        **granting.build(area, people, where),
        **of_the_field,
        **surveyed,
        **told.build(area, surveyed["next_wave"]),
    )


def _reviewed(area: Any, analyst: User, coordinator: User) -> dict[str, Any]:
    """Return a pair that waits, one in dispute, and a meeting that has settled one of its two cases."""
    pair, disputed = linked.waiting_in(area.code)
    for person, verdict in ((analyst, Verdict.SAME), (coordinator, Verdict.DIFFERENT)):
        reviews.decide(pair=disputed, areas=(area, area), verdict=verdict, reason="Por la edad.", by=person)
    case, settled = linked.cases_in(area.code)[:2]
    meeting = meetings.prepare(
        held_on=date(2026, 7, 1), place=f"Sala-{area.code}", institutions=["Policía", "Morgue"], linkage="",
        cases={case: [case], settled: [settled]}, pairs=[disputed], area=area, by=analyst,
    )  # fmt: skip
    outcome = meetings.settle(
        meeting=meeting, case=settled, outcome=Outcome.STAYS_OPEN, reason="Falta el acta.", by=analyst
    )
    told = {"case": case, "meeting": meeting.pk, "outcome": outcome.pk}
    return {"pair": pair, "disputed": disputed, **told}


def _invited(area: Any) -> accounts.Invited:
    return accounts.invite(
        username=f"colega-{area.code}", first_name=f"Colega-{area.code}", role=Role.SCHOOL_DIRECTOR, area=area,
        reason="Dirige una escuela.", by=COMMAND_LINE,
    )  # fmt: skip


def _suspended(area: Any) -> User:
    person = _person(f"ausente-{area.code}", Role.SCHOOL_DIRECTOR, area.stable_id, None)
    accounts.suspend(person=person, reason="Se fue de viaje.", by=COMMAND_LINE)
    return person


def _session(person: User) -> int:
    elsewhere = SessionStore()
    elsewhere.create()
    key = elsewhere.session_key or ""
    return accounts.begin_session(person=person, key=key, device="Firefox", by=person).pk


def _key(person: User) -> int:
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=person, type=kind, data=keys.registered()).pk


def _emergency(area: Any, why: str, mode: EmergencyMode) -> EmergencyAccess:
    asker = _person(f"guardia-{why}-{area.code}", Role.BEAT_OFFICER, area.stable_id, None)
    User.objects.filter(pk=asker.pk).update(first_name=f"Guardia-{area.code}")
    return emergencies.ask(
        by=asker, role=Role.VICTIM_SUPPORT, area=area, purpose=Purpose.VICTIM_SUPPORT, mode=mode,
        reason=f"Emergencia-{area.code}: hay una persona en peligro ahora.",
    )  # fmt: skip


def _waiting(area: Any) -> int:
    """A request that still waits at the end of a slow walk: nobody's question may decide it by coming late."""
    access = _emergency(area, "espera", EmergencyMode.WAITS)
    EmergencyAccess.objects.filter(pk=access.pk).update(asked_at=access.asked_at + SLOWEST_WALK)
    return access.pk


def _over(area: Any) -> int:
    access = _emergency(area, "fin", EmergencyMode.AT_ONCE)
    return emergencies.end(access=access, by=access.person).pk


def _holders() -> dict[tuple[str, str], User]:
    kinds = [(str(member.role), member.role, None) for member in CAST]
    kinds.append((PREVENTION, Role.ANALYST, Purpose.PREVENTION))
    return {
        (who, where): _person(f"{who}-{where}", role, area, purpose)
        for who, role, purpose in kinds
        for where, area in AREAS.items()
    }


def _others() -> dict[tuple[str, str], User]:
    suspended = _person("suspended", Role.ANALYST, None, None)
    User.objects.filter(pk=suspended.pk).update(is_active=False)
    plain = accounts.create_account(username="without-grant", password=PASSWORD, by=COMMAND_LINE)
    keys.guard(plain)
    return {(SUSPENDED, OWN): suspended, (WITHOUT_GRANT, OWN): plain}


def _person(username: str, role: Role, area: str | None, purpose: Purpose | None) -> User:
    person = accounts.create_account(username=username, password=PASSWORD, by=COMMAND_LINE)
    place = territory.area(area) if area else None
    accounts.give(person=person, role=role, area=place, purpose=purpose, by=COMMAND_LINE)
    keys.guard(person)
    return person


def _content(code: str) -> bytes:
    """Return a file of a town's own: three claims in its first zone and a row with a cell too many."""
    rows = [
        f"{code}-{n};{n + 1:02}/05/2026;H;30;1;{int(code)};Zona 1;arma de fuego;Homicidio;0101"
        for n in range(4)
    ]
    return "\n".join([HEADER, *rows[:3], rows[3] + ";sobra"]).encode()


def _delivery(code: str, by: User) -> str:
    file = DeliveredFile(f"{code}.csv", _content(code))
    return deliveries.receive_delivery(
        files=[file], source=SOURCE, office=f"Oficina-{code}", today=date(2026, 6, 10), by=by
    ).id


def _upload(code: str, by: User) -> int:
    file = SimpleUploadedFile(f"{code}.csv", _content(code).replace(b"2026", b"2025"))
    brought = uploads.bring(
        files=[file], source=SOURCE, office=f"Oficina-{code}", by=by, then=lambda upload: None
    )
    return uploads.check_upload(upload=brought, by=by).pk


def _feature(level: str, code: str, name: str, west: float, east: float, parent: str = "") -> dict[str, Any]:
    ring = [[west, 14], [east, 14], [east, 15], [west, 15], [west, 14]]
    properties = {"level": level, "code": code, "name": name, "parent_code": parent, "population_2020": 9000}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _boundaries() -> File:
    features = [
        _feature("department", "01", "Valle", -92, -90),
        _feature("municipality", "0101", "Encinos", -92, -91, "01"),
        _feature("municipality", "0102", "Robles", -91, -90, "01"),
        _feature("zone", "0101-1", "Zona 1", -92, -91.5, "0101"),
        _feature("zone", "0101-2", "Zona 2", -91.5, -91, "0101"),
        _feature("zone", "0102-1", "Zona 1", -91, -90, "0102"),
        _feature("substation", "S1", "Subestación Encinos", -92, -91),
        _feature("substation", "S2", "Subestación Robles", -91, -90),
    ]
    document = {"type": "FeatureCollection", "features": features}
    return File("valle.geojson", json.dumps(document).encode())
