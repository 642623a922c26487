from confianza.web.audit.chain import words


def test_there_are_as_many_different_words_as_eleven_bits_tell_apart() -> None:
    known = words.vocabulary()
    assert len(known) == len(set(known)) == 2**words.BITS
    assert not words.UNFIT & set(known)
    assert all(word.isascii() and word.isalpha() and len(word) <= 5 for word in known)


def test_the_same_content_always_has_the_same_twelve_words() -> None:
    # Words stand on paper for years: this must never change.
    assert words.of(b"Valle Ficticio") == EXPECTED
    assert len(words.of(b"another").split()) == words.COUNT
    assert words.of(b"another") != EXPECTED


EXPECTED = "digu mofi bafo rado lefi bifi rone biru bafi lase file mebe"
