"""The page of one problem, put together for every step that comes back to it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from confianza.web.observatory import labels
from confianza.web.plans import permissions, problem_pages, problem_sentences, sentences
from confianza.web.plans.forms import problems as forms
from confianza.web.plans.models import Asks, Problem, Stage
from confianza.web.plans.queries import evidence, learned
from confianza.web.plans.queries import problems as queries
from confianza.web.plans.rules import measures as measure_rules
from confianza.web.plans.rules import problems as rules
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.plans.views import promising

# What a link that opens a problem may tell, by its name in the address.
IN_ADDRESS = {"origin": "origin", "area": "area", "text": "text", "address": "address", "request": "request",
              "indicator": "offence", "title": "title"}  # fmt: skip
LONGEST = 500


def visible(request: HttpRequest, problem_id: int) -> Problem:
    """Return a problem the person sees; any other is not there."""
    rows = queries.problems(request.user).prefetch_related("measures")
    found: Problem = get_object_or_404(rows, pk=problem_id)
    return found


def led(request: HttpRequest, problem_id: int) -> Problem:
    """Return a problem the person takes further; any other is not there."""
    found = visible(request, problem_id)
    if not permissions.leads(request.user, found):
        raise Http404
    return found


def asked_by(request: HttpRequest) -> dict[str, str]:
    """Return what an address tells of a problem to be opened."""
    told = {field: request.GET.get(name, "")[:LONGEST] for name, field in IN_ADDRESS.items()}
    return {field: value for field, value in told.items() if value}


def page(request: HttpRequest, found: Problem, **bound: Any) -> HttpResponse:
    """Show a problem from top to bottom; `bound` are forms that were refused."""
    today = timezone.localdate()
    (card,) = queries.cards([found], today)
    shown = {
        "problem": found,
        "place": card.place,
        "today": today,
        "headline": problem_sentences.headline(found, card.place),
        "stalled": problem_sentences.stalled(card.stalled),
        "next": problem_sentences.NEXT[Stage(found.stage)],
        "offence": labels.indicator(found.offence) if found.offence else "",
        "signs": [(sign, problem_sentences.sign_address(sign)) for sign in found.signs.all()],
        "moves": found.moves.order_by("at", "pk"),
        "lessons": learned.beside(request.user, found),
        **_analysis(request, found),
        **_measured(found),
        **promising.shown(request, found.area, problem=found),
        **(_forms(request, found) if permissions.leads(request.user, found) else {}),
    }
    return render(request, "plans/problems/problem.html", shown | bound)


def _analysis(request: HttpRequest, found: Problem) -> dict[str, Any]:
    findings: dict[str, list[Any]] = {}
    for each in found.findings.order_by("said_at"):
        findings.setdefault(each.asks, []).append(each)
    kept = evidence.of_problem(request.user, found).order_by("taken_at")
    pages = [(each, problem_sentences.title(each), problem_sentences.kept(each)) for each in kept]
    must = rules.MUST_BE_KNOWN
    return {
        "way": list(problem_pages.WAY.items()),
        "questions": [(asks, asks in must, findings.get(asks, [])) for asks in Asks],
        "pages": pages,
        "withheld": found.evidence.count() - len(pages),
    }


def _measured(found: Problem) -> dict[str, Any]:
    measures, made = list(found.measures.all()), list(found.appraisals.order_by("-computed_at"))
    newest = problem_pages.assessment(made[0]) if made else None
    return {
        "measures": [(each, problem_pages.measured(each)) for each in measures],
        "assessment": newest,
        "earlier": [(each, *problem_sentences.verdict(each.told)) for each in made[1:]],
        "is_over": bool(measures) and measures[0].after_until < timezone.localdate(),
        "can_appraise": bool(measures) and found.stage in (Stage.RESPOND, Stage.ASSESS),
    }


def _forms(request: HttpRequest, found: Problem) -> dict[str, Any]:
    is_open = found.stage != Stage.CLOSED
    told: dict[str, Any] = {
        "leads": True,
        "step_form": forms.StepForm(now=found.stage),
        "waits_for": _waits_for(found),
        "public_form": forms.PublicTitleForm(initial={"title": found.public_title}),
    }
    if is_open:
        told |= {
            "sign_form": sign_form(request),
            "finding_form": forms.FindingForm(),
            "page_form": page_form(request, found),
            "look_form": look_form(request, found),
        }
    if found.stage in measure_rules.OPEN_IN:
        told["measure_form"] = measure_form(request, found)
    return told


def sign_form(request: HttpRequest, data: Any = None) -> forms.SignForm:
    """Return the form of another sign."""
    return forms.SignForm(data, requests=queries.requests_of(request.user))


def page_form(request: HttpRequest, found: Problem, data: Any = None) -> forms.PageForm | None:
    """Return the form that keeps a page of the analysis; None where there is none to keep."""
    pages = evidence.pages_for(request.user, found)
    return forms.PageForm(data, pages=pages) if pages else None


def look_form(request: HttpRequest, found: Problem, data: Any = None) -> forms.LookForm:
    """Return the form of who leads and when somebody looks again; who was only named names nobody."""
    others = queries.who_could_lead(found.area) if permissions.hands_over(request.user, found) else []
    people = {one.pk: one for one in (found.leader, *others)}
    now = {"leader": str(found.leader_id), "next_on": found.next_on, "summary": found.summary}
    return forms.LookForm(data, initial=now, people=list(people.values()))


def measure_form(request: HttpRequest, found: Problem, data: Any = None) -> forms.MeasureForm:
    """Return the form of a measure, with what the problem is measured by and where it is."""
    now = {"indicator": found.offence, "area": found.area.stable_id}
    now |= forms.a_year_on_each_side(timezone.localdate())
    return forms.MeasureForm(
        data,
        initial=now,
        areas=queries.areas_around(found.area),
        beside=queries.areas_beside(request.user, found.area),
        offences=queries.MEASURES,
    )


def _waits_for(found: Problem) -> list[tuple[str, list[str]]]:
    """Return for each step forward what it still waits for, in words."""
    known = queries.known(found)
    return [
        (str(to.label), [sentences.refused(StepRefused(code)) for code in lacking])
        for to in rules.steps_from(found.stage)
        if (lacking := rules.lacks(found.stage, to, known))
    ]
