"""Read words with a meaning: sex, mechanism, offence, ICD-10 code, intent, status; and plain texts and codes.

Each reader takes the distinct texts of a column and returns one row per text: its canonical columns first,
then, if it has something to say, `_why` (a missing reason) and `_problem` (a code of problems.py).
"""

import polars as pl

from confianza.analysis.consolidate.values.texts import Texts
from confianza.analysis.vocabulary import iccs, icd10, mechanisms, offences, sexes
from confianza.analysis.vocabulary.claims import INTENTS, STATUSES

_INTENT_WORDS = {
    "homicide": "homicidio homicidios doloso agresion violenta violento intencional asesinato",
    "suicide": "suicidio suicidios autoinfligida autoinfligido",
    "accident": "accidente accidental accidentes no_intencional culposo",
    "legal_intervention": "intervencion_legal",
    "war": "guerra operaciones_de_guerra conflicto_armado",
}
_STATUS_WORDS = {
    "reported": "reportado reportada denunciado denunciada preliminar",
    "forensic_certified": "certificado certificada certificado_forense certificacion_forense",
    "validated": "validado validada confirmado confirmada consolidado",
}
# What a class of deaths implies about the intent, where the source states none.
_IMPLIED_INTENT = {
    iccs.HOMICIDE: "homicide", "0103": "accident", "0104": "suicide", "0107": "war", "01": "undetermined",
}  # fmt: skip
# Some editions of a file hold the codes where others hold the names, under the same header.
CODED_NAMES = {"department_name": "department_code", "municipality_name": "municipality_code"}
_IMPLIED_ICCS = {"homicide": iccs.HOMICIDE, "undetermined": "01", "legal_intervention": "01", "war": "0107"}


def _table(words: dict[str, str], codes: tuple[str, ...]) -> dict[str, str]:
    known = {word.replace("_", " "): code for code, line in words.items() for word in line.split()}
    return {**known, **{code.replace("_", " "): code for code in codes}}


INTENT_WORDS = _table(_INTENT_WORDS, INTENTS)
STATUS_WORDS = _table(_STATUS_WORDS, STATUSES)


def text(texts: Texts) -> pl.DataFrame:
    """Keep a text as given, blanks made single; a code where a name was expected goes to the code."""
    given = texts.mended.str.strip_chars().str.replace_all(r"\s+", " ").alias(texts.column)
    if texts.column not in CODED_NAMES:
        return given.to_frame()
    coded = given.str.contains(r"^\d+([.,]0+)?$")
    name = pl.select(pl.when(~pl.lit(coded)).then(pl.lit(given)).alias(texts.column))
    codes = pl.select(pl.when(pl.lit(coded)).then(pl.lit(_bare_code(given))).alias(CODED_NAMES[texts.column]))
    return name.hstack(codes)


def code(texts: Texts) -> pl.DataFrame:
    """Keep a code as given, without the ".0" of a spreadsheet and without leading zeros."""
    return _bare_code(texts.mended).alias(texts.column).to_frame()


def _bare_code(given: pl.Series) -> pl.Series:
    plain = given.str.strip_chars().str.replace(r"^(\d+)[.,]0+$", "$1")
    bare = plain.str.strip_chars_start("0")
    return pl.select(pl.when(pl.lit(bare) == "").then(pl.lit("0")).otherwise(pl.lit(bare))).to_series()


def _with_intent(told: pl.DataFrame) -> pl.DataFrame:
    """Add the intent that a class of deaths implies."""
    implied = pl.col("iccs").str.head(4).replace_strict(_IMPLIED_INTENT, default=None, return_dtype=pl.String)
    return told.with_columns(intent=implied)


def sex(texts: Texts) -> pl.DataFrame:
    """Read sex. A bare "M" means what the other words of its column say, else it is ambiguous."""
    said = set(texts.folded.to_list())
    female, male = bool(said & sexes.SAYS_M_IS_FEMALE), bool(said & sexes.SAYS_M_IS_MALE)
    decided = {} if female == male else {sexes.AMBIGUOUS: "female" if female else "male"}
    plain = texts.folded.str.replace(r"^0*(\d) ?0*$", "$1")
    codes = plain.replace_strict(sexes.CODES, default=None, return_dtype=pl.String)
    value = texts.words({**sexes.WORDS, **decided})
    value = value.zip_with(value.is_not_null(), codes)
    unclear = (texts.folded == sexes.AMBIGUOUS) & value.is_null()
    unknown = plain.is_in(list(sexes.UNKNOWN_CODES)) & value.is_null()
    return pl.DataFrame({"sex": value}).with_columns(
        pl.when(unclear).then(pl.lit("ambiguous")).when(unknown).then(pl.lit("unknown")).alias("_why"),
        pl.when(unclear).then(pl.lit("sex_ambiguous")).alias("_problem"),
    )


def intent(texts: Texts) -> pl.DataFrame:
    """Read the intent in words."""
    return texts.words(INTENT_WORDS).alias("intent").to_frame()


def status(texts: Texts) -> pl.DataFrame:
    """Read the status of a record: reported, forensic_certified or validated."""
    return texts.words(STATUS_WORDS).alias("status").to_frame()


def mechanism(texts: Texts) -> pl.DataFrame:
    """Read the mechanism from a label, and the class the profile gives to it."""
    known = texts.words({name.replace("_", " "): name for name in mechanisms.LABELS if name != "unknown"})
    searched = _first_hit(texts.folded, mechanisms.WORDS)
    value = pl.select(pl.coalesce(pl.lit(known), pl.lit(searched))).to_series()
    own = _own_classes(texts, pl.select(pl.coalesce(pl.lit(value), pl.lit(texts.folded))).to_series())
    told = pl.DataFrame({"mechanism": value, "mechanism_label": texts.mended}).hstack(own)
    return _with_intent(told).with_columns(
        pl.when(value.is_null()).then(pl.lit("mechanism_not_in_catalogue")).alias("_problem")
    )


def offence(texts: Texts) -> pl.DataFrame:
    """Read an offence: label, ICCS class and how well they match; the profile's mapping goes first."""
    own = _own_classes(texts, texts.folded)
    shared = _shared_classes(texts.folded)
    classes = pl.DataFrame(
        {
            column: pl.select(pl.coalesce(pl.lit(own[column]), pl.lit(shared[column]))).to_series()
            for column in ("iccs", "iccs_match")
        }
    )
    told = texts.mended.alias("offence_label").to_frame().hstack(classes)
    return _with_intent(told).with_columns(
        pl.when(pl.col("iccs").is_null()).then(pl.lit("offence_not_in_catalogue")).alias("_problem")
    )


def _own_classes(texts: Texts, keys: pl.Series) -> pl.DataFrame:
    """Return [iccs, iccs_match] as the profile maps them: "0101", or with its match "0101 partial"."""
    mapped = keys.replace_strict(dict(texts.profile.offences), default=None, return_dtype=pl.String)
    parts = mapped.str.split_exact(" ", 1).struct
    return pl.DataFrame({"iccs": parts.field("field_0"), "iccs_match": parts.field("field_1")}).with_columns(
        pl.col("iccs_match").fill_null(pl.when(pl.col("iccs").is_not_null()).then(pl.lit("exact")))
    )


def _shared_classes(folded: pl.Series) -> pl.DataFrame:
    numbered = tuple((rule.pattern, str(at)) for at, rule in enumerate(offences.RULES))
    at = _first_hit(folded, numbered).cast(pl.UInt32)
    return pl.DataFrame(
        {
            "iccs": pl.Series([rule.iccs for rule in offences.RULES]).gather(at),
            "iccs_match": pl.Series([rule.match for rule in offences.RULES]).gather(at),
        }
    )


def iccs_code(texts: Texts) -> pl.DataFrame:
    """Read an ICCS code; one that is not in the classification is kept and told."""
    bare = texts.mended.str.to_uppercase().str.replace_all(r"^ICCS|[\s.]", "")
    known = bare.is_in(list(iccs.CLASSES))
    return _with_intent(pl.DataFrame({"iccs": bare})).with_columns(
        iccs_match=pl.lit("exact"),
        _problem=pl.when(~known).then(pl.lit("code_not_in_catalogue")),
    )


def cause(texts: Texts) -> pl.DataFrame:
    """Read an ICD-10 code and what it says: intent, mechanism, ICCS class of a violent death."""
    bare = texts.mended.str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")
    said = [
        (found, icd10.intent(found), mechanisms.of_icd10(found))
        if icd10.is_code(found)
        else (found, None, None)
        for found in bare
    ]
    told = pl.DataFrame(
        said, schema={"icd10": pl.String, "intent": pl.String, "mechanism": pl.String}, orient="row"
    )
    implied = pl.col("intent").replace_strict(_IMPLIED_ICCS, default=None, return_dtype=pl.String)
    known = [icd10.is_code(found) for found in bare]
    return told.with_columns(
        iccs=implied,
        iccs_match=pl.when(pl.col("intent") == "homicide").then(pl.lit("exact"))
        .when(implied.is_not_null()).then(pl.lit("partial")),
        _problem=pl.when(~pl.Series(known, dtype=pl.Boolean)).then(pl.lit("code_not_in_catalogue")),
    )  # fmt: skip


def _first_hit(folded: pl.Series, rules: tuple[tuple[str, str], ...]) -> pl.Series:
    """Return what the first pattern found in each text stands for; null where none is found."""
    found = pl.repeat(None, len(folded), dtype=pl.String, eager=True)
    for pattern, meaning in rules:
        hit = folded.str.contains(pattern) & found.is_null()
        if hit.any():
            found = found.set(hit, meaning)
    return found
