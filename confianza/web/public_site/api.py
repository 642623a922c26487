"""Open data for machines: what is published, read only, without an account, in one version (v1).

Nothing is computed here: every figure stands in a release. A hidden figure is null with `hidden: true`,
whatever hid it; in CSV it is `..`. Errors are one sentence.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from confianza.web.lib import doors, languages
from confianza.web.lib.spreadsheets import csv_line
from confianza.web.public_site import memory, queries, schemas, words
from confianza.web.public_site.queries import Shown

# Another site's page may read this: it is open data, asked for without any credential.
FOR_ALL_SITES = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
                 "Access-Control-Expose-Headers": "ETag, Last-Modified, Link"}  # fmt: skip
FIGURE_COLUMNS = ("area_id", "indicator_id", "period", "count", "hidden", "rate", "rate_low", "rate_high",
                  "smoothed", "source", "months_told", "complete", "status")  # fmt: skip

api = NinjaAPI(
    title="Confianza",
    version="v1",
    description=gettext_noop(
        "Published figures of a municipal crime observatory. CC BY 4.0. Read only, no account."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="public_site:api-v1",
)


class Refused(Exception):
    """What was asked for cannot be answered; the sentence says why and what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        self.sentence, self.status = sentence, status
        super().__init__(sentence)


ERRORS = {400: schemas.Problem, 404: schemas.Problem}


@api.get(
    "/releases",
    response={200: list[schemas.ReleaseOut], **ERRORS},
    url_name="api-releases",
    summary=gettext_noop("Every release"),
)
def releases(request: HttpRequest) -> Any:
    """The newest first, with what changed and the files to download."""
    return [_release(each, request) for each in queries.releases()]


@api.get(
    "/releases/{version}",
    response={200: schemas.ReleaseOut, **ERRORS},
    url_name="api-release",
    summary=gettext_noop("One release"),
)
def one_release(request: HttpRequest, version: str) -> Any:
    """What one release holds; `latest` is the newest."""
    return _release(_shown(None if version == "latest" else version).release, request)


@api.get(
    "/indicators",
    response={200: list[schemas.IndicatorOut], **ERRORS},
    url_name="api-indicators",
    summary=gettext_noop("What is counted"),
)
def indicators(request: HttpRequest, release: str | None = None) -> Any:
    """Every indicator of a release, in the language asked for with `idioma`."""
    spoken = languages.spoken_to(request)
    fields = ("id", "version", "multiplier", "basis")
    return [
        {
            **{name: getattr(each, name) for name in fields},
            "name": each.name(spoken),
            "caveat": each.caveat(spoken),
        }
        for each in _shown(release).indicators.values()
    ]


@api.get(
    "/areas",
    response={200: list[schemas.AreaOut], **ERRORS},
    url_name="api-areas",
    summary=gettext_noop("Where it is counted"),
)
def areas(request: HttpRequest, level: str | None = None, release: str | None = None) -> Any:
    """Every area of a release, of both geographies."""
    shown = _shown(release)
    _known(level, {place.level for place in shown.places.values()}, "level")
    return [vars(place) for place in shown.places.values() if level in (None, place.level)]


@api.get(
    "/shapes",
    response={200: dict[str, Any], **ERRORS},
    url_name="api-shapes",
    summary=gettext_noop("The areas' borders"),
)
def shapes(request: HttpRequest, release: str | None = None) -> Any:
    """GeoJSON in degrees, simplified; features carry `area_id`."""
    return _shown(release).release.shapes()


@api.get(
    "/figures",
    response={200: schemas.FiguresOut, **ERRORS},
    url_name="api-figures",
    summary=gettext_noop("The figures"),
)
def figures(request: HttpRequest, asked: Query[schemas.FigureQuery]) -> Any:
    """Counts and rates by area, indicator and period; `format=csv` gives the same rows as a file."""
    shown = _shown(asked.release)
    rows = _wanted(shown, asked)
    if asked.format == "csv":
        name = "-".join(filter(None, ("confianza", asked.indicator, asked.area, asked.grain)))
        return _csv(rows.iter_rows(named=True), f"{name}.csv")
    page = rows.slice(asked.offset, asked.limit)
    after = asked.offset + asked.limit
    return {
        "release": shown.version, "total": rows.height, "limit": asked.limit, "offset": asked.offset,
        "next": _next(request, after) if after < rows.height else None, "items": page.to_dicts(),
    }  # fmt: skip


@api.get(
    "/points",
    response={200: schemas.PointsOut, **ERRORS},
    url_name="api-points",
    summary=gettext_noop("Places on the map"),
)
def points(request: HttpRequest, indicator: str | None = None, release: str | None = None) -> Any:
    """Snapped points: each stands for eight homes or more. Offences that must not be mapped have none."""
    shown = _shown(release)
    _known(indicator, shown.indicators, "indicator")
    note = _("Each point stands for eight homes or more around it, never for the place of an event.")
    wanted = [indicator] if indicator else list(shown.indicators)
    items = [row for each in wanted for row in shown.release.points(each).to_dicts()]
    return {"release": shown.version, "note": note, "items": items}


@api.get(
    "/bulletins",
    response={200: list[schemas.BulletinOut], **ERRORS},
    url_name="api-bulletins",
    summary=gettext_noop("The bulletins"),
)
def bulletins(request: HttpRequest, area: str | None = None) -> Any:
    """The newest first, each with the address of its PDF."""
    fields = ("version", "period", "area_id", "language", "made_at", "corrects")
    return [
        {**{name: getattr(each, name) for name in fields},
         "url": request.build_absolute_uri(reverse("public_site:bulletin", args=[each.version]))}
        for each in queries.bulletins(area)
    ]  # fmt: skip


@api.get(
    "/corrections",
    response={200: list[schemas.CorrectionOut], **ERRORS},
    url_name="api-corrections",
    summary=gettext_noop("Corrections"),
)
def corrections(request: HttpRequest) -> Any:
    """What was published as a correction of what, and why."""
    fields = ("kind", "version", "corrects", "reason", "made_at")
    return [{name: getattr(each, name, None) for name in fields} for each in queries.corrections()]


def _shown(version: str | None) -> Shown:
    found = queries.release(version) if version else queries.latest()
    if found is None and version:
        sentence = _("There is no release “%(version)s”; /api/v1/releases lists them all.")
        raise Refused(sentence % {"version": version}, 404)
    if found is None:
        raise Refused(_("Nothing is published yet."), 404)
    return found


def _known(asked: str | None, among: Iterable[str], kind: str) -> None:
    known = list(among)
    if asked is None or asked in known:
        return
    import difflib

    near = difflib.get_close_matches(asked, known, n=3)
    told = {"name": kind, "asked": asked, "known": ", ".join(near or sorted(known)[:8])}
    if near:
        raise Refused(_("“%(asked)s” is no %(name)s of this release; did you mean %(known)s?") % told, 404)
    raise Refused(_("“%(asked)s” is no %(name)s of this release; known: %(known)s.") % told, 404)


def _wanted(shown: Shown, asked: schemas.FigureQuery) -> Any:
    import polars as pl

    _known(asked.indicator, shown.indicators, "indicator")
    _known(asked.area, shown.places, "area")
    _known(asked.level, {place.level for place in shown.places.values()}, "level")
    frame = shown.release.figures(area=asked.area, indicator=asked.indicator, grain=asked.grain)
    if asked.level:
        ids = [place.area_id for place in shown.places.values() if place.level == asked.level]
        frame = frame.filter(pl.col("area_id").is_in(ids))
    if asked.first:
        frame = frame.filter(pl.col("period") >= asked.first)
    if asked.last:
        # A year as the last period means all its months.
        frame = frame.filter(pl.col("period").str.slice(0, len(asked.last)) <= asked.last)
    return frame.select(FIGURE_COLUMNS).sort("area_id", "indicator_id", "period")


def _next(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _release(each: Any, request: HttpRequest) -> Mapping[str, Any]:
    spoken = languages.spoken_to(request)
    fields = ("version", "made_at", "as_of", "corrects", "reason")
    return {
        **{name: getattr(each, name) for name in fields},
        "changes": list(each.changes(spoken)),
        "files": [
            {"name": file.name, "title": file.title(spoken), "media_type": file.media_type, "size": file.size,
             "sha256": file.sha256,
             "url": request.build_absolute_uri(reverse("public_site:file", args=[each.version, file.name]))}
            for file in each.files()
        ],
    }  # fmt: skip


def _csv(rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    lines = [csv_line(FIGURE_COLUMNS, end="\n"), *(csv_line(_cells(row), end="\n") for row in rows)]
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cells(row: Mapping[str, Any]) -> Sequence[Any]:
    veiled = ("count", "rate", "rate_low", "rate_high", "smoothed") if row["hidden"] else ()
    return [words.HIDDEN if name in veiled else row[name] for name in FIGURE_COLUMNS]


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return JsonResponse({"error": refused.sentence}, status=refused.status)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say of the first thing wrong where it stands and what it should be."""
    first = error.errors[0]
    told = {"name": first["loc"][-1], "why": first["msg"]}
    sentence = _("The parameter “%(name)s” is not understood: %(why)s.") % told
    return JsonResponse({"error": sentence}, status=400)


def _unknown_names(request: HttpRequest, known: Iterable[str]) -> HttpResponse | None:
    """A name written wrong must not give everything instead of what was wanted."""
    allowed = {*known, languages.ASKED_FOR}
    strange = [name for name in request.GET if name not in allowed]
    if not strange:
        return None
    told = {"name": strange[0], "known": ", ".join(sorted(allowed))}
    sentence = _("“%(name)s” is no parameter here; known: %(known)s.") % told
    return JsonResponse({"error": sentence}, status=400)


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address of the API that does not exist."""
    sentence = _("There is nothing here; /api/v1/openapi.json lists every address.")
    return JsonResponse({"error": sentence}, status=404)


def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the API for machines (OpenAPI 3.1)."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@functools.cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1"))


@functools.cache
def _parameters(route: str) -> tuple[str, ...]:
    described = description()["paths"].get(f"/api/v1/{route}", {}).get("get", {})
    return tuple(each["name"] for each in described.get("parameters", ()) if each["in"] == "query")


def _open(view: Callable[..., HttpResponseBase], known: Callable[[], Iterable[str]] | None = None) -> Any:
    """Hang the door for everyone before a view of the API, and let any site read what it answers."""

    @require_safe
    @doors.open_to_everyone
    @memory.for_everyone
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        strange = _unknown_names(request, known()) if known else None
        if request.method == "HEAD":
            request.method = "GET"  # ninja takes it for another deed; the server leaves the body out
        answer = strange or view(request, *args, **kwargs)
        for name, value in FOR_ALL_SITES.items():
            answer[name] = value
        return answer

    return opened


def _pattern(found: URLPattern) -> URLPattern:
    route = str(found.pattern)
    known = functools.partial(_parameters, route.replace("<version>", "{version}"))
    return path(route, _open(found.callback, known), name=found.name)


def patterns() -> list[URLPattern]:
    """Return the addresses of the API, each with its door."""
    found = [
        _pattern(each) for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"
    ]
    own = path("openapi.json", _open(openapi), name="api-openapi")
    return [*found, own, path("<path:rest>", _open(nothing_here), name="api-nothing")]
