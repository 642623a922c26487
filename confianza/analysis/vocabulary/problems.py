"""Everything that can be wrong with a delivery, as a code and a sentence.

`reject`: the record goes to quarantine; `left_out`: the row is no record (total, signature, blank);
`warn`: the claim is kept and the problem told; `refuse`: the delivery as a whole cannot be read.
Sentences are English message ids, translated by the wing that shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["refuse", "reject", "left_out", "warn"]


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem: its stable code, how severe it is, and its sentence with %(name)s places."""

    code: str
    severity: Severity
    sentence: str


KINDS: dict[str, ProblemKind] = {}


def _kind(code: str, severity: Severity, sentence: str) -> None:
    KINDS[code] = ProblemKind(code, severity, sentence)


@dataclass(frozen=True)
class Problem:
    """A kind of problem as met in one delivery: how often, where first, and an example value."""

    code: str
    count: int
    file: str = ""
    sheet: str = ""
    rows: tuple[int, ...] = ()
    column: str = ""
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class DeliveryRefused(Exception):
    """The delivery as a whole cannot be read; `problem` says why, in a code and its values."""

    def __init__(self, code: str, **details: Any) -> None:
        self.problem = Problem(code, 1, details=details)
        super().__init__(KINDS[code].sentence % details if code in KINDS else code)


# reading

_kind("empty_file", "refuse", "%(file)s is empty. Ask the office to send it again.")
_kind(
    "too_big",
    "refuse",
    "%(file)s has %(size)s MB, more than the %(limit)s MB a file may have. Split it, for instance by year.",
)
_kind(
    "expands_too_much",
    "refuse",
    "%(file)s would unpack to more than %(limit)s MB. It may be a trap; nothing was read.",
)
_kind(
    "too_many_members",
    "refuse",
    "%(file)s holds %(count)s files, more than the %(limit)s that an archive may hold.",
)
_kind(
    "nested_too_deep",
    "refuse",
    "%(file)s is an archive in an archive in an archive. Unpack it once and send it again.",
)
_kind(
    "broken_archive",
    "refuse",
    "%(file)s is a damaged archive and cannot be unpacked. Ask the office to send it again.",
)
_kind(
    "broken_workbook",
    "refuse",
    "%(file)s is a damaged workbook and cannot be opened. Ask the office to send it again.",
)
_kind("broken_parquet", "refuse", "%(file)s is a damaged Parquet file. Ask the office to send it again.")
_kind(
    "broken_json",
    "refuse",
    "%(file)s is damaged JSON: %(detail)s (line %(row)s). Ask the office to send it again.",
)
_kind(
    "password_protected",
    "refuse",
    "%(file)s is protected by a password. Save it without the password and send it again.",
)
_kind(
    "too_many_cells",
    "refuse",
    "%(file)s spreads over %(count)s cells; %(limit)s can be read. Delete what is empty.",
)
_kind(
    "not_a_table",
    "refuse",
    "%(file)s holds no table: it is no text, workbook, Parquet file, JSON or archive of these.",
)
_kind(
    "not_what_its_name_says",
    "refuse",
    "%(file)s is named as %(named)s but holds %(found)s. Correct its name, or ask for the right file.",
)
_kind(
    "ending_of_no_table", "refuse", "%(file)s ends in .%(ending)s, as no table does. Name it as what it is."
)
_kind(
    "format_not_read",
    "refuse",
    "%(file)s is %(found)s, which cannot be read. Save it as .xlsx or .csv and send it again.",
)
_kind(
    "wrong_source",
    "refuse",
    "%(file)s is not of the layout %(source)s: no column for %(missing)s. "
    "The best header is row %(row)s: %(header)s.",
)
_kind(
    "wrong_source_better",
    "refuse",
    "%(file)s is not of the layout %(source)s: no column for %(missing)s. "
    "The best header is row %(row)s: %(header)s. It looks like %(better)s.",
)
_kind(
    "no_header",
    "refuse",
    "%(file)s is not of the layout %(source)s: no row looks like a header with %(missing)s.",
)
_kind(
    "no_records",
    "refuse",
    "%(file)s has the header of %(source)s in row %(row)s, but not one record below it.",
)
_kind("nothing_to_read", "refuse", "%(file)s holds no file of the layout %(source)s. It holds: %(members)s.")

_kind("too_many_fields", "reject", "The row has more fields than the header.")
_kind("too_few_fields", "reject", "The row has fewer fields than the header.")
_kind("required_blank", "reject", "All the columns that this layout requires are blank in this row.")

_kind("total_row", "left_out", "The row is a total of other rows.")
_kind("total_column", "left_out", "The column is a total of other columns.")
_kind("subtotal_row", "left_out", "The row is the subtotal of the rows below it.")
_kind("footnote", "left_out", "The row is a signature, a source or a note, not a record.")
_kind("repeated_header", "left_out", "The row repeats the header.")
_kind("not_yet_reported", "left_out", "The count is blank: the month was not reported yet.")

_kind("blank_rows", "warn", "%(count)s rows are wholly blank and were passed over.")
_kind("header_read_as", "warn", "The header “%(value)s” was read as “%(column)s”.")
_kind(
    "unknown_columns", "warn", "%(count)s columns are not known to this layout and were not read: %(value)s."
)
_kind(
    "total_disagrees",
    "warn",
    "The total in the file says %(stated)s, its rows add up to %(found)s (%(column)s).",
)
_kind(
    "total_column_disagrees",
    "warn",
    "In %(count)s rows the column “%(column)s” is not the sum of its months.",
)
_kind("subtotal_disagrees", "warn", "%(count)s subtotals are not the sum of their rows.")
_kind(
    "member_not_read",
    "warn",
    "%(count)s files of the archive are not of this layout and were not read: %(value)s.",
)
_kind("sheet_not_read", "warn", "%(count)s sheets are not of this layout and were not read: %(value)s.")
_kind("hidden_sheet", "warn", "%(count)s hidden sheets were not read: %(value)s.")
_kind("damaged_characters", "warn", "%(count)s characters were destroyed before the file came here.")
_kind("cell_errors", "warn", "%(count)s cells hold a spreadsheet error such as %(value)s.")
_kind("swallowed_rows", "warn", "A quotation mark was never closed; the rows after it were read one by one.")
_kind("guess_doubtful", "warn", "The column “%(value)s” may be “%(column)s”: look at its values.")
_kind("guess_contradicted", "warn", "The column “%(value)s” is named as “%(column)s” but holds other values.")
_kind("guess_unknown", "warn", "The column “%(value)s” is of no known kind.")
_kind("guess_no_date", "warn", "No column of dates was recognised.")
_kind("guess_no_offence", "warn", "No column of offences or causes was recognised.")
_kind(
    "guess_date_meaning",
    "warn",
    "Ask the office what its dates are: of the fact, the death, the intake or the registration.",
)

# values

_kind(
    "date_unreadable",
    "reject",
    "“%(value)s” in the column “%(column)s” is no date. Mend it in the file and send it again.",
)
_kind(
    "date_in_future",
    "reject",
    "The date %(value)s in the column “%(column)s” lies in the future. Ask the office for the right one.",
)
_kind(
    "date_implausible",
    "reject",
    "The date %(value)s in the column “%(column)s” lies before 1900. Ask the office for the right one.",
)
_kind(
    "count_unreadable",
    "reject",
    "“%(value)s” in the column “%(column)s” is no count: it must be a whole number, 0 or more.",
)
_kind(
    "count_blank",
    "reject",
    "The count in the column “%(column)s” is blank. Ask the office whether it means none or not known.",
)
_kind(
    "unreadable",
    "warn",
    "%(count)s values in the column “%(column)s” could not be read, such as “%(value)s” in row %(row)s. "
    "They count as missing.",
)
_kind(
    "date_impossible",
    "warn",
    "%(count)s dates in the column “%(column)s” cannot be, such as %(value)s in row %(row)s. They count as"
    " missing.",
)
_kind(
    "dates_out_of_order",
    "warn",
    "%(count)s dates in the column “%(column)s” lie before the fact itself, such as %(value)s in row "
    "%(row)s. Ask the office which is right.",
)
_kind(
    "read_against_profile",
    "warn",
    "%(count)s dates such as %(value)s in row %(row)s were read month first (or counted from 1904): what "
    "stands beside "
    "them (day of the week, month, year), days past 12 or the span of the other dates say so. Check the "
    "period.",
)
_kind(
    "date_parts_differ",
    "warn",
    "%(count)s dates such as %(value)s in row %(row)s do not agree with the day of the week, the month or "
    "the year beside them. The date was kept.",
)
_kind(
    "sex_ambiguous",
    "warn",
    "%(count)s rows say “%(value)s” in the column “%(column)s”, which may be mujer or masculino: nothing "
    "else in the column tells. They count as missing.",
)
_kind(
    "age_impossible",
    "warn",
    "%(count)s ages in the column “%(column)s” cannot be, such as %(value)s in row %(row)s. They count as "
    "missing.",
)
_kind(
    "mechanism_not_in_catalogue",
    "warn",
    "%(count)s rows name a mechanism that is not in the catalogue, such as “%(value)s” in row %(row)s. The"
    " words were kept; add them to the profile.",
)
_kind(
    "offence_not_in_catalogue",
    "warn",
    "%(count)s rows name an offence that is not in the catalogue, such as “%(value)s” in row %(row)s. The "
    "words were kept; add them to the profile.",
)
_kind(
    "code_not_in_catalogue",
    "warn",
    "%(count)s codes in the column “%(column)s” are not in the catalogue, such as %(value)s in row "
    "%(row)s. They were kept as given.",
)
_kind(
    "corrected",
    "warn",
    "%(count)s values in the column “%(column)s” were mended, such as “%(value)s” in row %(row)s. Reason: "
    "%(reason)s",
)
_kind(
    "code_rewritten",
    "warn",
    "%(count)s codes in the column “%(column)s”, such as %(value)s in row %(row)s, were brought to their "
    "official form. Reason: %(reason)s",
)
_kind(
    "thousands_point",
    "warn",
    "%(count)s counts such as %(value)s in row %(row)s have lost their thousands point and were read as "
    "thousands. Whole thousands (1.000) cannot be told from 1 and may be hidden among the small counts.",
)
_kind(
    "coordinates_incomplete",
    "warn",
    "%(count)s rows have one coordinate and not the other, such as %(value)s in row %(row)s. The claims "
    "were kept without a point.",
)
_kind(
    "coordinates_zero",
    "warn",
    "%(count)s coordinates are 0, such as %(value)s in row %(row)s. The claims were kept without a point.",
)
_kind(
    "coordinates_mangled",
    "warn",
    "%(count)s coordinates are none on this earth, such as %(value)s in row %(row)s: a decimal mark was "
    "lost. The claims were kept without a point.",
)
_kind(
    "coordinates_outside",
    "warn",
    "%(count)s coordinates lie outside the territory, such as %(value)s in row %(row)s. The claims were "
    "kept without a point.",
)
_kind(
    "coordinates_swapped",
    "warn",
    "%(count)s rows had latitude and longitude in each other's place, such as %(value)s in row %(row)s. "
    "They were turned.",
)
_kind(
    "conflicting_ids",
    "warn",
    "%(count)s different records share an identifier, such as %(value)s in row %(row)s. All were kept; ask"
    " the office which is right.",
)
_kind(
    "repeats_kept",
    "warn",
    "%(count)s rows repeat another row in every cell, the first in row %(row)s. They were kept: this layout "
    "has nothing that tells an equal record from one delivered twice, and the totals of the file count them.",
)
_kind(
    "personal_columns",
    "warn",
    "%(count)s columns identify people: %(value)s. They are in no claim; names, numbers and days of birth "
    "are kept sealed, for linkage alone.",
)

# storing

_kind(
    "already_delivered",
    "refuse",
    "This delivery came before: it is %(delivery)s, received on %(received_on)s. Nothing was added.",
)
_kind(
    "file_already_delivered",
    "refuse",
    "%(file)s came before, in delivery %(delivery)s received on %(received_on)s. Leave it out and send the"
    " others.",
)
_kind("nothing_delivered", "refuse", "The delivery holds not one record, so there is nothing to store.")
_kind(
    "nothing_changed",
    "refuse",
    "Reading delivery %(delivery)s again gives the same claims, so there is nothing to store.",
)
_kind(
    "unknown_delivery", "refuse", "There is no delivery %(delivery)s. The list of deliveries names them all."
)
_kind(
    "other_source_replaced",
    "refuse",
    "Delivery %(delivery)s is of the source %(other)s; a delivery of %(source)s cannot replace it.",
)
_kind(
    "not_stored",
    "refuse",
    "The delivery could not be written (%(cause)s). Nothing was changed; make room on the disk and send it"
    " again.",
)
_kind(
    "replaces_a_larger",
    "warn",
    "This delivery tells %(told)s where delivery %(delivery)s of the same months told %(before)s. If these"
    " are late records and no correction, say so when you send it.",
)


def values(problem: Problem) -> dict[str, Any]:
    """Return what the places of a problem's sentence stand for; a sentence may use any of these."""
    return {
        "count": problem.count, "file": problem.file, "sheet": problem.sheet, "column": problem.column,
        "row": problem.rows[0] if problem.rows else "?", "value": problem.value, "reason": "",
        **problem.details,
    }  # fmt: skip


def sentence(problem: Problem) -> str:
    """Return the English sentence of a problem, or its code where the kind is not known."""
    kind = KINDS.get(problem.code)
    return kind.sentence % values(problem) if kind else problem.code
