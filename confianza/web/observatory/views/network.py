"""The network of observatories: who is in it, what all say together, what came and what waits."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from confianza.store.signing import Refused
from confianza.web.lib.doors import open_to_everyone, open_when
from confianza.web.observatory import network_pages, network_sentences, permissions
from confianza.web.observatory.actions import exchange
from confianza.web.observatory.actions import network as deeds
from confianza.web.observatory.forms import network as forms

FORM = "observatory/network/form.html"


def _done(form: Any, deed: Callable[..., Any]) -> Any:
    """Do a deed with what a form says; where it is refused, the form says why and nothing is returned."""
    if not form.is_valid():
        return None
    try:
        return deed(**form.cleaned_data)
    except network_sentences.NetworkRefused as refused:
        form.add_error(None, str(refused))
    except Refused as refused:
        form.add_error(None, network_sentences.of_refusal(refused))
    return None


@require_safe
@open_when(permissions.can_see_network)
def network(request: HttpRequest) -> HttpResponse:
    """Show who is in the network, how late they are, and what all of them say of one indicator."""
    form_of = partial(forms.PictureForm, request.GET or None)
    context = network_pages.overview(request.user, lambda choices: form_of(indicators=choices))
    return render(request, "observatory/network/network.html", context)


@open_when(permissions.can_see_network)
def register_node(request: HttpRequest) -> HttpResponse:
    """Write down another node; its fingerprint is compared on its own page."""
    form = forms.NodeForm(request.POST or None)
    made = _done(form, partial(deeds.propose_node, by=request.user)) if request.method == "POST" else None
    if made is None:
        return render(request, "observatory/network/register.html", {"form": form})
    return redirect("observatory:network_node", made.pk)


@require_safe
@open_when(permissions.can_see_network)
def network_node(request: HttpRequest, number: int) -> HttpResponse:
    """Show one node, and ask for its fingerprint as long as nobody compared it."""
    context = network_pages.node(request.user, number)
    return render(request, "observatory/network/node.html", {**context, "form": forms.FingerprintForm()})


@require_POST
@open_when(permissions.can_see_network)
def confirm_node(request: HttpRequest, number: int) -> HttpResponse:
    """Compare the fingerprint that somebody typed."""
    context = network_pages.node(request.user, number)
    form = forms.FingerprintForm(request.POST)
    if _done(form, partial(deeds.confirm_node, node=context["node"], by=request.user)) is None:
        return render(request, "observatory/network/node.html", {**context, "form": form})
    messages.success(request, _("The fingerprint is right: packages of this node are taken from now on."))
    return redirect("observatory:network_node", number)


@open_when(permissions.can_see_network)
def replace_key(request: HttpRequest, number: int) -> HttpResponse:
    """Give a node another key, because a person says so."""
    context = network_pages.node(request.user, number)
    form = forms.KeyForm(request.POST or None)
    deed = partial(deeds.replace_key, node=context["node"], by=request.user)
    if request.method != "POST" or _done(form, deed) is None:
        return render(request, "observatory/network/key.html", {**context, "form": form})
    return redirect("observatory:network_node", number)


@open_when(permissions.can_see_network)
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what is sent to a node, and until when."""
    context = network_pages.node(request.user, number)
    form = forms.AgreementForm(request.POST or None, initial={"area_id": network_pages.own_area()})
    deed = partial(deeds.agree, node=context["node"], by=request.user)
    if request.method != "POST" or _done(form, deed) is None:
        return render(request, "observatory/network/agree.html", {**context, "form": form})
    return redirect("observatory:network_node", number)


@require_POST
@open_when(permissions.can_see_network)
def end_agreement(request: HttpRequest, number: int) -> HttpResponse:
    """End an agreement today."""
    agreement = network_pages.agreement(request.user, number)
    deeds.end_agreement(agreement=agreement, by=request.user)
    return redirect("observatory:network_node", agreement.node_id)


@open_when(permissions.can_see_network)
def receive_package(request: HttpRequest) -> HttpResponse:
    """Take in a package that came on a stick, or say why not."""
    form = forms.PackageForm(request.POST or None, request.FILES or None)
    deed: Any = lambda file: exchange.receive(data=file.read(), by=request.user)  # noqa: E731
    made = _done(form, deed) if request.method == "POST" else None
    if made is None:
        return render(request, "observatory/network/receive.html", {"form": form})
    return redirect("observatory:network_package", made.pk)


@require_safe
@open_when(permissions.can_see_network)
def network_package(request: HttpRequest, number: int) -> HttpResponse:
    """Show one package, and ask what becomes of it while it is in quarantine."""
    context = network_pages.package(request.user, number)
    return render(request, "observatory/network/package.html", {**context, "form": forms.DecisionForm()})


@require_POST
@open_when(permissions.can_see_network)
def decide_package(request: HttpRequest, number: int) -> HttpResponse:
    """Let a package in, or refuse it, with a reason."""
    context = network_pages.package(request.user, number)
    form = forms.DecisionForm(request.POST)
    made = _done(form, partial(_decide, context["package"], request.user))
    if made is None:
        return render(request, "observatory/network/package.html", {**context, "form": form})
    return redirect("observatory:network_package", number)


def _decide(package: Any, by: Any, *, verdict: str, reason: str) -> Any:
    return exchange.decide(package=package, let_in=verdict == "let_in", reason=reason, by=by)


@require_safe
@never_cache
@open_to_everyone
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand the next package to the node that signed the request; to anybody else nothing is here."""
    try:
        data = exchange.answer_request(headers=request.headers, by=None)
    except PermissionError:
        raise Http404 from None
    if data is None:
        return HttpResponse(status=204)
    return HttpResponse(data, content_type="application/octet-stream")
