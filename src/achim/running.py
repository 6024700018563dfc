"""The unattended run: looks at the desk, does what is due, and says what came of it.

::

    look ──► build ──► look ──► send ──► look … until nothing is due ──► site ──► tell the owner ──► ping
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from achim.app import App
from achim.correcting import marked_by
from achim.delivering import settled
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.schedule import Build, Desk, Incident, Made, Run, Sending, Work
from achim.errors import AchimError, FetchError, Locked, NothingAnswered, SettingsError, UserError
from achim.ports import Channel
from achim.posting import BACK, PostOffice, desk_of, letter_of, schedule_of, today
from achim.render.messages import said
from achim.replay import MARK
from achim.request import BuildRequest
from achim.settings_schedule import ping_address
from achim.steps.due import due
from achim.store.sql import SqlStore

_ROUNDS = 40
"""Looks at the desk in one run, at most."""
_PULSE = timedelta(minutes=10)
"""Between two pings of a service that has nothing to do."""
_TICK = 60.0
"""Seconds between two looks of a service at the most."""
SILENT_AFTER = timedelta(minutes=15)
"""A service that has not looked for so long is not well; while it builds, three hours."""
_BUILDING = timedelta(hours=3)
_NOTICED = timedelta(seconds=2)
"""A wait that is longer is told."""
_LONGEST = 300
"""Characters of an error in a report."""
_AGAIN = timedelta(minutes=10)
"""Between two tries to tell the owner."""


@dataclass(slots=True)
class Runner:
    """``patience`` is for how many seconds a run waits for what may be tried again soon; 0 leaves it to the next."""

    app: App
    stop: Event = field(default_factory=Event)
    patience: float = 0.0
    _pinged_at: datetime | None = None

    def once(self) -> Run:
        """Do all that is due. What goes wrong is in the report; nothing of it hinders the rest."""
        begun, made, troubles = self.app.clock.now(), list[Made](), list[Note]()
        sent: list[Sequence[Sending]] = []
        ping_address(self.app.settings.watch)  # what is wrong with it is said before anything is done
        is_changed = self._write_interrupted(begun, troubles)
        for _ in range(_ROUNDS):
            work = self._look()
            if self.stop.is_set():
                break
            if work.builds:
                made += self._build(work.builds, troubles)
            elif work.errands:
                try:
                    sent.append(self._send())
                except UserError as error:  # another process sends for longer than we wait
                    if not self._leaves_it(error):
                        troubles += [each for each in error.told if isinstance(each, Note)]
                    break
            elif not self._waits(work, begun):
                break
        told = settled(sent)
        troubles += [
            Note.of("delivery.on", **{**dict(note.params), "channel": each.channel, "what": note.code})
            for each in told
            if each.given_up or each.refused
            for note in each.faults
        ]
        is_changed = is_changed or any(each.what in ("made", "revised") for each in made)
        if is_changed and self.app.settings.schedule.site:
            self._write_site(troubles)
        opened = () if self.stop.is_set() else self._tell(troubles)
        run = Run(
            begun_at=begun,
            ended_at=self.app.clock.now(),
            day=today(self.app, begun),
            made=tuple(made),
            sent=told,
            opened=opened,
            troubles=tuple(dict.fromkeys(troubles)),
        )
        with self._archive() as store:
            store.journal.note_run(run)
        self._ping(run)
        return run

    def forever(self, told: Callable[[Run], None]) -> None:
        """Look every minute, or as soon as something is due, until ``stop`` is set.

        What only passes, as a full disk or a locked archive, ends the service at its first look, never after it.
        """
        has_run = False
        while not self.stop.is_set():
            pause = _TICK
            try:
                run = self.once()
                if not run.is_idle:
                    told(run)
                pause = min(_TICK, max(1.0, (self._look().wake - self.app.clock.now()).total_seconds()))
                has_run = True
            except UserError as error:
                if not has_run or isinstance(error, SettingsError):
                    raise
                self._stumble(error)
            self.stop.wait(pause)

    def _stumble(self, error: UserError) -> None:
        for each in error.told:
            if isinstance(each, Note):
                self.app.progress.told("run", each)
        if address := ping_address(self.app.settings.watch):
            self._ask_ping(address, is_well=False)

    def is_well(self) -> bool:
        """Whether a service that runs elsewhere has looked at the desk of late."""
        now = self.app.clock.now()
        if not self.app.has_archive():
            return False
        with self._archive() as store:
            run = store.journal.last_run(now)
            tried = store.journal.tried(today(self.app, now) - timedelta(days=1)).values()
        lately = [now - run.ended_at < SILENT_AFTER] if run else []
        # What lies ahead was written by a clock that was wrong, and says nothing.
        return any((*lately, *(timedelta(0) <= now - each.at < _BUILDING for each in tried)))

    def _archive(self) -> AbstractContextManager[SqlStore]:
        """The archive of real editions: another one than the directory's while that holds a sample."""
        if not (self.app.home / MARK).exists():
            return self.app.archive()
        with self.app.lock():
            return self.app.archive(self.app.real_place())

    def _look(self) -> Work:
        with self._archive() as store:
            return self._due(store)[0]

    def _due(self, store: SqlStore) -> tuple[Work, Desk]:
        now = self.app.clock.now()
        desk, calendar = desk_of(self.app, store, self._office.channels(), now)
        return due(now, desk, calendar, schedule_of(self.app.settings)), desk

    @property
    def _office(self) -> PostOffice:
        return PostOffice(self.app, self.stop)

    def _write_interrupted(self, now: datetime, troubles: list[Note]) -> bool:
        """Write the files of editions that a run began to build which never ended: it may have been killed after it
        had kept one and before it had written it. Whether there are such."""
        with self._archive() as store:
            before = store.journal.last_run(now)
            tried = store.journal.tried(today(self.app, now) - BACK)
            keys = sorted(key for key, each in tried.items() if not before or each.at > before.ended_at)
            kept = [edition for key in keys if (edition := store.edition(key))]
            editions = [each for edition in kept for each in (edition, *marked_by(edition, store))]
        try:
            for edition in editions:
                self.app.write(edition)
        except AchimError as error:
            troubles.append(self._failed(keys[0], error))
        return bool(editions)

    def _build(self, builds: Sequence[Build], troubles: list[Note]) -> list[Made]:
        profiles = tuple(dict.fromkeys(build.key.profile for build in builds))
        app = self.app.sharing(profiles) if len(profiles) > 1 else self.app
        made = (self._build_one(app, each, troubles) for each in builds if not self.stop.is_set())
        return [each for each in made if each]

    def _leaves_it(self, error: AchimError) -> bool:
        """A second service that stands by is well while the first one is at work for long. If that one never ends, the
        owner is told that the edition is late."""
        if self.patience or not isinstance(error, Locked):
            return False
        self.app.progress.told("run", Note.of("run.left"))
        return True

    def _build_one(self, app: App, build: Build, troubles: list[Note]) -> Made | None:
        """A fault in one edition must not cost the reader the others."""
        key = build.key
        with self._archive() as store:
            store.journal.note_try(key, self.app.clock.now())
        request = BuildRequest(
            day=key.day, kind=key.kind, lang=key.lang, profile=key.profile, only_gaps=build.only_gaps
        )
        try:
            built = app.build(request)
        except NothingAnswered as error:
            return Made(key=key, what="unanswered", gaps=error.gaps)
        except AchimError as error:
            if self._leaves_it(error):
                return None
            troubles.append(self._failed(key, error))
            return Made(key=key, what="failed")
        except Exception as error:
            self.app.progress.trouble(str(key), error)
            troubles.append(Note.of("run.failed", edition=key, error=type(error).__name__))
            return Made(key=key, what="failed")
        return Made(key=key, what=built.outcome.what, gaps=built.outcome.edition.gaps)

    def _failed(self, key: EditionKey, error: AchimError) -> Note:
        return Note.of("run.failed", edition=key, error=self._said(error))

    def _said(self, error: AchimError) -> str:
        return said(error, self.app.settings.edition.lang)[:_LONGEST]

    def _send(self) -> Sequence[Sending]:
        """What is owed is read anew under the lock: another process may just have sent it."""
        office = self._office
        with office.lock(), self._archive() as store:
            work, desk = self._due(store)
            return office.send(work.errands, desk.receipts, store)

    def _waits(self, work: Work, begun: datetime) -> bool:
        """Wait for what may be tried again within the patience that is left; False where there is nothing such."""
        if not self.patience or work.wake > begun + timedelta(seconds=self.patience):
            return False
        if work.wake > self.app.clock.now() + _NOTICED:
            until = work.wake.astimezone(ZoneInfo(self.app.settings.edition.time_zone))
            self.app.progress.told("run", Note.of("run.waits", until=f"{until:%H:%M:%S}"))
        moved = True
        while moved and (left := (work.wake - self.app.clock.now()).total_seconds()) > 0 and not self.stop.is_set():
            before = self.app.clock.now()
            self.app.clock.wait(min(1.0, left))
            moved = self.app.clock.now() > before
        return moved

    def _write_site(self, troubles: list[Note]) -> None:
        from achim.web.library import Site, public_of
        from achim.web.site import SITE_LOCK, write_site

        settings = self.app.settings
        self.app.progress.step("site")
        try:
            with self.app.lock(SITE_LOCK), self._archive() as store:
                site = Site(store.shelf, settings.edition.lang, public=public_of(settings.site))
                write_site(self.app.home / "site", site.leaves(), site.gone, lambda done, of: None)
        except AchimError as error:
            troubles.append(Note.of("run.site", error=self._said(error)))

    def _tell(self, troubles: list[Note]) -> tuple[Incident, ...]:
        """Tell the owner of each incident once; what could not be told is told by the next run."""
        work, now = self._look(), self.app.clock.now()
        channel = self._office.channels().get(self.app.settings.watch.channel)
        waiting = [each for each in work.opened if each.tried_at and now < each.tried_at + _AGAIN]
        fresh = [each for each in work.opened if each not in waiting]
        is_told = bool(fresh) and (channel is None or self._told(channel, fresh, troubles))
        tried = tuple(replace(each, is_told=is_told, tried_at=now) for each in fresh)
        with self._archive() as store:
            store.journal.open(tried)
            store.journal.close(work.closed)
        return tuple(each for each, before in zip(tried, fresh, strict=True) if is_told or before.tried_at is None)

    def _told(self, channel: Channel, incidents: Sequence[Incident], troubles: list[Note]) -> bool:
        """Tell them in one letter. Whatever goes wrong with that is no reason to end a run without its report."""
        try:
            faults = self._office.tell(channel, letter_of(incidents, self.app))
        except UserError as error:
            troubles.append(Note.of("delivery.said", why=str(error)[:300]))
            return False
        except Exception as error:
            self.app.progress.trouble(channel.name, error)
            troubles.append(Note.of("delivery.broken", error=type(error).__name__))
            return False
        troubles += faults
        return len(faults) < len(channel.recipients)

    def _ping(self, run: Run) -> None:
        """The dead man's switch: where it cannot be reached, its silence is what is noticed."""
        address = ping_address(self.app.settings.watch)
        if address is None:
            return
        # A clock that was set back has not made the last ping a later one.
        last = self._pinged_at
        if run.is_idle and last and last <= run.ended_at < last + _PULSE:
            return
        self._pinged_at = run.ended_at
        self._ask_ping(address, is_well=run.is_well)

    def _ask_ping(self, address: SecretStr, *, is_well: bool) -> None:
        place, mark, asked = address.get_secret_value().partition("?")
        url = place.rstrip("/") + ("" if is_well else "/fail") + mark + asked
        try:
            self.app.ping(url)
        except FetchError as error:
            self.app.progress.told("ping", error.note)
