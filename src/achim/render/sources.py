"""How each source did, for the terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from achim.domain.note import Note
from achim.domain.paper import Cursor
from achim.ports import Address, SourceState
from achim.render.dates import local_moment
from achim.render.messages import name_of, say, word

NOWHERE_ELSE: Mapping[str, Address] = {}


def source_lines(
    names: Iterable[str],
    states: Sequence[SourceState],
    cursors: Sequence[Cursor],
    lang: str,
    time_zone: str,
    addresses: Mapping[str, Address] = NOWHERE_ELSE,
) -> Iterator[str]:
    """A source a line, and under it what is wrong; moments in ``time_zone``.

    ``addresses`` tells of the sources whose address has moved or gone, by source.
    """
    known = {state.source: state for state in states}
    read = {cursor.source: cursor.day.isoformat() for cursor in cursors}
    for name in names:
        yield from _lines(name, known.get(name), read.get(name, "–"), lang, time_zone)
        if address := addresses.get(name):
            yield _whereabouts(address, lang, time_zone)


def _whereabouts(address: Address, lang: str, time_zone: str) -> str:
    if address.gone_at:
        at = address.gone_at.isoformat()
        return say(Note.of("cli.source_gone", url=address.url, at=at), lang, time_zone)
    return word("cli.source_moved", lang, url=address.moved_to)


def _lines(name: str, state: SourceState | None, cursor: str, lang: str, time_zone: str) -> Iterator[str]:
    title = name_of("source", name, lang)
    if state is None:
        yield word("cli.source_unread", lang, source=title)
        return
    answered = local_moment(state.answered_at, time_zone) if state.answered_at else _never(state, lang)
    batch = state.batch.isoformat() if state.batch else "–"
    yield word("cli.source", lang, source=title, answered=answered, batch=batch, cursor=cursor)
    if state.failures and state.fault and state.failed_at:
        yield word(
            "cli.source_failed",
            lang,
            count=state.failures,
            at=local_moment(state.failed_at, time_zone),
            why=say(state.fault, lang, time_zone),
        )


_UNREACHED = frozenset({"fetch.unreachable", "fetch.timeout", "fetch.closed", "fetch.budget", "fetch.private_address"})


def _never(state: SourceState, lang: str) -> str:
    """Whether a source that never answered well has answered at all."""
    note = state.fault
    code = dict(note.params).get("reason", note.code) if note else "fetch.unreachable"
    return word("cli.source_unanswered" if code in _UNREACHED else "cli.source_unreadable", lang)
