"""What was asked, promised and done, in my place and one by one; and feeds to follow it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from confianza.web.lib import doors, handing_out
from confianza.web.plans.published import commitments, exhibits, prevention, problems
from confianza.web.public_site import promise_pages as pages
from confianza.web.public_site.views import answering

ATOM = "application/atom+xml; charset=utf-8"


@require_safe
@doors.open_to_everyone
def promises(request: HttpRequest) -> HttpResponse:
    """Show what was asked, promised and done in a place (`?lugar=`), or everywhere."""
    place = pages.where(request.GET.get("lugar", ""))
    return answering.page(request, "promises", pages.of_place(place, request.GET.get("page")))


@require_safe
@doors.open_to_everyone
def feed(request: HttpRequest) -> HttpResponse:
    """Hand over the latest steps of the promises of a place, for readers of feeds."""
    place = pages.where(request.GET.get("lugar", ""))
    return HttpResponse(pages.feed_of_place(place, _base(request)), content_type=ATOM)


@require_safe
@doors.open_to_everyone
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """Show one promise, with everything that happened to it."""
    told = commitments.promise(number) or _not_there()
    steps = [(each, pages.what_happened(each)) for each in commitments.moments(number)]
    files = exhibits.of_promise(number)
    return answering.page(request, "promise", {"told": told, "steps": steps, "exhibits": files})


@require_safe
@doors.open_to_everyone
def exhibit(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out a picture or a paper that somebody decided to show to everybody."""
    told, content = exhibits.exhibit(number) or _not_there()
    return handing_out.file(content, media_type=told.media_type, name=told.name)


@require_safe
@doors.open_to_everyone
def promise_feed(request: HttpRequest, number: int) -> HttpResponse:
    """Hand over what happens to one promise, for readers of feeds."""
    told = commitments.promise(number) or _not_there()
    content = pages.feed_of_promise(told, commitments.moments(number), _base(request))
    return HttpResponse(content, content_type=ATOM)


@require_safe
@doors.open_to_everyone
def problem(request: HttpRequest, number: int) -> HttpResponse:
    """Show one problem: what is promised about it, and what came of that."""
    told = problems.problem(number) or _not_there()
    return answering.page(request, "problem", pages.of_problem(told))


@require_safe
@doors.open_to_everyone
def plans(request: HttpRequest) -> HttpResponse:
    """Show the prevention plans of a place (`?lugar=`), or all of them."""
    place = pages.where(request.GET.get("lugar", ""))
    return answering.page(request, "plans", pages.plans_of(place, request.GET.get("page")))


@require_safe
@doors.open_to_everyone
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Show one prevention plan, as it stands before its meeting or was approved."""
    told = prevention.plan(number) or _not_there()
    return answering.page(request, "plan", pages.of_plan(told))


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _not_there() -> Any:
    raise Http404
