"""The post office of a data directory: its channels, and what they are to send."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from achim.app import App, picture_of
from achim.channels.folder import FolderChannel
from achim.delivering import Post, deliver, together
from achim.domain.delivery import Issue, Letter, Parcel, Receipt
from achim.domain.edition import EditionKey, EditionKind
from achim.domain.note import Note
from achim.domain.schedule import Calendar, Desk, Errand, Incident, Life, Schedule, Sending, Terms
from achim.domain.shelf import Head
from achim.engines.far import parted, sent_by
from achim.engines.local import LocalEngine
from achim.engines.tasks import RECIPIENTS
from achim.errors import DeliveryFault, SettingsError, UserError
from achim.ports import Channel, SourceState
from achim.profiles import names
from achim.render.messages import say, word
from achim.replay import MARK
from achim.request import KINDS
from achim.settings import Settings
from achim.settings_schedule import WEEKDAYS
from achim.sourcing import turns
from achim.steps.outstanding import errands, is_corrected_of_late
from achim.store.locks import Lock
from achim.store.sql import SqlStore
from achim.ways import make_channel

BACK = timedelta(days=8)
"""How far back the desk goes; editions that were corrected of late are on it besides."""
_FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class PostOffice:
    """``stop`` ends sending between two messages."""

    app: App
    stop: Event = field(default_factory=Event)

    def channels(self) -> Mapping[str, Channel]:
        """Raises SettingsError where one lacks what it needs, or names what is not there."""
        told, owner = self.app.settings.channels, self.app.settings.watch.channel
        if owner and owner not in told:
            raise SettingsError(Note.of("error.owner", name=owner, known=", ".join(told) or "-"))
        if wrong := next((name for name, way in told.items() if way.profile not in names(self.app.settings)), None):
            known = ", ".join(names(self.app.settings))
            raise SettingsError(
                Note.of("error.channel_profile", channel=wrong, profile=told[wrong].profile, known=known)
            )
        return {name: make_channel(name, way, self._files, self.app.clock) for name, way in told.items()}

    def lock(self) -> Lock:
        """Keeps two deliveries apart; a killed process gives it back."""
        return self.app.lock("delivery.lock")

    def send(self, wanted: Sequence[Errand], known: Sequence[Receipt], store: SqlStore) -> tuple[Sending, ...]:
        """The caller holds the lock, and has read ``known`` since. Through a channel with many recipients workers send,
        where there is an engine: a batch each. Also to the last few: a worker may still be at them."""
        many = self._with_many() if self.app.settings.engine.scheduler else frozenset[str]()
        far = [each for each in wanted if each.channel in many]
        near = deliver([each for each in wanted if each not in far], known, self.post(store))
        return together((*self._send_far(far, store), *near)) if far else near

    def _send_far(self, wanted: Sequence[Errand], store: SqlStore) -> Generator[Sending]:
        """As many batches at a time as the channel has connections. Raises UserError where nobody takes them: what was
        not sent is owed."""
        from achim.scaling import cluster_of
        from achim.store.claims import archive_name

        channels = self.channels()
        with cluster_of(self.app.settings, self.app.progress, archive_name(store.engine)) as cluster:
            for errand in wanted:
                channel = channels[errand.channel]
                parts = parted(errand, channel.recipients)
                yield from LocalEngine(channel.together).map(lambda part: sent_by(cluster, part), parts)

    def _with_many(self) -> frozenset[str]:
        return frozenset(name for name, each in self.channels().items() if len(each.recipients) > RECIPIENTS)

    def deliver(self, day: date, to: str | None) -> tuple[Sending, ...]:
        """Send a day's editions to those who have not got them, through one channel or all. Raises UserError where
        they are of a replay: whoever gets them takes them for news."""
        if (self.app.home / MARK).exists():
            raise UserError(Note.of("error.replay_sent", home=self.app.home))
        with self.lock(), self.app.archive() as store:
            return self.send(self._owed(store, self.channels(), day, to), store.receipts.of_days(day), store)

    def rehearsed(self, day: date, to: str | None) -> Generator[Parcel]:
        """What ``deliver`` would send; where there is no channel, what files would be written."""
        channels = self.channels() or {"files": FolderChannel("files", self.app.home / "editions", self._files)}
        with self.app.archive() as store:
            for errand in self._owed(store, channels, day, to):
                channel, issue = channels[errand.channel], self._issue(errand, store)
                for recipient in errand.recipients:
                    yield from channel.parcels(issue, recipient)

    def tell(self, channel: Channel, letter: Letter) -> tuple[Note, ...]:
        """Send a letter to each recipient; why it did not reach those whom it did not reach."""
        faults: list[Note] = []
        for recipient in channel.recipients:
            try:
                with channel.open() as sender:
                    sender.send(channel.letter(letter, recipient))
            except DeliveryFault as fault:
                faults.append(fault.note)
        return tuple(faults)

    def try_out(self, name: str) -> tuple[str, str]:
        """Send a few words to a channel's first recipient: who that is, and what the receiver answered. Raises
        DeliveryFault."""
        channel, now, lang = self.channels()[name], self.app.clock.now(), self.app.settings.edition.lang
        letter = Letter(
            key=f"test/{now.isoformat()}",
            edition=EditionKey(day=today(self.app, now), lang=lang),
            subject=word("channels.test_subject", lang),
            text=word("channels.test_text", lang, name=name),
            written_at=now,
        )
        with channel.open() as sender:
            return channel.recipients[0], sender.send(channel.letter(letter, channel.recipients[0]))

    def _owed(self, store: SqlStore, channels: Mapping[str, Channel], day: date, to: str | None) -> tuple[Errand, ...]:
        """Whatever the hour, and however often it failed."""
        heads = store.shelf.heads(since=day, until=day)
        if not heads:
            raise UserError(Note.of("error.no_edition", what=str(day), home=self.app.home))
        receipts = [each for each in store.receipts.of_days(day) if each.state not in ("refused", "given_up")]
        terms = terms_of(self.app.settings, channels) or tuple(_takes_all(head, channels) for head in heads[:1])
        return errands(
            self.app.clock.now() + _FAR, heads, receipts, [each for each in terms if to in (None, each.name)]
        )

    def post(self, store: SqlStore) -> Post:
        return Post(
            channels=self.channels(),
            receipts=store.receipts,
            issue=lambda errand: self._issue(errand, store),
            clock=self.app.clock,
            progress=self.app.progress,
            schedule=schedule_of(self.app.settings),
            stop=self.stop,
        )

    def _issue(self, errand: Errand, store: SqlStore) -> Issue:
        edition = store.edition(errand.key, errand.revision)
        if edition is None:
            raise UserError(Note.of("error.no_edition", what=str(errand.key), home=self.app.home))
        site = self.app.settings.site
        return Issue(edition=edition, site=site.url, flags_to=site.corrections_to or None, before=errand.before)

    def _files(self, issue: Issue) -> Mapping[str, bytes]:
        from achim.render.files import render_files

        return render_files(issue.edition, picture_of(issue.edition), issue.flags_to)


def schedule_of(settings: Settings) -> Schedule:
    told, watch = settings.schedule, settings.watch
    kinds: list[EditionKind] = [kind for kind in KINDS if kind in told.kinds]
    return Schedule(
        time_zone=settings.edition.time_zone,
        at=told.at,
        series=tuple((kind, settings.edition.lang, profile) for kind in kinds for profile in names(settings)),
        weekdays=frozenset(WEEKDAYS.index(day) for day in told.weekdays),
        lead=timedelta(minutes=told.lead_minutes),
        wait=timedelta(minutes=told.wait_minutes),
        retry=timedelta(minutes=told.retry_minutes),
        late=told.late,
        keep_trying=timedelta(hours=told.keep_trying_hours),
        late_after=timedelta(minutes=watch.late_minutes),
        dead_after=timedelta(days=watch.source_days),
        give_up=timedelta(hours=told.give_up_hours),
        tries=told.tries,
    )


def terms_of(settings: Settings, channels: Mapping[str, Channel]) -> tuple[Terms, ...]:
    return tuple(
        Terms(
            name=name,
            kinds=frozenset(way.kinds),
            profile=way.profile,
            lang=way.lang,
            revisions=way.revisions,
            recipients=tuple(channels[name].recipients),
        )
        for name, way in settings.channels.items()
    )


def desk_of(app: App, store: SqlStore, channels: Mapping[str, Channel], now: datetime) -> tuple[Desk, Calendar]:
    """All that ``due`` looks at."""
    settings = app.settings
    first = today(app, now) - BACK
    enabled = {name for kind in KINDS for name in app.source_names(kind)}
    corrected = [
        head for head in store.shelf.corrected(until=first - timedelta(days=1)) if is_corrected_of_late(head, now)
    ]
    older = (receipt for head in corrected for receipt in store.receipts.of_edition(head.key))
    desk = Desk(
        heads=(*store.shelf.heads(since=first), *corrected),
        tried=store.journal.tried(first),
        receipts=(*store.receipts.of_days(first), *older),
        channels=terms_of(settings, channels),
        dead=tuple(_dead(store.source_states(), enabled)),
        incidents=tuple(store.journal.incidents()),
        since=store.journal.since(),
    )
    return desk, turns(settings.sources, now - BACK, now)


def today(app: App, now: datetime) -> date:
    return now.astimezone(ZoneInfo(app.settings.edition.time_zone)).date()


def _dead(states: Sequence[SourceState], enabled: set[str]) -> Generator[Life]:
    for state in states:
        since = state.answered_at or state.failed_at
        if state.source in enabled and state.failures and since:
            yield Life(source=state.source, since=since, fault=state.fault)


def _takes_all(head: Head, channels: Mapping[str, Channel]) -> Terms:
    """What the files of editions take where no channel is set up."""
    name, channel = next(iter(channels.items()))
    return Terms(
        name=name,
        kinds=frozenset(KINDS),
        profile=head.key.profile,
        lang=None,
        revisions="all",
        recipients=tuple(channel.recipients),
    )


def letter_of(incidents: Sequence[Incident], app: App) -> Letter:
    """One letter for all of them, known by the first and by when it was opened; at least one."""
    lang, first = app.settings.edition.lang, incidents[0]
    told = [say(incident.note, lang) for incident in incidents]
    more = f" (+{len(told) - 1})" if told[1:] else ""
    lines = "\n".join(told)
    return Letter(
        key=f"{first.key}@{first.opened_at.isoformat()}",
        edition=EditionKey(day=today(app, first.opened_at), lang=lang),
        subject=word("incident.subject", lang, what=told[0] + more),
        text=f"{lines}\n\n{word('incident.what_to_do', lang)}",
        written_at=first.opened_at,
    )
