"""Names for people who do not exist, put together at random from common names of the region."""

import numpy as np

WOMEN = (
    "María", "Ana", "Rosa", "Marta", "Carmen", "Silvia", "Gloria", "Elena", "Patricia", "Sandra",
    "Blanca", "Lidia",
    "Irma", "Julia", "Teresa", "Claudia", "Verónica", "Karla", "Wendy", "Yesenia", "Ingrid", "Brenda",
    "Paola", "Sofía",
    "Lesbia", "Delmy", "Reina", "Dunia", "Maritza", "Concepción", "Esperanza", "Elvira",
)  # fmt: skip
MEN = (
    "José", "Juan", "Carlos", "Luis", "Pedro", "Manuel", "Jorge", "Mario", "Francisco", "Miguel", "Óscar",
    "Rafael",
    "Víctor", "Julio", "Santos", "Marvin", "Edwin", "Walter", "Nelson", "Wilmer", "Elmer", "Byron",
    "Erick", "Kevin",
    "Josué", "Fredy", "Rigoberto", "Saúl", "Tomás", "Gerardo", "Antonio", "Ángel",
)  # fmt: skip
SURNAMES = (
    "López", "García", "Hernández", "Pérez", "Martínez", "Ramírez", "González", "Rodríguez", "Morales",
    "Cruz", "Castillo",
    "Reyes", "Vásquez", "Mejía", "Flores", "Gómez", "Ortiz", "Chávez", "Rivas", "Aguilar", "Alvarado",
    "Caal", "Choc",
    "Tzoc", "Xol", "Coc", "Menjívar", "Portillo", "Zelaya", "Orellana", "Guardado", "Quintanilla",
    "Barahona", "Lemus",
    "Sandoval", "Monterroso", "Arriaza", "Cifuentes", "Escobar", "Umaña", "Funes", "Cartagena",
)  # fmt: skip
_MISSPELT = {
    "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "z": "s", "v": "b", "ll": "y", "h": "", "ñ": "n",
    "ck": "k",
}  # fmt: skip


def first_names(women: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return one first name per person, by sex."""
    return np.where(women, chance.choice(WOMEN, len(women)), chance.choice(MEN, len(women)))


def surnames(how_many: int, chance: np.random.Generator) -> np.ndarray:
    """Return so many surnames, the first ones of the list more common, as surnames are."""
    rank = np.arange(len(SURNAMES))
    return chance.choice(SURNAMES, how_many, p=np.exp(-rank / 14) / np.exp(-rank / 14).sum())


def misspelt(name: str, chance: np.random.Generator) -> str:
    """Return a name as a hurried clerk writes it: an accent lost, a letter confused, or two swapped."""
    confusable = [right for right in _MISSPELT if right in name.lower()]
    if confusable and chance.random() < 0.8:
        right = confusable[chance.integers(len(confusable))]
        return name.lower().replace(right, _MISSPELT[right], 1).title()
    at = int(chance.integers(1, max(2, len(name) - 1)))
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
