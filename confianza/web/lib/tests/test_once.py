from itertools import count

from confianza.web.lib import once


def test_inside_the_block_a_question_is_answered_once() -> None:
    number = count()
    with once.remembered():
        told = [once.answered("how many", lambda: next(number)) for _ in range(3)]
        other = once.answered("how many others", lambda: next(number))
    assert (told, other) == ([0, 0, 0], 1)


def test_outside_of_it_and_in_the_next_it_is_asked_anew() -> None:
    number = count()
    with once.remembered():
        once.answered("how many", lambda: next(number))
    assert [once.answered("how many", lambda: next(number)) for _ in range(2)] == [1, 2]
    with once.remembered():
        assert once.answered("how many", lambda: next(number)) == 3


def test_an_answer_of_nothing_is_an_answer() -> None:
    number = count()
    with once.remembered():
        for _ in range(2):
            assert once.answered("nothing", lambda: [next(number)].clear()) is None
    assert next(number) == 1
