import pytest

from confianza.web.tips.rules import lexicon, tables

NAMES_POLICE = """La policía se lleva el dinero
la polisia nos cobra
los policias estan metidos
la plicia vino
un poli del barrio
PNC llegó y no hizo nada
la P.N.C. está comprada
los chontes le avisan a la mara
el cuilio que vive ahí
un tombo
los de la patruya 23
la radiopatruya se parquea afuera
el jefe de la subestasion
el jefe de turno recibe
p0licia vendido
pol1c1a
p o l i c i a
pol\u200bicía
el agente de la colonia cobra
los ajentes
un oficial los cuida
placa 45123
placa número 45123
mordida al jefe
the cops are paid
an officer takes bribes
polecia
pulicía
la jura nos para
uniformados llegaron con ellos
en el retén quitan pisto
ri ajpolisiy
comizaría 15
policiaaaa
POLICÍA NACIONAL
el comandante y su jefe
autopatruya""".splitlines()

NAMES_PROSECUTORS = [
    "la fiscalia sabe",
    "el MP no hace nada",
    "m.p.",
    "el Ministerio Público",
    "a prosecutor",
]

NAMES_NOBODY = """La mara cobra renta a las tiendas
hay un carro rojo con placas P123ABC
se fue en una moto placa M 432 BCD
gente armada llegó en la noche
matan a gente
es urgente que vengan
venden droga en la esquina
el jefe de la clica vive ahi
el patrón de la tienda
la política del alcalde
pagó la póliza del seguro
mi patria
agente de ventas de la empresa
año fiscal
el uniforme escolar
se llevaron el taxi
tiran basura en el río
un sicario se escondió en la casa verde
manda mp3 con amenazas
la noticia salió en la radio
el alcalde desvió fondos
la estación de bus
a las tres de la mañana disparos
estan informados
los muchachos del parque
the gang collects money
robbed at gun point near the school
doña Julia
el jefe le pega a la esposa
hay armas enterradas en el patio
el director de la escuela
la justicia tarda
tienen una tira de pastillas
el gerente del banco""".splitlines()


@pytest.mark.parametrize("text", NAMES_POLICE)
def test_it_hears_police_as_people_write(text):
    assert "police" in lexicon.named_in([text])


@pytest.mark.parametrize("text", NAMES_PROSECUTORS)
def test_it_hears_prosecutors(text):
    assert "prosecutors" in lexicon.named_in([text])


@pytest.mark.parametrize("text", NAMES_NOBODY)
def test_it_hears_nobody_where_nobody_is_named(text):
    assert lexicon.named_in([text]) == frozenset()


def test_two_weak_words_far_apart_name_nobody():
    assert not lexicon.named_in(["el jefe vive por el mercado de la colonia y su primo tiene un soborno"])


def test_one_weak_word_told_twice_is_still_weak():
    assert not lexicon.named_in(["la placa y las placas"])


def test_what_is_told_does_not_stay_in_memory():
    from confianza.analysis.vocabulary.folding import fold

    before = fold.cache_info().currsize
    lexicon.named_in(["una frase que nadie ha escrito jamás sobre un cuarto azul"])
    assert fold.cache_info().currsize == before


def test_a_lexicon_without_an_author_is_none():
    with pytest.raises(tables.NotATable, match="author"):
        lexicon.read('version = "1"\ndecided_on = "2026-01-01"\nreason = "x"\n')
