from collections.abc import Callable
from datetime import date

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from confianza.web.design.icons import STROKES
from confianza.web.design.tables import Column, Interval, Link, Table


@pytest.fixture
def draw(rf) -> Callable[..., str]:
    """Draw a piece of template in English."""

    def drawn(source: str, query: str = "", **context) -> str:
        with translation.override("en"):
            context["request"] = rf.get(f"/?{query}")
            return Template("{% load figures %}" + source).render(Context(context))

    return drawn


def test_a_figure_says_what_makes_it_honest(draw) -> None:
    card = draw(
        '{% figure_card "Rate" 24.34 decimals=1 unit="per 100,000" low=18 high=31.72 period="2025" '
        'source="PNC" as_of=on href="/de-donde/" %}',
        on=date(2026, 3, 1),
    )
    for told in ("24.3", "per 100,000", "18.0 to 31.7", "2025", "PNC", "1 March 2026", 'href="/de-donde/"'):
        assert told in card


def test_a_figure_that_is_not_known_is_a_dash_without_interval(draw) -> None:
    card = draw('{% figure_card "Rate" value low=None high=None %}', value=None)
    assert "–" in card
    assert "interval" not in card


def test_a_table_has_a_caption_headings_and_numbers_to_the_right(draw) -> None:
    columns = (Column("Zone"), Column("Victims", decimals=0), Column("Interval", decimals=1), Column("On"))
    row = (Link("Zona 1", "/z/1/"), 1234, Interval(1.25, 7), date(2025, 1, 2))
    html = draw(
        "{% data_table table %}", table=Table("Victims by zone", columns, [row, ("<b>", None, None, "")])
    )
    assert "<caption>Victims by zone" in html
    assert '<th scope="row"><a href="/z/1/">Zona 1</a></th>' in html
    assert '<td class="num">1,234</td>' in html
    assert "1.2 to 7.0" in html
    assert "2 January 2025" in html
    assert "&lt;b&gt;" in html
    assert html.count("–") == 3
    assert 'tabindex="0"' in html


def test_a_row_of_the_wrong_length_is_refused(draw) -> None:
    with pytest.raises(ValueError, match="shorter|longer"):
        draw("{% data_table table %}", table=Table("t", (Column("a"), Column("b")), [(1,)]))


def test_a_chart_comes_with_sentence_table_and_download(draw) -> None:
    table = Table("Numbers", (Column("Year"),), [("2025",)])
    html = draw(
        '{% chart_figure "Trend" "It fell." drawing table=table download="/x.csv" level=3 %}',
        drawing=mark_safe("<svg></svg>"),
        table=table,
    )
    for told in ("<h3>Trend</h3>", "It fell.", "<svg></svg>", "<details>", 'href="/x.csv"'):
        assert told in html


def test_what_is_wrong_is_told_with_how_often_where_and_an_example(draw) -> None:
    problems = [
        {"severity": "reject", "sentence": "No date.", "count": 1234, "where": "row 7", "value": "32/13"},
        {"severity": "left_out", "sentence": "A total."},
    ]
    html = draw("{% problem_list problems %}", problems=problems)
    for told in ("No date.", "× 1,234", "row 7", "32/13", 'class="problem left_out"'):
        assert told in html
    assert draw("{% problem_list problems %}", problems=[]).strip() == ""


def test_facts_leave_out_what_is_empty_but_not_zero(draw) -> None:
    html = draw('{% facts "Office" office "Rows" rows "Note" note %}', office="", rows=0, note=None)
    assert "Office" not in html
    assert "Note" not in html
    assert "<dd>0</dd>" in html


def test_the_way_here_ends_with_this_page(draw) -> None:
    html = draw('{% breadcrumbs "Places" "/lugares/" "Zona 1" %}')
    assert '<a href="/lugares/">Places</a>' in html
    assert '<li aria-current="page">Zona 1</li>' in html


@pytest.mark.parametrize("kind", ["good", "attention", "act", "working", "neutral"])
def test_a_status_is_an_icon_and_a_word(draw, kind: str) -> None:
    html = draw("{% status kind 'Late' %}", kind=kind)
    assert "<svg" in html
    assert "Late" in html


def test_progress_without_a_value_is_under_way(draw) -> None:
    assert "<progress></progress>" in draw('{% progress_bar "Reading" %}')
    assert 'value="1500000"' in draw('{% progress_bar "Reading" 1500000 2000000 %}')


def test_pages_keep_the_other_choices_of_the_address(draw) -> None:
    page = Paginator(list(range(5)), 2).page(2)
    html = draw("{% pagination page %}", query="actor=ana&page=2&year=2025", page=page)
    assert 'href="?actor=ana&amp;year=2025&amp;page=3"' in html
    assert 'rel="prev"' in html
    assert "Page 2 of 3" in html


def test_one_page_needs_no_way_through(draw) -> None:
    assert draw("{% pagination page %}", page=Paginator([1], 2).page(1)).strip() == ""


def test_a_grave_step_asks_first_and_offers_a_way_out(draw) -> None:
    html = draw(
        '{% confirm_panel "Withdraw?" "It cannot be undone." "Withdraw" "/back/" %}', csrf_token="abc"
    )
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert 'class="grave"' in html
    assert 'href="/back/"' in html
    assert 'class="grave"' not in draw(
        '{% confirm_panel "Ok?" "t" "Go" "/b/" grave=False %}', csrf_token="abc"
    )


@pytest.mark.parametrize(("level", "tag"), [(messages.SUCCESS, "success"), (messages.ERROR, "error")])
def test_messages_are_drawn_with_an_icon_and_announced(draw, level: int, tag: str) -> None:
    html = draw('{% include "design/parts/messages.html" %}', messages=[Message(level, "Kept <3> rows.")])
    assert 'role="status"' in html
    assert f'class="message {tag}"' in html
    assert "<svg" in html
    assert "Kept &lt;3&gt; rows." in html


def test_an_empty_state_teaches(draw) -> None:
    html = draw('{% empty_state "Nothing yet" "Bring a file." "Bring" "/traer/" %}')
    for told in ("Nothing yet", "Bring a file.", 'href="/traer/"'):
        assert told in html


def test_figures_are_written_by_filters_as_in_sentences(draw) -> None:
    assert draw("{{ n|number:1 }} {{ d|month }} {{ s|size }}", n=1234.56, d=date(2025, 3, 1), s=2048) == (
        "1,234.6 March 2025 2 kB"
    )
    assert draw(
        "{% interval 1 2 0 %}, {% period start end %}", start=date(2025, 1, 1), end=date(2025, 1, 31)
    ) == ("1 to 2, January 2025")


@pytest.mark.parametrize("name", sorted(STROKES))
def test_icons_are_hidden_from_screen_readers(draw, name: str) -> None:
    assert 'aria-hidden="true"' in draw("{% icon name %}", name=name)
