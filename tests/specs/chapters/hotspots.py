"""Hot spots: density, Gi*, discovery, Moran's I, classes over time, scans."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.hotspots"
GI, DEALING, DISCOVERY = f"{ROOM}.gi_star", f"{ROOM}.dealing", f"{ROOM}.discovery"
MORAN, NEIGHBOURHOODS, CLASSES = f"{ROOM}.moran", f"{ROOM}.neighbourhoods", f"{ROOM}.classes"
SURPLUS = f"{ROOM}.surplus"
HONEYCOMB = f"{ROOM}.honeycomb"
DENSITY, GRIDS, POINTS, SCAN = f"{ROOM}.density", f"{ROOM}.grids", f"{ROOM}.points", f"{ROOM}.scan"

CHAPTER = Chapter(
    name="hotspots",
    title_es="Puntos calientes",
    title_en="Hot spots",
    says_es=(
        "Un mapa siempre muestra manchas, también el del azar. Gi* (Getis y Ord) compara una celda y sus vecinas con lo que les tocaría; aquí su p no supone una ley normal, que los conteos pequeños no siguen: es la probabilidad exacta de esa suma si los valores se repartieran de nuevo entre las celdas. "
        "Qué celdas se llaman calientes se decide con una tasa de descubrimientos falsos cuyo nivel se calibra barajando el mapa: de las ciudades sin ningún punto caliente, cinco de cada cien muestran alguno. Las celdas son las de la ciudad (la mitad al menos dentro de la envolvente de los hechos): contar el campo vacío haría caliente cada calle. "
        "La densidad reparte cada hecho en una malla fina y da el valor exacto de un núcleo normal en cada celda, bordes incluidos (menos de 0,5 % de error). Los pesos (daño) se respetan en todo. Los grados se convierten en metros de su zona UTM; grados tomados por metros se rechazan, (0, 0) y los puntos perdidos se dejan fuera y se dicen. "
        "Las clases en el tiempo dicen si un punto caliente es persistente, emergente, intermitente o pasado. El barrido de espacio y tiempo (Kulldorff 2005) encuentra dónde y cuándo se juntan más de lo que explican el lugar y la semana. De la misma fórmula de Naus, ptools da 0,4868 en el segundo ejemplo: usa un exponente de más."
    ),
    says_en=(
        "A map always shows blots, that of chance too. Gi* (Getis & Ord) compares a cell and its neighbours with their share; here its p leans on no normal law, which small counts do not follow: it is the exact chance of such a sum if the values were dealt over the cells anew. "
        "Which cells are called hot is decided at a rate of false discoveries whose level is set by shuffling the map: of towns without any hot spot, five in a hundred show one. The cells are those of the town (half of each at least inside the hull of the events): empty land would make every street hot. "
        "Density shares every event out to a fine net and gives the exact value of a normal kernel at every cell, borders included (less than 0.5 % off). Weights (harm) are heeded throughout. Degrees become metres of their UTM zone; degrees taken for metres are refused, (0, 0) and strays are left out and told. "
        "Classes over time say whether a hot spot is persistent, emerging, intermittent or former. The scan of space and time (Kulldorff 2005) finds where and when events gather more than place and week explain. For the formula of Naus, ptools gives 0.4868 in the second example: its exponent is one too many."
    ),
    specs=(
        Spec(
            title="Gi* of six places",
            asks="Values of six places, of which those at most 15 apart are neighbours: what is z of the first?",
            modules=(GI, "numpy"),
            given={
                "values": [2, 3, 3.2, 5, 8, 7],
                "places": [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)],
            },
            call=(
                "(lambda p: float(gi_star.of_areas(numpy.array(values), (lambda d: ((d <= 15) & (d > 0)).astype(float))"
                "(numpy.hypot(*(p[:, None] - p[None]).T)))[0]))(numpy.array(places, float))"
            ),
            expected=-1.39727626,
            tolerance=5e-9,
            source="esda, test_getisord.py (star, binary)",
        ),
        Spec(
            title="Homicides around Saint Louis, 1988-1993",
            asks="Counties that touch are neighbours: the four highest z of Gi*.",
            modules=(GI, NEIGHBOURHOODS, "libpysal.examples", "geopandas", "numpy"),
            call=(
                "(lambda f: [float(z) for z in sorted(gi_star.of_areas(f['HC8893'].to_numpy().astype(float), "
                "neighbourhoods.of_areas(f.geometry.to_wkb().tolist())), reverse=True)[:4]])"
                "(geopandas.read_file(examples.get_path('stl_hom.shp')))"
            ),
            expected=[6.4289, 5.1132, 4.8921, 4.3671],
            tolerance=5e-5,
            source="esda, Queen neighbours and self: St. Louis City, St. Louis, St. Clair, Madison",
        ),
        Spec(
            title="Incidents that might have fallen anywhere",
            asks="20 incidents fell on 25 cells, 5 of them on a corner and its three neighbours. How likely are as many or more, if each fell anywhere?",
            modules=(SURPLUS, "numpy"),
            call=(
                "(lambda c: (c.__setitem__((0, 0), 5), c.__setitem__(4, 3), float(surplus.hot_spots(c, draws=19).gi.p[0, 0]))[2])"
                "(numpy.zeros((5, 5)))"
            ),
            expected=0.205911,
            tolerance=5e-7,
            source="Binomial tail: 20 draws of 4/25, five or more, summed by hand",
        ),
        Spec(
            title="The exact chance of a sum",
            asks="Seven cells hold 0, 1, 1, 2, 5, 0, 3. If their values are dealt anew, how likely do three cells add up to 8 or more?",
            modules=(DEALING, "numpy"),
            call="float(dealing.tails(numpy.array([0, 1, 1, 2, 5, 0, 3]), 3)[8])",
            expected=7 / 35,
            tolerance=1e-12,
            source="By hand: 5 with 3 and any of five, or with 2 and one of two ones, of 35 ways",
        ),
        Spec(
            title="Many tests at once",
            asks="Five tests gave these p. At a rate of false discoveries of 3 %, which are called?",
            modules=(DISCOVERY, "numpy"),
            call="discovery.called(numpy.array([.01, .04, .03, .005, .5]), .03).tolist()",
            expected=[True, False, False, True, False],
            source="Benjamini & Hochberg (1995) by hand: adjusted .025, .05, .05, .025, .5",
        ),
        Spec(
            title="Moran's I of crime in Columbus",
            asks="Neighbourhoods that touch, each row adding up to one: I, what chance would bring, and z.",
            modules=(MORAN, NEIGHBOURHOODS, "libpysal.examples", "geopandas"),
            call=(
                "(lambda f: (lambda m: (m.i, m.expected, m.z))(moran.overall(f['CRIME'].to_numpy(), "
                "neighbourhoods.row_standardised(neighbourhoods.of_areas(f.geometry.to_wkb().tolist())))))"
                "(geopandas.read_file(examples.get_path('columbus.shp')))"
            ),
            expected=(0.500189, -0.020833, 5.6303),
            tolerance=5e-5,
            source="esda; Anselin (1988)",
        ),
        Spec(
            title="Density of one event",
            asks="One event in the middle of a cell: events per km² there, with a bandwidth of 200 m.",
            modules=(DENSITY, GRIDS, POINTS),
            call="float(density.surface(points.of_arrays([1050], [1050]), grids.Grid(0, 0, 100, 21, 21), bandwidth=200)[10, 10])",
            expected=3.97887,
            tolerance=0.0199,
            source="By hand: 1 / (2 π 0.2²), half a per cent allowed",
        ),
        Spec(
            title="Bandwidth",
            asks="The reference rule for the numbers 1 to 10.",
            modules=(DENSITY, "numpy"),
            call="density.reference_width(numpy.arange(1, 11.))",
            expected=8.09975,
            tolerance=5e-5,
            source="bandwidth.nrd of R's MASS by hand: 4 × 1.06 × 3.02765 / 10^0.2",
        ),
        Spec(
            title="Words over time",
            asks="Ten months, hot in each of these: always; the last alone; the first four; three here and there.",
            modules=(CLASSES, "numpy"),
            given={"hot": ["1111111111", "0000000001", "1111000000", "1000100001"]},
            call="[str(classes.words(numpy.array([[c == '1'] for c in h]).reshape(-1, 1, 1)).item()) for h in hot]",
            expected=["persistent", "emerging", "former", "intermittent"],
            source="By the shares of sfhotspot: 10 % of the periods, 80 %, and 20 % of them recent",
        ),
        Spec(
            title="Hexagons for squares of a size",
            asks="Which resolution of H3 has hexagons as large as squares of 100, 300 and 1,000 m, or nearest to it?",
            modules=(HONEYCOMB,),
            given={"metres": [100, 300, 1000]},
            call="[honeycomb.nearest_resolution(size) for size in metres]",
            expected=[10, 9, 8],
            source="Average areas of h3geo.org: 0.0150 km² at resolution 10, 0.1053 at 9, 0.7373 at 8",
        ),
        Spec(
            title="A hexagon with five of twenty",
            asks="Of 20 incidents in 37 hexagons five lie in the middle one and 15 at the edge. How likely do five or more fall in the seven around the middle, if each falls anywhere?",
            modules=(HONEYCOMB, "numpy", "h3"),
            given={"middle": "896d29034c3ffff"},
            call=(
                "(lambda comb, ring: float(honeycomb.hot_spots(numpy.array([5.0 if c == middle else 15.0 * (c == ring[0]) for c in comb.cells]), "
                "comb, draws=9).p[comb.numbers[middle]]))(honeycomb.Honeycomb(tuple(sorted(h3.grid_disk(middle, 3))), 9), sorted(h3.grid_ring(middle, 3)))"
            ),
            expected=0.3236053,
            tolerance=1e-7,
            source="Binomial law of 20 with 7 of 37: 1 − Σ C(20, k) (7/37)ᵏ (30/37)²⁰⁻ᵏ for k < 5",
        ),
        Spec(
            title="Six deaths in a fortnight",
            asks="In eight years there were 0.6 deaths a fortnight on average. How likely does any fortnight hold six?",
            modules=(SCAN,),
            call="scan.naus(208, 1, .6, 6)",
            expected=0.0390224,
            tolerance=2e-6,
            source="Aberdein & Spiegelhalter (2013), Significance 10(6):46-48, by the approximation of Naus (1982)",
        ),
        Spec(
            title="Six in any week of five years",
            asks="One case a week on average: how likely do some seven days of five years hold six?",
            modules=(SCAN,),
            call="scan.naus(260, 1, 1, 6)",
            expected=0.4858,
            tolerance=0.0011,
            source="200,000 simulated series, with the standard error of their share",
        ),
    ),
)
