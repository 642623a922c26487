"""Draws by lot that anybody can do again."""

from tests.specs.spec import Chapter, Spec

DRAWS = "confianza.web.lib.draws"
_SAID = {
    "secret": "a" * 64,
    "words": "guayaba río lunes tejado catorce",
    "people": ["ana", "beto", "carla", "dora", "elías", "flor"],
}
_PLAN = (
    "draws.Plan('Jury', [draws.Candidate(name) for name in people], {'all': 3}, 'Five words', '2026-03-01T09:00', "
    "replacements={'all': 1})"
)

CHAPTER = Chapter(
    name="draws",
    title_es="Sorteos que cualquiera puede repetir",
    title_en="Draws that anybody can do again",
    says_es=(
        "Antes del sorteo se publica un compromiso: la huella (SHA-256) de un secreto y de todo lo que no debe cambiar. Después se presencia algo que quien guarda el secreto no elige: palabras o dados dichos en voz alta, o un número público de un día posterior. "
        "Entonces se muestra el secreto. La semilla es la huella de «secreto|presenciado»; el número de cada nombre, la huella de «semilla|nombre»; salen los menores, y los siguientes son los suplentes, en ese orden. "
        "`confianza draw verify ACTA` lo repite todo solo con el acta, y dice qué se alteró. Diez mil sorteos son uniformes, también cuando las palabras las elige quien no conoce el secreto y cuando el secreto lo busca quien no conoce las palabras."
    ),
    says_en=(
        "Before the draw a commitment is published: the SHA-256 of a secret and of all that must not change. Then something is witnessed that the keeper of the secret does not choose: words or dice said aloud, or a public number of a later day. "
        "Then the secret is shown. The seed is the SHA-256 of secret|witnessed; the number of each name, the SHA-256 of seed|name; the smallest are drawn, and those who follow are the replacements, in that order. "
        "`confianza draw verify RECORD` does it all again from the record alone, and says what was altered. Ten thousand draws are uniform, also where the words are chosen by somebody who does not know the secret, and where the secret is searched for by somebody who does not know the words."
    ),
    specs=(
        Spec(
            title="The seed",
            asks="The secret is 64 times the letter a; five neighbours said these words. What is the seed?",
            modules=(DRAWS,),
            given=_SAID,
            call="draws.seed_of(secret, words)",
            expected="a4f3031a73ae65b054516cba44829fc44e0c88e6276a3055f2ce4efc2e60db7f",
            source="printf '%s' \"$secret|$words\" | sha256sum",
        ),
        Spec(
            title="Who is drawn, and who steps in",
            asks="Three of six, and one replacement.",
            modules=(DRAWS,),
            given=_SAID,
            call=f"draws.outcome({_PLAN}, draws.seed_of(secret, words))",
            expected={
                "drawn": {"all": ["ana", "elías", "dora"]},
                "replacements": {"all": ["carla"]},
            },
            source="sha256sum of seed|name for each of the six, sorted: the first three, and the fourth",
        ),
        Spec(
            title="The hash of the list",
            asks="What anybody can compute of the list that was committed to.",
            modules=(DRAWS,),
            given=_SAID,
            call=f"draws.parts(secret, {_PLAN})['list']",
            expected="8a881f887c9f17619b6a7bd2f1c051a6d9d8106a83a8eb705904a173d9c9c4f0",
            source="sha256sum of six lines: stratum, name and size, with tabs between them, in order",
        ),
    ),
)
