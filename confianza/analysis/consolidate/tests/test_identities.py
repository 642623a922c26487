from datetime import date

import polars as pl
import pytest

from confianza.analysis.consolidate import consolidation
from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
from confianza.analysis.sources import catalogue
from confianza.analysis.vocabulary.identities import PERSONAL, SCHEMA

TODAY = date(2024, 12, 31)
PUBLIC = ["num_corre", "año_ocu", "mes_ocu", "día_ocu", "depto_ocu", "sexo_per", "edad_per", "delito_com"]
NAMES = ["primer_nombre", "primer_apellido", "segundo_apellido", "num_identificacion", "fecha_nacimiento"]
ROW = ["1", "2024", "1", "5", "Montelindo", "Hombre", "30", "Homicidio"]
PERSON = ["Fulano", "Ficticio", "Inventado", "0012345678901", "03/04/1993"]


def consolidated(rows: list[list[str]], header: list[str] = PUBLIC + NAMES) -> Consolidated:
    text = "\n".join(";".join(row) for row in [header, *rows])
    file = DeliveredFile("enero.csv", text.encode())
    return consolidation.consolidate([file], catalogue.get("gt_pnc_victims"), today=TODAY)


def test_what_identifies_a_person_is_handed_out_apart_from_the_claims() -> None:
    result = consolidated([ROW + PERSON])
    assert result.identities.schema == pl.Schema(SCHEMA)
    [person] = result.identities.to_dicts()
    assert {name: value for name, value in person.items() if value is not None} == {
        "record": result.claims["record"][0], "first_name": "Fulano", "surname": "Ficticio",
        "second_surname": "Inventado", "identity_number": "0012345678901", "born_on": date(1993, 4, 3),
    }  # fmt: skip
    assert not set(PERSONAL) & set(result.claims.columns)
    everything = repr(result) + str(result.claims.to_dicts()) + str(result.warnings)
    assert not any(word in everything for word in ("Fulano", "Ficticio", "Inventado", "0012345678901"))


def test_a_file_without_names_gives_the_same_claims_and_no_identities() -> None:
    named, public = consolidated([ROW + PERSON]), consolidated([ROW], PUBLIC)
    assert public.claims.equals(named.claims)
    assert public.identities.is_empty()


def test_only_records_that_became_claims_keep_their_names() -> None:
    unreadable = ["2", "2024", "Brumario", *ROW[3:]]
    result = consolidated([ROW + PERSON, unreadable + PERSON, ["3", *ROW[1:], *PERSON]])
    assert result.rejected.height == 1
    assert result.identities["record"].to_list() == result.claims["record"].to_list()
    assert result.identities.height == 2


def test_two_rows_that_differ_in_the_name_alone_are_two_victims() -> None:
    other = ["Mengano", *PERSON[1:]]
    result = consolidated([ROW + PERSON, ROW + other, ROW + PERSON])
    assert (result.claims.height, result.duplicates.height) == (2, 1)
    assert result.identities["first_name"].to_list() == ["Fulano", "Mengano"]


@pytest.mark.parametrize("word", ["XX", "x.x.", "xxx", "Ignorado", "No identificado", "-", ""])
def test_a_word_for_nobody_is_no_name(word: str) -> None:
    result = consolidated([[*ROW, word, word, "", "", ""]])
    assert result.claims.height == 1
    assert result.identities.is_empty()


@pytest.mark.parametrize(("told", "read"), [("03/04/1993", date(1993, 4, 3)), ("1993", None), ("?", None)])
def test_a_birthday_is_a_whole_day_or_none(told: str, read: date | None) -> None:
    result = consolidated([[*ROW, "Fulano", "", "", "", told]])
    assert result.identities["born_on"].to_list() == [read]


def test_a_name_with_an_x_in_it_is_a_name() -> None:
    result = consolidated([[*ROW, "Xiomara", "Xol", "", "", ""]])
    assert result.identities.select("first_name", "surname").row(0) == ("Xiomara", "Xol")
