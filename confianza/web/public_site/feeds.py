"""What is new, for readers of feeds: releases, bulletins and corrections, as RSS and as Atom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.evaluation import published as evaluations
from confianza.web.evaluation.published import PublicEvaluation
from confianza.web.public_site import downloads, queries, survey_pages, words

MOST_ITEMS = 40
# Of a release; its page has them all.
MOST_CHANGES = 4


@dataclass(frozen=True)
class Item:
    """One thing that was published."""

    title: str
    text: str
    url: str
    at: datetime


def items() -> Sequence[Item]:
    """Return what was published, the newest first."""
    found = [
        *map(_release, queries.releases()),
        *map(_bulletin, queries.bulletins()),
        *map(_survey, survey_pages.everything()),
        *map(_evaluation, evaluations.published_ones()),
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)[:MOST_ITEMS]


def _release(each: Any) -> Item:
    url = reverse("public_site:release", args=[each.version])
    text = " ".join(each.changes(words.language())[:MOST_CHANGES])
    if each.corrects:
        title = _("Correction: release %(version)s replaces %(corrected)s") % {
            "version": each.version, "corrected": each.corrects
        }  # fmt: skip
        return Item(title, f"{each.reason} {text}".strip(), url, each.made_at)
    return Item(_("Release %(version)s") % {"version": each.version}, text, url, each.made_at)


def _bulletin(each: Any) -> Item:
    title = downloads.bulletin_title(each)
    if each.corrects:
        title = _("Correction: %(title)s") % {"title": title}
    text = getattr(each, "reason", "") or _("Published on %(date)s.") % {"date": writing.day(each.made_at)}
    return Item(title, text, reverse("public_site:bulletin", args=[each.version]), each.made_at)


def _survey(each: Any) -> Item:
    text = f"{each.found.reason} {each.page.summary}".strip()
    return Item(survey_pages.title(each.found), text, each.url, each.found.made_at)


def _evaluation(each: PublicEvaluation) -> Item:
    last = each.publications[0]
    values = {"title": each.words["title"]}
    title = _("Did it work? “%(title)s”") % values
    if last.reason:
        title = _("Correction: did it work? “%(title)s”") % values
    url = reverse("public_site:evaluation", args=[each.id])
    return Item(title, f"{last.reason} {each.claim}".strip(), url, last.made_at)


class Rss(Feed):
    """Everything new as RSS 2.0."""

    feed_type = Rss201rev2Feed

    def title(self) -> str:
        return _("Confianza: what is new")

    def description(self) -> str:
        return _("Releases, bulletins and corrections of the municipal observatory.")

    subtitle = description

    def link(self) -> str:
        return reverse("public_site:data")

    def items(self) -> Sequence[Item]:
        return items()

    def item_title(self, item: Item) -> str:
        return item.title

    def item_description(self, item: Item) -> str:
        return item.text

    def item_link(self, item: Item) -> str:
        return item.url

    def item_pubdate(self, item: Item) -> datetime:
        return item.at

    def item_updateddate(self, item: Item) -> datetime:
        return item.at


class Atom(Rss):
    """Everything new as Atom 1.0."""

    feed_type = Atom1Feed


def answer(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the feed in one form, `rss` or `atom`."""
    feed = {"rss": Rss, "atom": Atom}[form]()
    return feed(request)
