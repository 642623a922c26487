"""The restricted layout in Spanish that an institution can be asked to deliver: one row per victim.

Names, alias, identity number and date of birth are recognised and kept out of the claims; only linkage may
see them, through the vault.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="canonical_es",
    institution="Cualquier institución",
    country="",
    title_es="Formato canónico restringido",
    title_en="Restricted canonical layout",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("other_source", ("id_fuente",)),
        Field("source_record_id", ("id_registro",), "text", required=True),
        Field("occurred_on", ("fecha_hecho",), "date", required=True),
        Field("minute_of_day", ("hora_hecho",), "time"),
        Field("died_on", ("fecha_muerte",), "date"),
        Field("registered_on", ("fecha_registro",), "date"),
        Field("first_name", ("primer_nombre",), personal=True),
        Field("second_name", ("segundo_nombre",), personal=True),
        Field("surname", ("apellido1",), personal=True),
        Field("second_surname", ("apellido2",), personal=True),
        Field("married_surname", ("apellido_casada",), personal=True),
        Field("alias", ("alias",), personal=True),
        Field("identity_number", ("doc_id",), personal=True),
        Field("sex", ("sexo",), "sex"),
        Field("age_from", ("edad",), "age"),
        Field("age_unit", ("edad_unidad",), "age_unit"),
        Field("born_on", ("fecha_nac",), "date", personal=True),
        Field("department_code", ("cod_depto",), "code"),
        Field("municipality_code", ("cod_mupio",), "code"),
        Field("zone", ("zona",)),
        Field("locality", ("colonia",)),
        Field("latitude", ("lat",), "decimal"),
        Field("longitude", ("lon",), "decimal"),
        Field("other_point_precision", ("precision_geo",)),
        Field("place_type", ("lugar_tipo",)),
        Field("mechanism", ("mecanismo",), "mechanism"),
        Field("intent", ("intencion",), "intent"),
        Field("icd10", ("cie10",), "icd10"),
        Field("offence_label", ("delito_nacional",), "offence"),
        Field("iccs", ("iccs",), "code"),
        Field("relationship_label", ("relacion",)),
        Field("status", ("estado_validacion",), "status"),
    ),
    missing_codes={"age_from": ("999",), "zone": ("99",)},
)
