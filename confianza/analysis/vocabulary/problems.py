"""Everything that can be wrong with a delivery, as a code and a sentence.

`reject`: the record goes to quarantine; `left_out`: the row is no record (total, signature, blank);
`warn`: the claim is kept and the problem told; `refuse`: the delivery as a whole cannot be read.
Sentences are English message ids, translated by the wing that shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["refuse", "reject", "left_out", "warn"]


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return message


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

# storing

_kind(
    "already_delivered",
    "refuse",
    "This delivery came before: it is %(delivery)s, received on %(received_on)s. Nothing was added.",
)
_kind(
    "file_already_delivered",
    "refuse",
    "%(file)s came before, in delivery %(delivery)s received on %(received_on)s. Leave it out and send the others.",
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
    "The delivery could not be written (%(cause)s). Nothing was changed; make room on the disk and send it again.",
)
_kind(
    "replaces_a_larger",
    "warn",
    "This delivery tells %(told)s where delivery %(delivery)s of the same months told %(before)s. If these are late records and no correction, say so when you send it.",
)
