"""What ``achim status`` says, read from the archive and the settings; nothing is asked of the network."""

from collections import Counter
from collections.abc import Iterator, Sequence

from achim import __version__
from achim.app import App
from achim.domain.delivery import Receipt
from achim.domain.shelf import Head
from achim.domain.status import Health, IndexSize, Outbox, Status
from achim.posting import PostOffice, desk_of, schedule_of
from achim.request import KINDS
from achim.steps.due import due
from achim.store.claims import at_work
from achim.store.connect import shown
from achim.store.migrate import current
from achim.store.search import SqlSearch
from achim.store.sql import SqlStore


def status_of(app: App, store: SqlStore) -> Status:
    """The caller has looked whether there is an archive. Raises UserError where a channel lacks what it needs."""
    now = app.clock.now()
    heads = store.shelf.heads()
    desk, calendar = desk_of(app, store, PostOffice(app).channels(), now)
    work = due(now, desk, calendar, schedule_of(app.settings))
    owed = Counter[str]()
    for errand in work.errands:
        owed[errand.channel] += len(errand.recipients)
    states = {name: Counter[str]() for name in app.settings.channels}
    for receipt in desk.receipts:
        states.setdefault(receipt.ticket.channel, Counter())[receipt.state] += 1
    is_kept = desk.since is not None
    return Status(
        at=now,
        achim=__version__,
        archive=shown(store.engine.url.render_as_string(hide_password=False)),
        schema=current(store.engine) or "",
        editions=len(heads),
        newest=tuple(_newest(heads)),
        sources=tuple(_health(app, store)),
        last_run=store.journal.last_run(now),
        due_builds=tuple(str(build.key) for build in work.builds) if is_kept else (),
        wake=work.wake if is_kept else None,
        outboxes=tuple(
            Outbox(name, owed[name], dict(sorted(told.items())), tuple(_lost(name, desk.receipts)))
            for name, told in states.items()
        ),
        incidents=desk.incidents,
        index=_index(store),
        at_work=at_work(store.engine),
    )


def _lost(channel: str, receipts: Sequence[Receipt]) -> Iterator[Receipt]:
    return (each for each in receipts if each.ticket.channel == channel and each.state in ("refused", "given_up"))


def _newest(heads: Sequence[Head]) -> Iterator[Head]:
    seen: set[str] = set()
    for head in heads:
        if head.key.series not in seen:
            seen.add(head.key.series)
            yield head


def _health(app: App, store: SqlStore) -> Iterator[Health]:
    known = {state.source: state for state in store.source_states()}
    for name in dict.fromkeys(name for kind in KINDS for name in app.source_names(kind)):
        state = known.get(name)
        if state is None:
            yield Health(name, None, 0, None)
        else:
            yield Health(name, state.answered_at, state.failures, state.fault if state.failures else None)


def _index(store: SqlStore) -> IndexSize:
    search = SqlSearch(store.engine, str.split)
    works, vectors = search.size()
    return IndexSize(works, vectors, len(search.unindexed()))
