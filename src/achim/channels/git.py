"""A commit in a repository on this machine, and a push of it."""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from achim.channels.files import write_files
from achim.channels.git_program import Git, Ran, opens
from achim.domain.delivery import Issue, Letter, Parcel, Ticket, notice_of, part_of
from achim.domain.edition import Edition
from achim.domain.note import Note
from achim.domain.text import clean
from achim.errors import DeliveryFault, UserError

TRAILER = "Achim-Ticket"
_LONGEST = 100
"""Characters of a message's first line."""
_ACTS = str.maketrans({"#": "＃", "@": "＠", "[": "［", "]": "］"})
"""What closes an issue, calls a person or skips a run where a host reads messages; the wide forms only look alike."""
_ADDRESS = re.compile(r"://|\bGH-(?=\d)", re.IGNORECASE)
_BEHIND = ("(non-fast-forward)", "(fetch first)")


@dataclass(frozen=True, slots=True, kw_only=True)
class GitChannel:
    """``files`` makes the files of an edition; they lie in ``folder``, in the edition's own.

    ``branch`` must be checked out; empty: whichever is. ``token`` opens a remote over https.
    """

    name: str
    git: Git
    folder: str
    remote: str
    branch: str
    push: bool
    sign_off: bool
    token: str | None
    files: Callable[[Issue], Mapping[str, bytes]]
    together: int = 1
    is_once: bool = True
    """A commit is known again by its trailer."""

    @property
    def recipients(self) -> Sequence[str]:
        return (str(self.git.tree),)

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        edition = issue.edition
        ticket = part_of(self.name, recipient, issue)
        folder = PurePosixPath(self.folder, edition.key.folder)
        return [self._parcel(ticket, _subject(edition), folder, self.files(issue))]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        ticket = notice_of(self.name, recipient, letter)
        folder = PurePosixPath(self.folder, letter.edition.day.isoformat())
        return self._parcel(
            ticket, _harmless(letter.subject), folder, {f"notice-{ticket.id}.txt": letter.whole.encode()}
        )

    def _parcel(self, ticket: Ticket, subject: str, folder: PurePosixPath, files: Mapping[str, bytes]) -> Parcel:
        return Parcel(
            ticket=ticket,
            parts=1,
            name=subject,
            media_type="text/plain",
            body=f"{subject}\n\n{TRAILER}: {ticket.id}\n".encode(),
            files=tuple((str(folder / name), data) for name, data in files.items()),
        )

    @contextmanager
    def open(self) -> Generator["GitChannel"]:
        """Raises DeliveryFault where there is no working tree with the branch."""
        if self.git("rev-parse", "--is-inside-work-tree").out.strip() != "true":
            raise DeliveryFault(Note.of("delivery.git_none", tree=self.git.tree), again=True, ends_all=True)
        self._end_own_rebase()
        self._branch()
        yield self

    def send(self, parcel: Parcel) -> str:
        branch = self._branch()
        if not self._is_committed(parcel):
            self._write(parcel)
            self._commit(parcel)
        if not self.push:
            return branch
        return self._pushed(branch)

    def _branch(self) -> str:
        """The branch that is checked out; nothing is switched in the user's own tree. Raises DeliveryFault."""
        found = self.git("symbolic-ref", "--quiet", "--short", "HEAD").out.strip()
        if not found or found != (self.branch or found):
            note = Note.of("delivery.git_branch", tree=self.git.tree, found=found or "-", branch=self.branch or "-")
            raise DeliveryFault(note, again=True, ends_all=True)
        return found

    def _is_committed(self, parcel: Parcel) -> bool:
        told = f"{TRAILER}: {parcel.ticket.id}"
        return str(parcel.ticket.id) in _tickets(self.git("log", "--fixed-strings", f"--grep={told}", _TICKETS))

    def _write(self, parcel: Parcel) -> None:
        """Write the files, never through a link that leads out of the repository. Raises DeliveryFault."""
        for name, data in parcel.files:
            path = self.git.tree / name
            try:
                self._check_place(path.parent)
                write_files(path.parent, {path.name: data})
            except (UserError, OSError) as error:
                why = error.__cause__ if isinstance(error, UserError) else error
                raise DeliveryFault(Note.of("delivery.files", folder=path.parent, why=why), again=True) from error

    def _check_place(self, folder: Path) -> None:
        """Raises DeliveryFault where links lead out of the repository, or to what is git's own in it."""
        tree, found = self.git.tree.resolve(), folder.resolve()
        if not found.is_relative_to(tree) or ".git" in found.relative_to(tree).parts:
            raise DeliveryFault(Note.of("delivery.git_outside", folder=folder, tree=self.git.tree), again=True)

    def _commit(self, parcel: Parcel) -> None:
        """Commit the files that differ, and nothing else that is staged. Raises DeliveryFault."""
        names = self._heeded([name for name, _ in parcel.files])
        if not self.git.must("status", "--porcelain", "--untracked-files=all", "--", *names):
            return
        self.git.must("add", "--intent-to-add", "--", *names)
        signed = ("--signoff",) if self.sign_off else ()
        self.git.must("commit", "--quiet", "--only", "--cleanup=verbatim", "--file=-", *signed, "--", *names,
                      words=parcel.body)  # fmt: skip

    def _heeded(self, names: Sequence[str]) -> Sequence[str]:
        """Those that the user's ``.gitignore`` lets in. Raises DeliveryFault where it lets in none."""
        told = self.git.must("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *names)
        ignored = set(told.split("\0"))
        heeded = [name for name in names if name not in ignored]
        if not heeded:
            raise DeliveryFault(Note.of("delivery.git_ignored", tree=self.git.tree), again=True)
        return heeded

    def _pushed(self, branch: str) -> str:
        """Push, after another's push once more upon theirs. Raises DeliveryFault."""
        there = f"refs/remotes/{self.remote}/{branch}"
        if not self._has(there) or self._others_ahead(there):
            self._fetch(branch, there)
            if self._has(there) and self._others_ahead(there):
                raise DeliveryFault(Note.of("delivery.git_ahead", tree=self.git.tree, branch=branch), again=True)
        answer = f"{self.remote}/{branch}"
        if self._has(there) and not self.git.must("rev-list", "--max-count=1", f"{there}..HEAD"):
            return answer
        ran = self._push(branch)
        if ran.code and any(sign in ran.out for sign in _BEHIND):
            self._fetch(branch, there)
            self._rebase(there)
            ran = self._push(branch)
        if ran.code:
            note = Note.of("delivery.git_failed", command="push", tree=self.git.tree, why=ran.why or ran.code)
            raise DeliveryFault(note, again=True)
        return answer

    def _push(self, branch: str) -> Ran:
        """One branch and nothing beside it, whatever the user's settings send along."""
        only = ("--porcelain", "--no-follow-tags", "--recurse-submodules=no")
        return self.git("push", *only, self.remote, f"HEAD:refs/heads/{branch}", token=self._opened())

    def _fetch(self, branch: str, there: str) -> None:
        """A remote that has no such branch yet is none of its faults. Raises DeliveryFault."""
        heads = self.git.must("ls-remote", "--heads", self.remote, f"refs/heads/{branch}", token=self._opened())
        if heads.strip():
            asked = f"+refs/heads/{branch}:{there}"
            self.git.must(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", self.remote, asked, token=self._opened()
            )

    def _rebase(self, there: str) -> None:
        """Raises DeliveryFault and leaves all as it was where the user's tree does not allow it."""
        own = ("-c", "rebase.autoStash=false", "-c", "rebase.autoSquash=false", "-c", "rebase.updateRefs=false")
        ran = self.git(*own, "rebase", "--merge", "--quiet", there)
        if ran.code:
            self._end_own_rebase()
            note = Note.of("delivery.git_failed", command="rebase", tree=self.git.tree, why=ran.why or ran.code)
            raise DeliveryFault(note, again=True)

    def _end_own_rebase(self) -> None:
        """Take back a rebase of nothing but what achim committed: a killed run left it, and no user begins one."""
        state = self.git.tree / self.git("rev-parse", "--git-path", "rebase-merge").out.strip()
        try:
            onto, old = ((state / name).read_text(encoding="ascii").strip() for name in ("onto", "orig-head"))
        except (OSError, UnicodeDecodeError):
            return
        tickets = _tickets(self.git("log", _TICKETS, f"{onto}..{old}", "--"))
        if tickets and all(tickets):
            self.git("rebase", "--abort")

    def _others_ahead(self, there: str) -> bool:
        """Whether a push would take along commits of the user's own, which nobody asked to publish."""
        return not all(_tickets(self.git("log", _TICKETS, f"{there}..HEAD", "--")))

    def _has(self, reference: str) -> bool:
        return self.git("rev-parse", "--quiet", "--verify", reference).code == 0

    def _opened(self) -> tuple[str, str] | None:
        """Where the token may go, with it. Raises DeliveryFault where there is no such remote."""
        if self.token is None:
            return None
        place = opens(self.git.must("remote", "get-url", "--push", self.remote).strip())
        return (place, self.token) if place else None


_TICKETS = f"--format=%x00%(trailers:key={TRAILER},valueonly,separator=%x2C)"


def _tickets(ran: Ran) -> list[str]:
    """The ticket of each commit, the newest first; empty where it has none."""
    return [told.strip() for told in ran.out.split("\0")[1:]]


def _subject(edition: Edition) -> str:
    """``Papers 2026-11-25: what its first line says``."""
    head = f"{edition.key.kind.title()} {edition.key.day.isoformat()}"
    if edition.revision > 1:
        head += f", revision {edition.revision}"
    firsts = (*(each.claim.text for each in edition.lead), *(entry.paper.title for entry in edition.entries))
    if not firsts:
        return head
    return _harmless(f"{head}: {firsts[0]}")


def _harmless(text: str) -> str:
    """``text`` as the first line of a message."""
    told = _ADDRESS.sub(lambda found: found[0].replace("/", "／").replace("-", "‐"), clean(text)).translate(_ACTS)
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1].rstrip() + "…"
