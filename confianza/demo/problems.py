"""Problems of the town, as its people take them from what is seen to what came of it.

Six of them, one or two in each stage: a market, a way to school, shops that are made to pay, a bar, a park,
an alley. Whoever tells of people tells of kinds of people. What the assessments say is computed from the
town's own figures; nobody wrote here what they should say, so that lessons are told for whatever they find.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from confianza.demo import clock

DAY = timedelta(days=1)
# After it was opened: the day on which it was agreed how it is measured.
AGREED = 12 * DAY
# Who keeps pages of the analysis and computes results, whoever leads.
ANALYST = "ana"
MARKET, CENTRE, PARK, BAR = "zone-230104", "zone-230101", "zone-230105", "zone-230108"
# Where a sign of this kind was seen, and leads back to.
PAGES = {
    "hot_spot": "/observatorio/mapa/?indicator={indicator}&area={area}",
    "incidents": "/observatorio/cuando/?indicator={indicator}&area={area}",
}


@dataclass(frozen=True)
class Answer:
    """What somebody promised: who can solve it, who answers (an account, or an institution by name), in how
    many days, and what shows that it was kept ("": still open).
    """

    what: str
    whose: str
    who: str
    days: int
    shown: str = ""


@dataclass(frozen=True)
class Story:
    """A problem: when it was opened (days ago), by which sign, what was found, and what was promised."""

    title: str
    area: str
    offence: str
    setting: str
    leader: str
    days_ago: int
    sign: tuple[str, str]
    findings: tuple[tuple[str, str], ...] = ()
    beside: str = ""
    answers: tuple[Answer, ...] = ()
    lesson: str = ""
    public: str = ""
    request: str = ""
    pages: tuple[str, ...] = ()
    stage: str = "scan"
    opened_by: str = ""
    next_in: int = 9
    summary: str = ""


STORIES = (
    Story(
        "Robos en la parada del mercado, al caer la tarde", MARKET, "robbery", "transport", "catalina", 24,
        ("incidents", "De cada tres robos de la ciudad, más de uno es alrededor del mercado"),
        summary="Cuando cierran los puestos, oscurece y el bus tarda.",
        findings=(
            ("who", "Grupos de dos o tres que esperan entre los puestos; a quien carga compras o la paga."),
            ("where", "Los treinta metros entre la última lámpara y la parada, atrás del mercado."),
            ("when", "De tres de la tarde a once de la noche, todos los días."),
            ("why", "Sin luz, sin nadie que mire, y el bus tarda veinte minutos a esa hora."),
            ("tried", "Una patrulla fija en marzo: se movió a la calle de atrás."),
        ),
        beside=PARK,
        answers=(
            Answer("Dos parejas a pie, de 15 a 23, por cuatro semanas", "police", "catalina", 30),
            Answer("Cinco lámparas entre el mercado y la parada", "utilities", "Empresa eléctrica", 8),
            Answer("Acercar la parada quince metros a la salida", "municipality", "gloria", 55),
        ),
        public="Robos en la parada del mercado",
        pages=("months", "week"),
        stage="respond",
        opened_by=ANALYST,
    ),
    Story(
        "Cobros a los comercios de la calle principal", MARKET, "extortion", "market", "catalina", 47,
        ("tips", "Cobros en comercios pequeños, zona del mercado; lo escribió a mano quien atiende la línea"),
        findings=(("who", "Se pide por teléfono, y pasa alguien a recoger; a comercios de familia."),),
        stage="analyse",
        next_in=-5,
    ),
    Story(
        "Asaltos a estudiantes camino a la escuela", CENTRE, "robbery", "school", "hugo", 430,
        ("request", "El COCODE pide que alguien pase a la salida de la escuela"),
        request="Que la patrulla pase a la salida de la escuela",
        findings=(
            ("who", "Muchachos mayores, a quien va solo y lleva teléfono."),
            ("where", "El atajo por el predio vacío, dos cuadras antes de la escuela."),
            ("when", "De 12:30 a 13:30, en días de clase."),
            ("why", "El atajo ahorra diez minutos y nadie lo ve desde la calle."),
        ),
        beside=PARK,
        answers=(
            Answer("Cerrar el atajo y limpiar el predio", "municipality", "gloria", 30, "Acta de obras 18"),
            Answer("Vecinas en las dos esquinas a la salida", "community", "COCODE", 20, "Lista de turnos"),
            Answer("Salida en grupos, con una maestra", "school", "Dirección de escuela", 20, "Circular 7"),
        ),
        lesson=(
            "Cerrar el atajo fue lo más barato y lo único que siguió en pie al año. Los números de la zona "
            "entera no ven una esquina: otra vez mediríamos el atajo, con lo que cuentan las maestras."
        ),
        public="El camino a la escuela",
        stage="closed",
    ),
    Story(
        "Pleitos a la salida de los bares, viernes y sábado", BAR, "assault", "bar", "catalina", 425,
        ("hot_spot", "Celda caliente: lesiones de madrugada en dos cuadras"),
        findings=(
            ("who", "Clientes entre sí, casi siempre conocidos; pocos con arma."),
            ("where", "Dos cuadras con seis bares que cierran a la misma hora."),
            ("when", "Viernes y sábado, de una a tres de la mañana."),
            ("why", "Todos salen a la vez y no hay cómo irse."),
        ),
        beside=PARK,
        answers=(
            Answer("Que los bares cierren por turnos", "municipality", "gloria", 45, "Acuerdo municipal 31"),
            Answer("Una pareja a pie de una a tres", "police", "catalina", 15, "Bitácoras de junio a agosto"),
        ),
        lesson=(
            "El acuerdo se firmó, pero nadie vio si los bares lo cumplían. Antes de decir que algo no sirve "
            "hay que saber si se hizo. Otra vez pondríamos quién lo revisa cada fin de semana."
        ),
        public="Pleitos a la salida de los bares",
        stage="closed",
    ),
    Story(
        "Hurtos en el parque los domingos", PARK, "theft", "street", "gloria", 415,
        ("survey", "En la encuesta, el parque es donde más gente dice que no va por miedo"),
        findings=(
            ("who", "A familias con bolsas en el suelo; no se sabe quién."),
            ("where", "La orilla de los juegos, lejos de las ventas."),
            ("when", "Domingos por la tarde."),
        ),
        beside=CENTRE,
        answers=(
            Answer("Ventas alrededor de los juegos", "municipality", "gloria", 60, "Permisos 4 a 11"),
            Answer("Domingos con bandas de la escuela", "school", "Dirección de la escuela", 60, "Programa"),
        ),
        stage="assess",
        next_in=6,
    ),
    Story(
        "El callejón oscuro junto a la cancha", CENTRE, "", "street", "hugo", 6,
        ("request", "Seis lámparas apagadas junto a la cancha"),
        request="Reparar seis lámparas del callejón junto a la cancha",
        next_in=3,
    ),
)  # fmt: skip


def take_up(today: date) -> None:
    """Open the problems of the town and take each as far as it came."""
    from confianza.web.accounts.models import User

    people = {person.username: person for person in User.objects.all()}
    for story in STORIES:
        _live(story, today, people)


def _live(story: Story, today: date, people: dict[str, Any]) -> None:
    """Tell a problem day by day: each step on the day it was taken."""
    from confianza.web.plans.actions import problems

    leader, begun = people[story.leader], today - story.days_ago * DAY
    with clock.on(begun):
        problem = _opened(story, leader, people[story.opened_by or story.leader], begun)
    if story.stage == "scan":
        return
    steps = [(begun + 3 * DAY, _understand), (begun + AGREED, _agree), (begun + 14 * DAY, _answer)]
    for on, step in steps:
        with clock.on(min(on, today - DAY)):
            step(problem, story, leader, people, today)
    # On the day itself: nobody held a role before the demo was built, and figures are shown to who holds one.
    for page in story.pages:
        problems.keep_page(problem=problem, page=page, by=_analyst())
    if story.public:
        problems.publish(problem=problem, title=story.public, by=people["gloria"])
    if story.stage in ("assess", "closed"):
        _conclude(problem, story, leader, today)


def _opened(story: Story, leader: Any, by: Any, day: date) -> Any:
    from confianza.web.community.models import Request
    from confianza.web.plans.actions import problems
    from confianza.web.plans.rules.problems import Seen
    from confianza.web.territory import queries

    origin, text = story.sign
    address = PAGES.get(origin, "").format(indicator=story.offence, area=story.area)
    request = Request.objects.filter(what=story.request).first() if story.request else None
    return problems.open_problem(
        title=story.title,
        area=queries.area(story.area),
        offence=story.offence,
        setting=story.setting,
        leader=leader,
        next_on=day + (story.days_ago + story.next_in if story.stage == "scan" else 7) * DAY,
        summary=story.summary,
        seen=Seen(origin, text, address, request),
        by=by,
    )


def _understand(problem: Any, story: Story, leader: Any, people: dict[str, Any], today: date) -> None:
    from confianza.web.plans.actions import problems

    problems.move(problem=problem, to="analyse", words="", next_on=_look(story, today), by=leader)
    for asks, text in story.findings:
        problems.find(problem=problem, asks=asks, text=text, by=leader)


def _agree(problem: Any, story: Story, leader: Any, people: dict[str, Any], today: date) -> None:
    """Agree on the year before against the year that begins with the month after."""
    from confianza.web.plans.actions import measures
    from confianza.web.territory import queries

    if not story.beside:
        return
    begins, ends = _year_after(_today())
    measures.agree(
        problem=problem,
        indicator=story.offence,
        area=queries.area(story.area),
        comparison=queries.area(story.beside),
        before=(_month(begins, -12), begins - DAY),
        after=(begins, ends),
        by=leader,
    )


def _answer(problem: Any, story: Story, leader: Any, people: dict[str, Any], today: date) -> None:
    from confianza.web.plans.actions import commitments, problems
    from confianza.web.plans.actions.commitments import Cause

    if not story.answers:
        return
    problems.move(problem=problem, to="respond", words="", next_on=_look(story, today), by=leader)
    for answer in story.answers:
        owner = people.get(answer.who)
        commitments.promise(
            area=problem.area,
            what=answer.what,
            whose=answer.whose,
            due_on=_today() + answer.days * DAY,
            owner=owner,
            owner_name="" if owner else answer.who,
            cause=Cause(problem=problem),
            by=leader,
        )


def _conclude(problem: Any, story: Story, leader: Any, today: date) -> None:
    """Keep what was promised on its day; months later, compute what came of it."""
    from confianza.web.plans.actions import commitments, measures, problems

    shown = {answer.what: answer.shown for answer in story.answers}
    for each in problem.commitments.all():
        with clock.on(each.due_on - DAY):
            commitments.move(commitment=each, to="kept", words=shown[each.what], by=leader)
            commitments.publish(commitment=each, text=each.what, by=leader)
    with clock.on(today - 8 * DAY):
        problems.move(
            problem=problem, to="assess", words="", next_on=today + max(story.next_in, 1) * DAY, by=leader
        )
    measures.appraise(problem=problem, by=_analyst())
    if story.stage == "closed":
        problems.move(problem=problem, to="closed", words="", lesson=story.lesson, next_on=today, by=leader)


def _analyst() -> Any:
    """Return the analyst anew: whoever was asked for on an earlier day remembers the roles of that day."""
    from confianza.web.accounts.models import User

    return User.objects.get(username=ANALYST)


def _look(story: Story, today: date) -> date:
    """Return when somebody looks again: so many days from the demo's day, which may have passed by then."""
    return max(today + story.next_in * DAY, _today())


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def _year_after(day: date) -> tuple[date, date]:
    """Return the first and the last day of the year that begins with the month after a day."""
    begins = _month(day, 1)
    return begins, _month(begins, 12) - DAY


def _month(day: date, months: int) -> date:
    """Return the first day of the month so many months after that of a day."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
