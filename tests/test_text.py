"""Remote text is hostile: what cleaning takes away, what it leaves, and how titles compare."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from achim.domain.text import clean, fold, is_web_url

TRICKY = st.lists(
    st.sampled_from(
        [
            *"aᄀ가ᅡᆨ \n\u200b\u200d\ufe0f\u0301\u0316\u0344\ufb2c\u2329↔\u0338❤👩é\u0345\u034fẞ℡İıﬁ\u212aµｶﾞ",
            *"$\\{}^_~'-\u00b4\ud800\U000e0041\u202e\u2028",
            "\u0301" * 9,
            "\\emph",
        ]
    )
).map("".join)
TEXT = st.one_of(st.text(st.characters(codec=None)), TRICKY)
UNSEEN = {"Cc", "Cs", "Co"}


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \t\n\u200b\u202e ", "", id="nothing visible"),
        pytest.param("a\u00a0b\u2028c\r\nd\u3000e\x0bf\x85g", "a b c d e f g", id="all white space is one space"),
        pytest.param("e\u0301", "é", id="NFC"),
        pytest.param("e\u200b\u0301", "é", id="NFC after removal"),
        pytest.param("\u1112\u1161\u11ab글", "한글", id="Hangul composed"),
        pytest.param("\u202eabc\u2066d\u2069", "abcd", id="bidi"),
        pytest.param("a\x00b\x1b[31mc\x7f", "ab[31mc", id="controls"),
        pytest.param("so\u00adft\ufeff zero\u200bwidth\u2060", "soft zerowidth", id="zero width"),
        pytest.param("a\ud83db\udc00", "ab", id="surrogates"),
        pytest.param("a\ue000b\U000f0001\U0010fffd\ufffe\U0001ffff", "ab", id="private use and no characters"),
        pytest.param("a\U000e0069\U000e0067\U000e006e", "a", id="tags that smuggle text"),
        pytest.param("a\ufe01b\U000e0100", "ab", id="variation selectors that smuggle bytes"),
        pytest.param("👩\u200d💻 ❤\ufe0f\u200d🔥", "👩\u200d💻 ❤\ufe0f\u200d🔥", id="emoji joined"),
        pytest.param("a\u200db\ufe0f 👩\u200d x", "ab 👩 x", id="joiners outside emoji"),
        pytest.param("가\u3164나\u115f", "가나", id="Hangul fillers"),
        pytest.param("$x < y$ & 한국어 «é» 🎈", "$x < y$ & 한국어 «é» 🎈", id="ordinary text stays"),
    ],
)
def test_hostile_text_loses_what_cannot_be_seen(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_property_no_character_takes_a_short_way_that_it_should_not() -> None:
    """Most texts are passed on as they are: not those with a mark, an unseen character, or what NFC joins or changes."""
    for char in map(chr, range(0x10000)):
        apart = unicodedata.normalize("NFD", char)
        for text in (clean(f"a{apart}b"), clean(apart[1:]), clean(f"a{char * 9}")):
            assert unicodedata.is_normalized("NFC", text), ascii(char)
            assert not any(unicodedata.category(each) in UNSEEN for each in text), ascii(char)
        assert not unicodedata.combining(char) or len(clean(f"a{char * 9}")) < 10, ascii(char)


@given(TEXT)
def test_property_clean_is_idempotent_nfc_and_folded(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(char) in UNSEEN for char in cleaned)


def test_hostile_format_characters_of_unicode_are_gone_but_for_visible_ones() -> None:
    """What is left of category Cf has a shape: number signs of Arabic, Syriac, Kaithi, joiners of hieroglyphs."""
    left = {ord(c) for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Cf" and clean(c)}
    arabic = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2}
    assert left - {*range(0x13430, 0x13460)} == arabic | {0x110BD, 0x110CD}


@given(TEXT, st.integers(0, 40))
@example("👩\u200d👩\u200d👩", 3)
def test_property_a_limit_holds_and_cutting_twice_is_cutting_once(text: str, limit: int) -> None:
    cut = clean(text, limit=limit)
    assert len(cut) <= limit
    assert clean(cut, limit=limit) == clean(cut) == cut
    assert cut == clean(text) or cut.endswith("…") or limit == 0


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("a" * 50, 10, "a" * 9 + "…"),
        ("a " + "b" * 50, 20, "a " + "b" * 17 + "…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_falls_between_words_where_it_can_and_says_so(text: str, limit: int, cut: str) -> None:
    assert clean(text, limit=limit) == cut


@pytest.mark.parametrize(
    "piece",
    ["\u0301\u0316", "a\u200b", "\u200d\ufe0f", "👩\u200d", " \n", "e\u0301", "\ud800a", "…" * 8 + "\u0301"],
    ids=ascii,
)
def test_hostile_megabytes_are_cleaned(piece: str) -> None:
    """Quadratic work on two million characters would outlast every patience; the law is that this ends."""
    text = piece * (2_000_000 // len(piece))
    assert len(clean(text)) <= len(text)


def test_hostile_piles_of_marks_are_cut_down() -> None:
    assert clean("z" + "\u0335\u0301\u0316" * 1000 + "a") == clean(clean("z" + "\u0335\u0301\u0316" * 1000)) + "a"
    assert len(clean("z" + "\u0316" * 1000)) == 9


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2410.17170",
        "http://localhost:8080/x?y=z#w",
        "HTTPS://Example.org",
        "https://[::1]/",
        "https://example.org/한글",
        "https://example.org/a@b",
    ],
)
def test_web_urls(url: str) -> None:
    assert is_web_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "arxiv.org/abs/1",
        "//example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:",
        "https://",
        "https:///path",
        "https://.",
        "https://user:pw@example.org",
        "https://user@example.org",
        "https://@example.org",
        "https://example.org\\@evil.org",
        "https://example.org/ a",
        " https://example.org",
        "https://exa\tmple.org",
        "java\nscript:x",
        "https://example.org/\u202egnp",
        "https://example.org/\x00",
        'https://example.org/"onload',
        "https://example.org/<b>",
        "https://[::1",
        "https://example.org:99999",
        "https://example.org:x",
        "https://example.org/" + "a" * 2_000,
    ],
)
def test_hostile_urls_are_refused(url: str) -> None:
    assert not is_web_url(url)


@given(TEXT)
def test_property_every_string_is_a_web_url_or_not(text: str) -> None:
    assert is_web_url("https://" + text) in (True, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "  attention is\nall you need. "),
        ("Poincar\\'e Maps", "Poincaré maps"),
        ("$\\pi_0$: A Model", "pi_0 - a model"),
        ("{BERT} for \\emph{All}", "BERT for all"),
        ("Self-Lengthen: Longer Text", "Self Lengthen — Longer Text"),
        ("Don't Look", "Don’t look"),
        ("ﬁne-tuning", "Fine-Tuning"),
        ("\u1112\u1161\u11ab글 모델!", "한글 모델"),
        ("R$^2$ Score", "R2 score"),
        ("STRASSE", "straße"),
        ("ÅNGSTRÖM", "a\u030angstro\u0308m"),
    ],
)
def test_spellings_of_one_title_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C++ for All", "C for All"), ("가나", "가너"), ("Part 1", "Part 2"), ("???", "!!!"), ("й", "и")]
)
def test_different_titles_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_fold_keeps_hangul_composed() -> None:
    assert fold("한글, 모델") == "한글 모델"


@given(TEXT)
def test_property_fold_is_idempotent_and_empties_no_title(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert bool(folded) == bool(clean(unicodedata.normalize("NFKD", clean(text)).casefold()))
