"""Addresses as nobody may leave them: most of these views have no door. Read by test_checks.py."""

import functools

from django.http import HttpResponse
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View

from confianza.web.lib import doors


def bare(request, **_kwargs):
    return HttpResponse()


@require_safe
@doors.open_to_signed_in
def with_door(request):
    return HttpResponse()


@require_safe
def only_decorated(request):
    return HttpResponse()


class Page(View):
    def get(self, request):
        return HttpResponse()


@method_decorator(doors.open_to_signed_in, name="dispatch")
class PageWithDoor(View):
    def get(self, request):
        return HttpResponse()


deeper = ([path("abajo/", bare, name="deep"), path("abajo/puerta/", with_door, name="closed")], "room")
urlpatterns = [
    path("bare/<int:number>/", bare, name="bare"),
    path("door/", with_door, name="door"),
    path("decorated/", only_decorated, name="decorated"),
    path("class/", Page.as_view(), name="class"),
    path("class/door/", PageWithDoor.as_view(), name="class_with_door"),
    path("someone-elses/", TemplateView.as_view(template_name="404.html"), name="someone_elses"),
    path("partial/", functools.partial(with_door, number=1), name="partial"),
    path("nameless/", bare),
    path("sala/", include([path("interior/", include(deeper))])),
]
