"""Files in a folder: whole or not there, written once, and a disk that takes none is told of."""

import errno
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from achim.app import picture_of
from achim.clock import SystemClock
from achim.domain.delivery import Issue, Receipt
from achim.errors import DeliveryFault
from achim.ports import Channel
from achim.render.files import render_files
from achim.render.messages import say
from achim.settings_ways import FilesSettings
from achim.ways import make_channel
from tests.editions import hostile_day, written_day


def some_files(issue: Issue) -> Mapping[str, bytes]:
    return {"Papers_report.md": b"# A day\n", "paper.png": b"\x89PNG"}


def channel(folder: Path) -> Channel:
    return make_channel("desk", FilesSettings(type="files", folder=folder), some_files, SystemClock())


def deliver(way: Channel, issue: Issue) -> list[str]:
    with way.open() as sender:
        return [sender.send(parcel) for parcel in way.parcels(issue, way.recipients[0])]


def test_each_file_is_a_part_and_its_receipt_says_where_it_lies(tmp_path: Path) -> None:
    way, issue = channel(tmp_path / "out"), Issue(edition=written_day())
    parcels = way.parcels(issue, way.recipients[0])

    answers = deliver(way, issue)

    assert [parcel.ticket.part for parcel in parcels] == [1, 2]
    assert {parcel.parts for parcel in parcels} == {2}
    assert [parcel.media_type for parcel in parcels] == ["text/markdown", "image/png"]
    assert len({parcel.ticket.id for parcel in parcels}) == 2
    assert [Path(answer).read_bytes() for answer in answers] == [parcel.body for parcel in parcels]
    at = datetime(2024, 11, 4, tzinfo=UTC)
    receipts = [
        Receipt(ticket=parcel.ticket, parts=parcel.parts, state="delivered", tries=1, unsure=0, first_at=at, last_at=at, answer=answer)
        for parcel, answer in zip(parcels, answers, strict=True)
    ]  # fmt: skip
    assert all(str(tmp_path) in receipt.answer for receipt in receipts)


def test_what_is_there_is_left_alone_and_what_was_changed_is_mended(tmp_path: Path) -> None:
    way, issue = channel(tmp_path / "out"), Issue(edition=written_day())
    first, second = map(Path, deliver(way, issue))
    second.write_bytes(b"cut o")
    before = first.stat().st_ino

    deliver(way, issue)

    assert first.stat().st_ino == before
    assert second.read_bytes() == b"\x89PNG"
    assert sorted(path.name for path in first.parent.iterdir()) == ["Papers_report.md", "paper.png"]


def test_hostile_names_of_a_rendering_lie_in_the_days_folder(tmp_path: Path) -> None:
    def rendered(issue: Issue) -> Mapping[str, bytes]:
        return render_files(issue.edition, picture_of(issue.edition))

    way = make_channel("desk", FilesSettings(type="files", folder=tmp_path), rendered, SystemClock())

    answers = [Path(answer) for answer in deliver(way, Issue(edition=hostile_day()))]

    assert {path.parent for path in answers} == {tmp_path / "2024-11-04"}
    assert all(path.name.isascii() for path in answers)


def test_hostile_a_link_in_a_files_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"# A day\n")
    day = tmp_path / "out" / "2024-11-04"
    day.mkdir(parents=True)
    (day / "paper.png").symlink_to(outside)

    deliver(channel(tmp_path / "out"), Issue(edition=written_day()))

    assert outside.read_bytes() == b"# A day\n"
    assert (day / "paper.png").read_bytes() == b"\x89PNG"


def test_fault_a_full_disk_leaves_no_half_file_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    way, issue = channel(tmp_path / "out"), Issue(edition=written_day())
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DeliveryFault) as caught:
            deliver(way, issue)

    assert caught.value.again
    assert not caught.value.unsure
    assert "No space left" in say(caught.value.note, "en")
    assert not list((tmp_path / "out" / "2024-11-04").iterdir())
    assert len(deliver(way, issue)) == 2


def test_fault_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(DeliveryFault) as caught:
        deliver(channel(tmp_path / "out"), Issue(edition=written_day()))
    assert caught.value.again
    assert str(tmp_path / "out") in say(caught.value.note, "en")
