"""Papers of the past are taken into search once, as arXiv has them last, and editions stay what they are."""

import gzip
import io
import os
import signal
from array import array
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from achim import backfilling, cli
from achim.backfill_cli import Teller
from achim.backfilling import backfill, estimate, reindex
from achim.domain.edition import EditionKey
from achim.domain.found import Document, Filters, Showing
from achim.domain.ids import PaperId
from achim.domain.past import SERIES, Standing
from achim.engines.cluster import Cluster
from achim.engines.place import Place
from achim.engines.tasks import Embed, Job, Outcome, Vectors
from achim.errors import UserError
from achim.finding import find, index_editions, makers_of, similar
from achim.ports import Vector
from achim.progress import PlainProgress
from achim.render.search import search_json, search_lines
from achim.sources import arxiv_dump
from achim.sources.arxiv_dump import Dump
from tests.editions import full_day
from tests.fakes import FakeEmbedder, NoLock
from tests.past import Past, line, opened, second, write_dump
from tests.postgres_server import PostgresServer
from tests.processes import finish
from tests.test_store_database import cutting
from tests.warm import start

FIRST, OTHER = "arxiv:2101.10001", "arxiv:2101.10002"


def take(past: Past, path: Path, since: date | None = None, until: date | None = None) -> Standing:
    with closing(Dump(path, since, until)) as dump:
        return backfill(dump, past.parts)


def shown(work: str, day: date, text: str, bucket: str = "printed") -> Document:
    showing = Showing(day=day, series="papers/ko/default", kind="papers", bucket=bucket, topic="llm")  # pyright: ignore[reportArgumentType]
    return Document(work=PaperId(work), title="Sparrow", text=text, url="", sources=("arxiv",), showings=(showing,))


def test_a_dump_is_found_with_its_topic_and_that_no_edition_showed_it(archive_url: str, tmp_path: Path) -> None:
    rows = [line(1), line(2, categories="cs.CV", title="Seeing birds", abstract="Cameras see images of birds.")]
    with opened(archive_url) as past:
        told = take(past, write_dump(tmp_path / "dump", rows))

        assert told == replace(told, taken=2, same=0, gone=0, unread=0, is_done=True)
        assert past.found("sparrow1") == [FIRST]
        found = find(past.parts.finder, "sparrow1").found[0].document
        assert (found.title, found.authors[-1]) == ("Sparrow1: translating speech with compact models", "André Weil")
        assert found.is_backfilled
        assert found.showings[0].topic not in ("", "other")
        lines = "\n".join(search_lines(find(past.parts.finder, "sparrow1"), "en"))
        assert f"not shown by an edition ({found.showings[0].topic})" in lines
        assert '"bucket": "backfilled"' in search_json(find(past.parts.finder, "sparrow1"))
        for filters in (Filters(topic=found.showings[0].topic), Filters(source="arxiv"), Filters(kind="papers")):
            assert FIRST in past.found("sparrow1", filters)
        assert past.found("sparrow1", Filters(kind="news")) == []
        assert past.found("sparrow1", Filters(since=date(2021, 1, 12))) == []
        assert [each.document.work for each in similar(past.parts.finder, PaperId(FIRST)).found] == [OTHER]


def test_a_later_version_takes_the_place_of_the_text_and_an_older_dump_none(archive_url: str, tmp_path: Path) -> None:
    old = write_dump(tmp_path / "old", [line(1), second(1), line(1)])
    with opened(archive_url) as past:
        assert take(past, old).taken == 1
        assert (past.found("wren1"), past.found("sparrow1")) == ([FIRST], [FIRST])  # the title still has sparrows
        assert find(past.parts.finder, "wren1").found[0].document.text == "We now propose wren1."

        told = take(past, write_dump(tmp_path / "older", [line(1)]))
        assert (told.taken, told.same) == (0, 1)
        assert past.found("wren1") == [FIRST]
        assert past.parts.finder.index.size() == (1, 1)


def test_the_same_command_again_reads_nothing(archive_url: str, tmp_path: Path) -> None:
    path = write_dump(tmp_path / "dump", [line(1), line(2)])
    with opened(archive_url) as past:
        first = take(past, path)
        before = past.rows(of_search=True)
        assert take(past, path) == first
        assert past.rows(of_search=True) == before


def test_only_records_changed_in_the_days_are_taken(archive_url: str, tmp_path: Path) -> None:
    rows = [line(1), line(2, update_date="2022-03-01"), line(3, update_date="2023-03-01")]
    with opened(archive_url) as past:
        path = write_dump(tmp_path / "dump", rows)
        assert take(past, path, date(2022, 1, 1), date(2022, 12, 31)).taken == 1
        assert past.found("compact models") == [OTHER]
        assert take(past, path, date(2022, 3, 1)).read == 2


def test_withdrawn_papers_leave_the_index_and_stay_away(archive_url: str, tmp_path: Path) -> None:
    gone = second(1, comments="This paper has been withdrawn by the author due to an error")
    with opened(archive_url) as past:
        take(past, write_dump(tmp_path / "one", [line(1), line(2)]))
        assert take(past, write_dump(tmp_path / "two", [gone])).gone == 1
        assert past.found("sparrow1") == []
        assert take(past, write_dump(tmp_path / "old", [line(1), line(3)])).taken == 1
        assert past.found("sparrow1") == []
        assert past.parts.finder.index.size() == (2, 2)


def test_works_of_editions_are_not_doubled_and_editions_stay(archive_url: str, tmp_path: Path) -> None:
    """The later word is searched; nothing but the tables of search and backfills changes."""
    day = date(2021, 1, 20)
    edition = full_day()
    with opened(archive_url) as past:
        past.store.begin(edition.key, datetime(2024, 11, 4, tzinfo=UTC))
        past.store.keep(edition, (), ())
        past.parts.finder.index.begin_anew(makers_of(past.parts.finder))
        documents = [shown(FIRST, day, "As the edition had it: robin1."), shown(OTHER, day, "As it had: robin2.")]
        past.parts.finder.index.put(EditionKey(day=day), 1, documents, ())
        before = past.rows(of_search=False)

        take(past, write_dump(tmp_path / "dump", [second(1), line(2)]))

        assert past.rows(of_search=False) == before
        assert past.parts.finder.index.size()[0] == 2
        newer, older = past.parts.finder.index.documents([PaperId(FIRST), PaperId(OTHER)])
        assert (newer.text, older.text) == ("We now propose wren1.", "As it had: robin2.")
        assert not newer.is_backfilled
        assert [each.series for each in newer.showings] == [SERIES, "papers/ko/default"]
        assert (past.found("robin1"), past.found("robin2"), past.found("wren1")) == ([], [OTHER], [FIRST])
        # the edition is taken in again, as a correction does, without the first work
        past.parts.finder.index.put(EditionKey(day=day), 2, documents[1:], ())
        assert past.found("wren1") == [FIRST]
        assert past.parts.finder.index.documents([PaperId(FIRST)])[0].is_backfilled


def test_an_index_that_is_made_anew_gets_the_works_again(archive_url: str, tmp_path: Path) -> None:
    """As another version's tokens or vectors make it; what editions had is read from them, and this from nowhere."""
    gone = second(3, comments="This paper has been withdrawn")
    with opened(archive_url) as past:
        path = write_dump(tmp_path / "dump", [line(1), line(2), gone])
        take(past, path)
        index = past.parts.finder.index
        index.put(
            EditionKey(day=date(2021, 1, 20)),
            1,
            [shown(OTHER, date(2021, 1, 20), "robin2"), shown("x", date(2021, 1, 20), "y")],
            (),
        )
        index.begin_anew(makers_of(past.parts.finder))

        assert past.found("sparrow1") == []
        index.put(EditionKey(day=date(2021, 1, 20)), 1, [shown(OTHER, date(2021, 1, 20), "robin2")], ())
        assert reindex(past.parts.finder, past.parts.index, NoLock) == 2
        assert reindex(past.parts.finder, past.parts.index, NoLock) == 0
        assert (past.found("sparrow1"), past.found("robin2")) == ([FIRST], [OTHER])
        assert index.size() == (2, 2)
        assert take(past, write_dump(tmp_path / "again", [line(3), line(1)])).same == 2
        assert index_editions(past.parts.finder, past.store) == 0


def test_fault_lines_that_are_no_records_are_named_and_passed_over(archive_url: str, tmp_path: Path) -> None:
    rows = [
        line(1), b"{", b"", b"[1]", b'{"id": "2101.10009"}', b"\xff\xfe", b"[" * 100_000, line(2),
        line(3, versions=[]), line(4, title=7), line(5, update_date="soon"), line(6, id="../etc/passwd"),
        line(7, versions=[{"version": "v1", "created": "yesterday"}]),
    ]  # fmt: skip
    with opened(archive_url) as past:
        told = take(past, write_dump(tmp_path / "dump", rows))

        assert (told.taken, told.unread) == (2, 10)
        assert [dict(note.params)["line"] for _, note in past.progress.notes] == [
            "2",
            "4",
            "5",
            "6",
            "7",
            "9",
            "10",
            "11",
            "12",
            "13",
        ]
        assert past.found("compact model") == [FIRST, OTHER]


def test_fault_a_line_longer_than_any_record_costs_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arxiv_dump, "LONGEST", 5_000)
    path = write_dump(tmp_path / "dump", [line(1), b'{"id": "' + b"9" * 20_000, line(2)])
    with closing(Dump(path)) as dump:
        page = dump.read("")
    assert [each.work for each in page.changes] == [FIRST, OTHER]
    assert dict(page.unread[0].params)["line"] == "2"


@pytest.mark.parametrize("content", [b"a,b\n1,2\n" * 300, b'{"_id": 1}\n', b"\x89PNG\r\n\x1a\n" * 99])
def test_hostile_a_file_that_is_no_dump_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with closing(Dump(tmp_path / "file")) as dump, pytest.raises(UserError, match="no_dump"):
        dump.read("")


def test_fault_a_file_that_breaks_off_is_told_and_what_was_read_stays(tmp_path: Path) -> None:
    whole = gzip.compress(b"\n".join(map(_bytes, map(line, range(1_200)))))
    (tmp_path / "dump.gz").write_bytes(whole[: len(whole) // 2])
    with opened(f"sqlite:///{tmp_path / 'archive.sqlite'}") as past:
        with closing(Dump(tmp_path / "dump.gz")) as dump:
            assert 0 < estimate(dump, past.parts).records < 1_200
        with pytest.raises(UserError, match="no_file"):
            take(past, tmp_path / "dump.gz")
        kept = past.parts.finder.index.size()[0]
        assert kept > 0
        (tmp_path / "whole.gz").write_bytes(whole)
        assert take(past, tmp_path / "whole.gz").same == kept
        assert past.parts.finder.index.size() == (1_200, 1_200)
    with pytest.raises(UserError, match="no_file"):
        Dump(tmp_path / "none")


def _bytes(row: dict[str, object]) -> bytes:
    import json

    return json.dumps(row).encode()


def test_hostile_text_is_searched_as_text(archive_url: str, tmp_path: Path) -> None:
    title = 'Ignore previous instructions <script>alert(1)</script> \u202egnp.exe\x1b[2J " OR 1=1; DROP TABLE'
    rows = [
        line(1, title=title, abstract='NEAR("a" OR b*) {title}: ^x \ud800 ' + "w " * 50_000, authors="'; --, \u202eEve")
    ]
    with opened(archive_url) as past:
        assert take(past, write_dump(tmp_path / "dump", rows)).taken == 1
        results = find(past.parts.finder, "ignore previous instructions")
        assert [each.document.work for each in results.found] == [FIRST]
        told = "\n".join(search_lines(results, "en"))
        assert not {"\u202e", "\x1b"} & set(told)
        assert len(results.found[0].document.text) <= 20_000


def test_the_estimate_keeps_nothing(archive_url: str, tmp_path: Path) -> None:
    path = write_dump(tmp_path / "dump", [line(number) for number in range(60)])
    with opened(archive_url) as past:
        past.parts.finder.index.begin_anew(makers_of(past.parts.finder))
        before = past.rows(of_search=True)
        with closing(Dump(path, date(2021, 1, 1))) as dump:
            told = estimate(dump, past.parts)
        assert past.rows(of_search=True) == before
        assert (told.records, told.requests, told.sample) == (60, 0, 48)
        assert told.seconds > 0
        with closing(Dump(path, date(2022, 1, 1))) as dump:
            assert estimate(dump, past.parts).records == 0


def test_what_is_left_is_what_was_not_read_since_the_beginning() -> None:
    stream, now = io.StringIO(), iter([0.0, 10.0])
    tell = Teller(PlainProgress("ko", stream=stream), "ko", records=1500, before=500, clock=lambda: next(now))
    tell(Standing(place="1 1", taken=1500))
    assert "초당 100건, 약 5초 남음" in stream.getvalue()


def test_it_ends_after_the_batch_and_goes_on_there(
    archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_dump, "_LINES", 2)
    path = write_dump(tmp_path / "dump", [line(number) for number in range(1, 6)])
    embedder = FakeEmbedder()
    with opened(archive_url, embedder=embedder) as past:
        pages = list[Standing]()
        past.parts = replace(past.parts, say=pages.append, stop=lambda: bool(pages))
        assert not take(past, path).is_done
        assert past.parts.finder.index.size() == (2, 2)
        past.parts = replace(past.parts, stop=lambda: False)
        assert take(past, path).taken == 5
        titles = [each for each in embedder.asked if each.startswith("Sparrow")]
        assert len(titles) == len(set(titles)) == 5


def test_fault_two_backfills_at_once_keep_the_later_word(archive_url: str, tmp_path: Path) -> None:
    """As of a dump, and of OAI-PMH since its day: while one works at an old record, the other takes in the new one."""
    old, new = write_dump(tmp_path / "old", [line(1), line(2)]), write_dump(tmp_path / "new", [second(1)])

    class Slow(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
            if "sparrow2" in str(texts):
                with opened(archive_url) as other:
                    assert take(other, new).taken == 1
            return super().embed(texts)

    with opened(archive_url, embedder=Slow()) as past:
        take(past, old)
        assert past.found("wren1") == [FIRST]
        assert past.parts.index.held([PaperId(FIRST)])[PaperId(FIRST)].version == 2
        assert past.parts.finder.index.size() == (2, 2)


CHILD = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
from achim import backfilling
from achim.backfilling import backfill
from achim.sources import arxiv_dump
from achim.sources.arxiv_dump import Dump
from achim.store import backfill as kept
from tests.past import opened

at, where = int(sys.argv[3]), sys.argv[4]
arxiv_dump._LINES, backfilling.BATCH = 20, 8
times = 0

def stop(name):
    global times
    times += name == where
    if times == at and name == where:
        os.kill(os.getpid(), signal.SIGKILL)

put_row, put_rows, keep_vectors = kept.put_row, kept.put_rows, kept.keep_vectors
kept.put_rows = lambda *told: (put_rows(*told), stop("rows"))
kept.keep_vectors = lambda *told: (keep_vectors(*told), stop("vectors"))
kept.put_row = lambda *told: (put_row(*told), stop("standing"))
with opened(sys.argv[1]) as past, closing(Dump(Path(sys.argv[2]))) as dump:
    backfill(dump, past.parts)
"""


def test_kill_in_the_middle_leaves_whole_batches_and_the_same_end(archive_url: str, tmp_path: Path) -> None:
    """Within transactions of works, vectors and the place, and then the same archive as of one that was left alone."""
    path = write_dump(tmp_path / "dump", [*map(line, range(50)), second(3), second(40)])
    for where, at in (("rows", 9), ("vectors", 1), ("standing", 3)):
        child = start(CHILD, archive_url, str(path), str(at), where, environment=dict(os.environ))
        assert finish(child) == -signal.SIGKILL
        with opened(archive_url) as past:
            works, vectors = past.parts.finder.index.size()
            assert works == vectors
            assert works % 8 in (0, 4)
    with opened(archive_url) as past, opened(f"sqlite:///{tmp_path / 'undisturbed.sqlite'}") as other:
        told = take(past, path)
        assert (told.read, told.is_done) == (52, True)
        take(other, path)
        assert _without_numbers(past) == _without_numbers(other)
        assert past.found("compact language model") == other.found("compact language model")
        assert past.found("wren40") == ["arxiv:2101.10040"]


def _without_numbers(past: Past) -> object:
    index = past.parts.finder.index
    works = [PaperId(f"arxiv:2101.{10000 + number}") for number in range(50)]
    return [(each, index.vectors(each.work)) for each in index.documents(works)]


def test_the_command_says_what_it_takes_and_can_be_paused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGTERM ends it after the batch under way with exit code 130; the same command goes on."""
    monkeypatch.setattr(arxiv_dump, "_LINES", 2)
    monkeypatch.setattr("achim.embed.use.UseEmbedder", lambda: FakeEmbedder())
    path = write_dump(tmp_path / "dump", [line(number) for number in range(1, 6)])
    works, calls = backfilling._works, list[int]()  # pyright: ignore[reportPrivateUsage]

    def interrupted(*told: object) -> object:
        calls.append(1)
        if len(calls) == 4:  # after the two of the estimate and the first page
            os.kill(os.getpid(), signal.SIGTERM)
        return works(*told)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(backfilling, "_works", interrupted)
    command = ["backfill", "--source", str(path), "--yes"]
    with pytest.raises(SystemExit) as ended:
        cli.commands(command, exit_on_error=False)
    assert ended.value.code == 130
    assert "5건" in capsys.readouterr().out
    cli.commands(command, exit_on_error=False, result_action="return_value")
    assert "넣음 5" in capsys.readouterr().out


def test_ctrl_c_at_the_question_ends_it_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(question: str) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "n"

    monkeypatch.setattr("achim.embed.use.UseEmbedder", lambda: FakeEmbedder())
    monkeypatch.setattr("builtins.input", asked)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    with pytest.raises(KeyboardInterrupt):
        cli.commands(["backfill", "--source", str(write_dump(tmp_path / "dump", [line(1)]))], exit_on_error=False)


@pytest.mark.parametrize("word", ["INSERT INTO search_shown", "INSERT INTO backfills", "FROM backfills"])
def test_fault_postgres_that_is_restarted_in_mid_statement_ends_no_backfill(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    path = write_dump(tmp_path / "dump", [line(number) for number in range(1, 4)])
    cut = cutting(monkeypatch, word)
    with opened(postgres.new_database()) as past:
        assert take(past, path).taken == 3
        assert past.parts.finder.index.size() == (3, 3)
    assert cut


def test_vectors_of_a_backfill_and_of_an_index_made_anew_are_made_by_workers_where_there_is_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Embed] = []

    class Workers(Cluster):
        def do(self, job: Job, edition: EditionKey | None = None) -> Outcome:
            assert isinstance(job, Embed)
            asked.append(job)
            return Vectors(tuple(array("f", vector) for vector in FakeEmbedder().embed(job.texts)))

    @contextmanager
    def near(*told: object) -> Generator[Cluster]:
        yield Workers(Place(scheduler=""), achim="", patience=1.0, tell=lambda note: None)

    monkeypatch.setenv("ACHIM_ENGINE__SCHEDULER", "tcp://127.0.0.1:9")
    monkeypatch.setattr("achim.scaling.cluster_of", near)
    monkeypatch.setattr("achim.embed.use.UseEmbedder", lambda: FakeEmbedder())
    path = write_dump(tmp_path / "dump", [line(number) for number in range(1, 4)])
    for command in (["backfill", "--source", str(path), "--yes"], ["index", "--rebuild"]):
        asked.clear()
        cli.commands(command, exit_on_error=False, result_action="return_value")
        told = "\n".join(text for job in asked for text in job.texts)
        assert all(f"Sparrow{number}:" in told for number in range(1, 4))
        assert not any(job.keeps for job in asked)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--from", "2021-02-01", "--to", "2021-01-01"], "from_to"),
        ([], "no_from"),
        (["--source", "nowhere.json"], "no_file"),
    ],
)
def test_what_cannot_be_asked_for_is_told(options: list[str], code: str) -> None:
    with pytest.raises(UserError, match=code):
        cli.commands(["backfill", *options], exit_on_error=False)
