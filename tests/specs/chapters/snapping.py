"""Points of a map that are nobody's home."""

from tests.specs.spec import Chapter, Spec

SNAPPING = "confianza.analysis.disclosure.snapping"
MASKING = "confianza.analysis.disclosure.masking"


def _homes(longitude: float, latitude: float, count: int) -> list[tuple[float, float]]:
    """Homes in two rows, a dozen metres apart."""
    return [
        (round(longitude + 0.00011 * (n // 2), 5), round(latitude + 0.00022 * (n % 2), 5))
        for n in range(count)
    ]


_TOWN = {"homes": [*_homes(-90.598, 14.602, 10), *_homes(-90.592, 14.602, 12), *_homes(-90.595, 14.609, 3)]}
_AREA = "{'zone-1': shapely.box(-90.60, 14.60, -90.59, 14.61)}"
_POINTS = f"snapping.points({_AREA}, addresses=homes)"

CHAPTER = Chapter(
    name="snapping",
    title_es="Puntos que no son la casa de nadie",
    title_en="Points that are nobody's home",
    says_es=(
        "Un mapa público no muestra dónde ocurrió un hecho, sino el punto más cercano de una lista: cada punto recoge ocho viviendas o más (o el doble en personas, donde no se conocen las direcciones), está dentro de la misma área y a cinco metros o más de toda vivienda conocida. "
        "Un registro conserva su punto para siempre. Quien necesite desplazar puntos en vez de agruparlos usa la máscara: distancia y dirección secretas, siempre las mismas para el mismo lugar, de modo que promediar cien publicaciones o cien hechos de una casa no la revela."
    ),
    says_en=(
        "A public map does not show where something happened but the nearest point of a list: each point gathers eight homes or more (or twice that in people, where addresses are not known), lies inside the same area and five metres or more from every home known. "
        "A record keeps its point for ever. Who must move points instead of gathering them uses the mask: a secret distance and direction, always the same for the same place, so that averaging a hundred releases, or a hundred events of one home, does not give it away."
    ),
    specs=(
        Spec(
            title="Three homes are too few for a point",
            asks="Ten homes, twelve homes and, apart, three: how many points, and how many homes for each?",
            modules=(SNAPPING, "shapely"),
            given=_TOWN,
            call=f"sorted({_POINTS}['addresses'].to_list())",
            expected=[12, 13],
            source="The three are nearer to the twelve or the ten, whose point takes them: 25 homes in all, by hand",
        ),
        Spec(
            title="Fewer than eight homes have no point",
            asks="And where only the three live?",
            modules=(SNAPPING, "shapely"),
            given={"homes": _homes(-90.595, 14.609, 3)},
            call=f"{_POINTS}.height",
            expected=0,
            source="By definition: such an area is counted in tables alone",
        ),
        Spec(
            title="No point stands at a home",
            asks="How far is the nearest home from any point, in metres?",
            modules=(SNAPPING, "shapely"),
            given=_TOWN,
            call=(
                "(lambda found: min(((x - a) * 107_700) ** 2 + ((y - b) * 111_320) ** 2 for x, y in "
                f"found.select('longitude', 'latitude').iter_rows() for a, b in homes) ** 0.5 >= 4.9)({_POINTS})"
            ),
            expected=True,
            source="Pythagoras; a degree at 14.6° north is 111,320 m and 107,700 m",
        ),
        Spec(
            title="Snapped twice is snapped once",
            asks="What was snapped is snapped again: does any point change?",
            modules=(SNAPPING, "shapely", "polars"),
            given=_TOWN,
            call=(
                "(lambda points, records: (lambda once: snapping.snap(once.drop('snap_id'), points).equals(once))"
                f"(snapping.snap(records, points)))({_POINTS}, polars.DataFrame([(str(n), 'zone-1', x, y) for n, (x, y) in "
                "enumerate(homes)], schema=['record', 'area_id', 'longitude', 'latitude'], orient='row'))"
            ),
            expected=True,
            source="By definition of the nearest point",
        ),
        Spec(
            title="A hundred releases, one masked place",
            asks="One record is masked a hundred times over: how many different places does the public see?",
            modules=(MASKING, "shapely", "polars"),
            given={"homes": [*_homes(-90.598, 14.602, 40), *_homes(-90.593, 14.607, 40)]},
            call=(
                "len({masking.mask(polars.DataFrame({'record': ['r'], 'area_id': ['zone-1'], 'longitude': [-90.5965], 'latitude': [14.6035]}), "
                f"{_AREA}, secret=b'kept outside the data', addresses=homes)['longitude'][0] for _ in range(100)}})"
            ),
            expected=1,
            source="By definition of a keyed draw: the average of a hundred equal places is that place, not the home",
        ),
    ),
)
