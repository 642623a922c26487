"""A year of assaults in Encinos, a third of them at one place, brought in as a hospital does."""

from datetime import timedelta

import numpy as np

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.web.observatory.tests import encinos

HEADER = "id_registro;fecha_hecho;hora_hecho;sexo;edad;cod_depto;cod_mupio;lat;lon;precision_geo;iccs"
# A crowded place in zone 2, where a third of the assaults happen.
CROWDED = (-91.507, 14.503)


def hospital(first, days, seed=1, of="02011"):
    """One assault a day, a third of them at one place, the others anywhere in the town."""
    chance = np.random.default_rng(seed)
    rows = []
    for n in range(days):
        anywhere = chance.uniform(-91.99, -91.01), chance.uniform(14.01, 14.99)
        east, north = CROWDED if n % 3 == 0 else anywhere
        on = first + timedelta(days=n)
        told = f"A{seed}-{n};{on:%d/%m/%Y};{n % 24}:30;H;30;1;101;{north:.5f};{east:.5f};punto;{of}"
        rows.append(told.replace(".", ","))
    name = f"lesiones-{seed}-{of}.csv"
    return DeliveredFile(name, "\n".join([HEADER, *rows]).encode())


def bring(file, on=encinos.LATER):
    return encinos.deliver(file, encinos.HOSPITAL, "Hospital de Encinos", on)
