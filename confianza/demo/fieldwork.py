"""The fieldwork of the demo: forms, telephones with their keys, and what they sent through the door for them.

Photographs are drawn. Each telephone speaks as ODK Collect does: it is known by the key in the address, sends
the form and its photographs as one post, and hears whether they arrived.
"""

import html
import io
import re
import uuid
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from confianza.demo.field_stories import FORMS, LOST, STORIES, TELEPHONES, Story

# Numbers of what is sent come from here, so that they are the same in every demo.
NUMBERS = uuid.UUID("5a2e1f0c-7d41-4a53-9f0e-2f6d1c9b8e77")
DAY = re.compile(r"^day([+-]\d+)")
PHOTOGRAPH = re.compile(r"[a-z]+\.jpg")
# The time of the region.
HERE = timezone(timedelta(hours=-6))
BEGINS, TAKEN = 9, (201, 202, 409)
WIDTH, HEIGHT = 640, 420


class NotTaken(Exception):
    """The door for telephones did not take what the demo sent."""


def collect(today: date, area_id: str, by: Any) -> None:
    """Take forms in for an area, give telephones their keys, and have all be sent and reviewed as told."""
    from confianza.web.territory import queries

    area = queries.area(area_id)
    keys, door = _telephones(_forms(area, by), area, by), _door()
    for number, story in enumerate(STORIES):
        instance = f"uuid:{uuid.uuid5(NUMBERS, str(number))}"
        _send_as_told(door, keys[story.telephone], story, instance, today)
        _review(story, instance, by)
    _lose_a_telephone(by)


def _forms(area: Any, by: Any) -> dict[str, Any]:
    from confianza.web.fieldwork.actions import library
    from confianza.web.fieldwork.library import catalogue

    return {name: library.install(ready=catalogue.named(name), area=area, by=by).form for name in FORMS}


def _telephones(forms: Mapping[str, Any], area: Any, by: Any) -> dict[str, str]:
    """Give each telephone its key, and return the keys by the labels of the telephones."""
    from confianza.web.accounts.models import User
    from confianza.web.fieldwork.actions import devices

    people = {person.username: person for person in User.objects.all()}
    return {
        label: devices.give(
            label=label, person=people.get(owner), forms=[forms[name] for name in may_fill], area=area, by=by
        )[1]
        for label, owner, may_fill in TELEPHONES
    }  # fmt: skip


def _door() -> Any:
    from django.test import Client

    with warnings.catch_warnings():
        # Nobody has asked for a page yet, and so no style sheets have been gathered.
        warnings.filterwarnings("ignore", "No directory at")
        door = Client(SERVER_NAME="localhost")
        door.get("/salud/")
    return door


def _send_as_told(door: Any, key: str, story: Story, instance: str, today: date) -> None:
    xml = filled(story, instance, story.answers, today)
    _send(door, key, xml, [name for name in PHOTOGRAPH.findall(xml) if name not in story.lacks])
    if story.also:
        _send(door, key, filled(story, instance, {**story.answers, **story.also}, today), [])


def _send(door: Any, key: str, xml: str, photographs: list[str]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent: dict[str, Any] = {
        "xml_submission_file": SimpleUploadedFile("submission.xml", xml.encode(), "text/xml")
    }
    sent |= {name: SimpleUploadedFile(name, photograph(name), "image/jpeg") for name in photographs}
    answer = door.post(f"/odk/{key}/submission?deviceID=collect%3Ademo", sent)
    if answer.status_code not in TAKEN:
        raise NotTaken(answer.content.decode())


def _review(story: Story, instance: str, by: Any) -> None:
    """Approve, reject or correct, as the analyst would."""
    from confianza.web.fieldwork.actions import reviewing
    from confianza.web.fieldwork.queries import submissions

    standing, word = story.verdict
    path, value, reason = story.corrected
    if not standing and not path:
        return
    found = submissions.submissions(by).get(instance_id=instance)
    if standing:
        reviewing.judge(submission=found, standing=standing, comment=word, by=by)
    if path:
        reviewing.correct(submission=found, path=path, turn=0, value=value, reason=reason, by=by)


def _lose_a_telephone(by: Any) -> None:
    from confianza.web.fieldwork.actions import devices
    from confianza.web.fieldwork.queries import submissions

    devices.revoke(device=submissions.telephones(by).get(label=LOST), by=by)


# --- what a telephone makes of it ----------------------------------------------------------------------


def filled(story: Story, instance: str, answers: Mapping[str, Any], today: date) -> str:
    """Return a filled form as Collect writes it, with its beginning and end on the day it tells of."""
    day = datetime.combine(today - timedelta(days=story.days_ago), datetime.min.time(), HERE)
    begun = day + timedelta(hours=BEGINS, minutes=sum(instance.encode()) % 240)
    ended = begun + timedelta(minutes=story.minutes, seconds=14)
    told = {"inicio": _moment(begun), "fin": _moment(ended), **answers}
    inside = "".join(_elements(told, today))
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{story.form}" version="{story.version}">{inside}'
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    )


def _elements(answers: Mapping[str, Any], today: date) -> Iterator[str]:
    for name, answer in answers.items():
        for each in answer if isinstance(answer, list) else [answer]:
            inside = "".join(_elements(each, today)) if isinstance(each, Mapping) else _text(each, today)
            yield f"<{name}>{inside}</{name}>"


def _text(answer: Any, today: date) -> str:
    """Return an answer as text; "day-3" becomes the day it means."""
    days = DAY.match(str(answer))
    if days is None:
        return html.escape(str(answer), quote=False)
    return f"{today + timedelta(days=int(days.group(1)))}{str(answer)[days.end() :]}"


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")


def photograph(name: str) -> bytes:
    """Return a drawn street for the name of a photograph, another for each."""
    from PIL import Image, ImageDraw

    shade = sum(name.encode()) % 60
    picture = Image.new("RGB", (WIDTH, HEIGHT), (150 + shade, 175 + shade // 2, 190))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, 250, WIDTH, HEIGHT), fill=(110, 108 + shade // 3, 100))
    for place in range(3):
        left = 30 + place * 205
        drawn.rectangle((left, 120 + shade, left + 150, 290), fill=(150 - shade, 96 + 20 * place, 84))
        drawn.rectangle((left + 55, 210, left + 95, 290), fill=(70, 60, 58))
    drawn.line((560, 40, 560, 300), fill=(60, 60, 62), width=8)
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=80)
    return into.getvalue()
