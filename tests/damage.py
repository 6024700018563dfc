"""Ways in which a document is damaged, for the tests that read what is left of it."""

import re
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st

_TAG = re.compile(rb"<[^<>]*>")
_INSERTED = (
    *(b"&nbsp;", b"&lol;", b"&#0;", b"&#x41;", b"&#xD800;", b"&", b"<", b">", b"]]>", b"<![CDATA[", b"<!--"),
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<b>", b"</dl>", b"<h3>", b"<dt>", b"\xe2\x80\xae", b"<?xml?>"),
    b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
)
_places = st.floats(0, 1, exclude_max=True)
Change = Callable[[bytes], bytes]


def _tag(place: float, times: int) -> Change:
    """A tag left out, or there several times."""

    def change(body: bytes) -> bytes:
        tags = list(_TAG.finditer(body))
        if not tags:
            return body
        tag = tags[int(place * len(tags))]
        return body[: tag.start()] + tag[0] * times + body[tag.end() :]

    return change


def _name(place: float) -> Change:
    """All tags of a name left out."""

    def change(body: bytes) -> bytes:
        names = sorted(set(re.findall(rb"</?[\w:-]+", body)))
        return re.sub(re.escape(names[int(place * len(names))]) + rb"\b[^<>]*>", b"", body) if names else body

    return change


def _line(place: float, times: int) -> Change:
    """A line that holds a tag left out, or there several times; one of text alone is a text's own affair."""

    def change(body: bytes) -> bytes:
        lines = body.splitlines(keepends=True)
        tagged = [index for index, line in enumerate(lines) if b"<" in line]
        if not tagged:
            return body
        index = tagged[int(place * len(tagged))]
        return b"".join((*lines[:index], *lines[index : index + 1] * times, *lines[index + 1 :]))

    return change


def _cut(place: float) -> Change:
    return lambda body: body[: int(place * len(body))]


def _insert(place: float, what: bytes) -> Change:
    """At the edge of a tag, so that no id is touched."""

    def change(body: bytes) -> bytes:
        edges = [tag.start() for tag in _TAG.finditer(body)] or [0]
        at = edges[int(place * len(edges))]
        return body[:at] + what + body[at:]

    return change


def _encoding(name: str, declared: bool) -> Change:
    def change(body: bytes) -> bytes:
        text = body.decode("utf-8", "replace")
        told = re.sub("encoding=['\"][^'\"]*['\"]", f'encoding="{name}"', text) if declared else text
        return told.encode(name, "replace")

    return change


def _flip(place: float, mask: int) -> Change:
    def change(body: bytes) -> bytes:
        at = int(place * len(body))
        return body[:at] + bytes(byte ^ mask for byte in body[at : at + 1]) + body[at + 1 :]

    return change


losses = st.one_of(
    st.builds(_tag, _places, st.sampled_from([0, 2, 3])),
    st.builds(_line, _places, st.sampled_from([0, 2])),
    st.builds(_name, _places),
    st.builds(_cut, _places),
)
encodings = st.sampled_from(["utf-16", "utf-32", "latin-1", "cp949", "cp037", "iso-2022-kr", "ascii", "utf-7"])
structural = st.one_of(
    losses, st.builds(_insert, _places, st.sampled_from(_INSERTED)), st.builds(_encoding, encodings, st.booleans())
)
any_change = st.one_of(structural, st.builds(_flip, _places, st.integers(1, 255)))
many = settings(max_examples=200, deadline=2000)


def spoilt(body: bytes, changes: list[Change]) -> bytes:
    for change in changes:
        body = change(body)
    return body
