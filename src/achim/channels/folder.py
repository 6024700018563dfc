"""Files in a folder of the edition's day: what another program on this machine, or a synchronised folder, reads."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from achim.channels.files import write_files
from achim.domain.delivery import Issue, Letter, Parcel, notice_of, part_of
from achim.domain.note import Note
from achim.errors import DeliveryFault, UserError

Files = Callable[[Issue], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class FolderChannel:
    """``files`` makes the files of an edition; they lie in ``folder``, in the edition's own."""

    name: str
    folder: Path
    files: Files
    together: int = 1
    is_once: bool = True
    """A file that is there already is left as it is."""

    @property
    def recipients(self) -> Sequence[str]:
        return (str(self.folder),)

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        files = self.files(issue)
        return [
            Parcel(
                ticket=part_of(self.name, recipient, issue, part),
                parts=len(files),
                name=f"{issue.edition.key.folder}/{name}",
                media_type=guess_type(name)[0] or "application/octet-stream",
                body=data,
            )
            for part, (name, data) in enumerate(files.items(), 1)
        ]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        ticket = notice_of(self.name, recipient, letter)
        return Parcel(
            ticket=ticket,
            parts=1,
            name=f"{letter.edition.day.isoformat()}/notice-{ticket.id}.txt",
            media_type="text/plain",
            body=letter.whole.encode(),
        )

    @contextmanager
    def open(self) -> Generator["FolderChannel"]:
        yield self

    def send(self, parcel: Parcel) -> str:
        place = self.folder / parcel.name
        try:
            return str(write_files(place.parent, {place.name: parcel.body})[0])
        except UserError as error:
            raise DeliveryFault(
                Note.of("delivery.files", folder=place.parent, why=error.__cause__), again=True
            ) from error
