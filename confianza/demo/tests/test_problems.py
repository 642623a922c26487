"""The problems of the demo fit the calendar, on whichever day it is built."""

from datetime import date, timedelta

from confianza.demo import problems


def test_what_is_assessed_was_agreed_early_enough_whenever_the_demo_is_built() -> None:
    assessed = [story for story in problems.STORIES if story.stage in ("assess", "closed")]
    for number in range(2 * 366):
        today = date(2027, 1, 1) + timedelta(days=number)
        for story in assessed:
            agreed = today - timedelta(days=story.days_ago) + problems.AGREED
            assert problems._year_after(agreed)[1] < today, (story.title, today)
