"""What was attached to filled forms, as one archive that nobody holds whole."""

from collections.abc import Iterator

from confianza.web.fieldwork import rules, sealed
from confianza.web.fieldwork.exports import archives
from confianza.web.fieldwork.models import Form, SubmissionFile
from confianza.web.fieldwork.queries import answers

# What a file may not bring along: a way out of the folder it is unpacked into, or a place of its own.
STROKES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_") | dict.fromkeys(map(chr, range(32)), ""))


def files(form: Form, *, approved_only: bool) -> list[SubmissionFile]:
    """Return what arrived with the filled forms that answers are read from, in the order they came."""
    standing = answers.COUNTED if approved_only else answers.ALL_THAT_STAND
    found = SubmissionFile.objects.filter(submission__form=form, submission__standing__in=standing)
    ordered = found.exclude(sha256="").order_by("submission__received_at", "submission_id", "name")
    return list(ordered.select_related("submission"))


def archive(found: list[SubmissionFile]) -> Iterator[bytes]:
    """Yield a ZIP archive with a folder for each filled form, called by its number."""
    return archives.streamed(
        (name, sealed.pieces(file.sha256)) for name, file in zip(_names(found), found, strict=True)
    )


def _names(found: list[SubmissionFile]) -> Iterator[str]:
    taken: set[str] = set()
    for file in found:
        name = rules.free_name(f"{harmless(file.submission.instance_id)}/{harmless(file.name)}", taken)
        taken.add(name)
        yield name


def harmless(name: str) -> str:
    """Return a name that stays in the folder it is put into."""
    return name.removeprefix("uuid:").translate(STROKES).strip(". ") or "_"
