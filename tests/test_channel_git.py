"""A commit and a push in real repositories: one edition once, only its own files, whatever happens in between."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from achim.channels.git_program import opens
from achim.clock import SystemClock
from achim.domain.delivery import Issue, Parcel
from achim.domain.edition import Edition
from achim.errors import DeliveryFault
from achim.ports import Channel
from achim.render.messages import say
from achim.settings_ways import GitSettings
from achim.ways import make_channel
from tests.editions import corrected_day, hostile_day, make_letter, quiet_day, written_day
from tests.repositories import another_pushes, git, git_host, hook, make_pair, own_settings

pytestmark = pytest.mark.debian("git")
ROOT = Path(__file__).parents[1]
TOKEN = "a-token-of-ours-0123456789"


def some_files(issue: Issue) -> Mapping[str, bytes]:
    stem = f"{issue.edition.key.kind.title()}_{issue.edition.key.day}"
    return {f"{stem}_report.md": f"# {issue.edition.revision}\n".encode(), f"{stem}.png": b"\x89PNG"}


@dataclass(frozen=True)
class Desk:
    """A user's repository, its remote, and where another user works."""

    tree: Path
    remote: Path
    other: Path

    def channel(self, **told: object) -> Channel:
        settings = GitSettings.model_validate({"type": "git", "repository": self.tree, "folder": "papers", **told})
        return make_channel("daily", settings, some_files, SystemClock())

    def parcel(self, edition: Edition | None = None, **told: object) -> Parcel:
        channel = self.channel(**told)
        (parcel,) = channel.parcels(Issue(edition=edition or written_day()), channel.recipients[0])
        return parcel

    def send(self, edition: Edition | None = None, **told: object) -> str:
        with self.channel(**told).open() as sender:
            return sender.send(self.parcel(edition, **told))

    def fault(self, **told: object) -> tuple[DeliveryFault, str]:
        """What came in the way, and its words."""
        with pytest.raises(DeliveryFault) as caught:
            self.send(None, **told)
        assert say(caught.value.note, "ko")
        return caught.value, say(caught.value.note, "en")

    def subjects(self, reference: str = "refs/heads/main") -> list[str]:
        """First lines at the remote, the newest first."""
        return git(self.remote, "log", "--format=%s", reference).splitlines()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name, value in own_settings(tmp_path).items():
        monkeypatch.setenv(name, value)
    return Desk(*make_pair(tmp_path), tmp_path / "other")


def test_an_edition_is_committed_and_pushed_once(desk: Desk) -> None:
    assert desk.send(author_name="Achim", author_email="achim@example.org", sign_off=True) == "origin/main"

    told = git(desk.remote, "log", "-1", "--format=%an <%ae>%n%B", "main").splitlines()
    lead = written_day().lead[0].claim.text
    assert told[0] == "Achim <achim@example.org>"
    assert told[1] == f"Papers 2024-11-04: {lead}"[: len(told[1])]
    assert told[3] == f"Achim-Ticket: {desk.parcel().ticket.id}"
    assert told[4] == "Signed-off-by: Achim <achim@example.org>"
    assert git(desk.remote, "show", "--format=", "--name-only", "main").splitlines() == [
        "papers/2024-11-04/Papers_2024-11-04.png",
        "papers/2024-11-04/Papers_2024-11-04_report.md",
    ]
    head = git(desk.tree, "rev-parse", "HEAD")
    assert desk.send() == "origin/main"
    assert git(desk.tree, "rev-parse", "HEAD") == head == git(desk.remote, "rev-parse", "main")


def test_nothing_of_the_users_goes_along(desk: Desk) -> None:
    (desk.tree / "staged.txt").write_text("not yet\n", encoding="utf-8")
    (desk.tree / "README.md").write_text("half a thought\n", encoding="utf-8")
    git(desk.tree, "add", "staged.txt")
    (desk.tree / "papers").mkdir()
    (desk.tree / "papers" / "mine.md").write_text("mine\n", encoding="utf-8")

    desk.send()

    assert git(desk.tree, "status", "--porcelain").splitlines() == ["M README.md", "A  staged.txt", "?? papers/mine.md"]
    assert len(desk.subjects()) == 2


def test_a_revision_is_a_commit_of_its_own_and_news_lie_beside(desk: Desk) -> None:
    desk.send()
    desk.send(replace(corrected_day(), revision=2))
    desk.send(replace(quiet_day(), key=replace(written_day().key, kind="news")))

    heads = [subject.partition(":")[0] for subject in desk.subjects()]
    assert heads == ["News 2024-11-04", "Papers 2024-11-04, revision 2", "Papers 2024-11-04", "First"]


def test_a_letter_to_the_owner_is_a_commit_too(desk: Desk) -> None:
    channel = desk.channel()
    letter = make_letter("Late: #1", "The paper is late.")
    with channel.open() as sender:
        sender.send(channel.letter(letter, channel.recipients[0]))
    assert desk.subjects() == ["Late: ＃1", "First"]


def test_an_empty_repository_gets_its_first_commit(desk: Desk, tmp_path: Path) -> None:
    bare, tree = tmp_path / "new.git", tmp_path / "new"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(tmp_path, "clone", "--quiet", str(bare), str(tree))

    Desk(tree, bare, desk.other).send()

    assert git(bare, "log", "--format=%s", "main").startswith("Papers 2024-11-04: ")


def test_without_a_push_the_remote_is_not_asked(desk: Desk) -> None:
    git(desk.tree, "remote", "set-url", "origin", "/nowhere")
    assert desk.send(push=False) == "main"
    assert desk.send(push=False) == "main"
    assert git(desk.tree, "rev-list", "--count", "HEAD") == "2"


def test_what_another_pushed_stays_and_ours_goes_upon_it(desk: Desk) -> None:
    another_pushes(desk.remote, desk.other)
    (desk.tree / "untracked.txt").write_text("mine\n", encoding="utf-8")

    desk.send()

    assert [subject[:6] for subject in desk.subjects()] == ["Papers", "Anothe", "First"]
    assert git(desk.tree, "rev-parse", "HEAD") == git(desk.remote, "rev-parse", "main")
    assert git(desk.tree, "status", "--porcelain") == "?? untracked.txt"


def test_fault_what_another_pushed_over_the_users_unsaved_work_waits_for_the_user(desk: Desk) -> None:
    another_pushes(desk.remote, desk.other, "README.md", "Another's words.\n")
    (desk.tree / "README.md").write_text("half a thought\n", encoding="utf-8")

    fault, told = desk.fault()

    assert fault.again
    assert "rebase" in told
    assert (desk.tree / "README.md").read_text(encoding="utf-8") == "half a thought\n"
    git(desk.tree, "checkout", "--quiet", "README.md")
    desk.send()
    assert len(desk.subjects()) == 3


def test_fault_a_conflict_leaves_the_branch_as_it_was(desk: Desk) -> None:
    another_pushes(desk.remote, desk.other, "papers/2024-11-04/Papers_2024-11-04_report.md", "# 7\n")

    fault, _ = desk.fault()

    assert fault.again
    assert git(desk.tree, "symbolic-ref", "--short", "HEAD") == "main"
    assert git(desk.tree, "status", "--porcelain") == ""
    assert desk.subjects() == ["Another's", "First"]


def test_fault_commits_of_the_users_own_are_not_published(desk: Desk) -> None:
    git(desk.tree, "commit", "--quiet", "--allow-empty", "-m", "Not yet")

    fault, told = desk.fault()
    assert fault.again
    assert "push = false" in told
    assert desk.subjects() == ["First"]

    git(desk.tree, "push", "--quiet", "origin", "HEAD~1:main")
    desk.send()
    assert len(desk.subjects()) == 3


@pytest.mark.parametrize(
    ("place", "name", "words"),
    [("tree", "pre-commit", "commit"), ("tree", "commit-msg", "commit"), ("tree", "pre-push", "push"), ("remote", "pre-receive", "push")],
)  # fmt: skip
def test_fault_a_hook_that_says_no_is_heeded_and_heard(desk: Desk, place: str, name: str, words: str) -> None:
    path = hook(getattr(desk, place), name, "printf 'the rule: \\033[31mno\\n' >&2; exit 1")

    fault, told = desk.fault()

    assert fault.again
    assert not fault.unsure
    assert f"git {words} failed" in told
    assert "the rule: " in told
    assert "\x1b" not in told
    assert git(desk.tree, "diff", "--cached", "--name-only") == ""
    path.unlink()
    desk.send()
    assert len(desk.subjects()) == 2


def test_fault_a_slow_remote_is_given_up_and_nothing_of_it_stays_behind(desk: Desk, tmp_path: Path) -> None:
    left = tmp_path / "left"
    path = hook(desk.tree, "pre-push", f"sleep 30; touch {left}")

    fault, told = desk.fault(seconds=1)

    assert fault.again
    assert fault.unsure
    assert "within 1 s" in told
    path.unlink()
    desk.send()
    assert len(desk.subjects()) == 2
    assert not left.exists()


def broken(desk: Desk, how: str) -> dict[str, object]:
    match how:
        case "another branch":
            git(desk.tree, "switch", "--quiet", "-c", "draft")
            return {"branch": "main"}
        case "no branch":
            git(desk.tree, "switch", "--quiet", "--detach")
        case "no repository":
            return {"repository": desk.other.parent / "nowhere"}
        case "no such remote":
            return {"remote": "elsewhere"}
        case "ignored":
            (desk.tree / ".gitignore").write_text("papers/\n", encoding="utf-8")
        case "a file in the way":
            (desk.tree / "papers").write_text("a file\n", encoding="utf-8")
        case "a merge under way":
            (desk.tree / ".git" / "MERGE_HEAD").write_text(git(desk.tree, "rev-parse", "HEAD"), encoding="utf-8")
        case _:
            (desk.tree / ".git" / "index.lock").touch()
    return {}


@pytest.mark.parametrize(
    "how",
    ["another branch", "no branch", "no repository", "no such remote", "ignored", "a file in the way", "a merge under way", "a lock"],
)  # fmt: skip
def test_fault_what_the_user_can_mend_is_said_and_tried_again(desk: Desk, how: str) -> None:
    told = broken(desk, how)
    before = git(desk.tree, "rev-parse", "HEAD")

    fault, words = desk.fault(**told)

    assert fault.again
    assert str(desk.other.parent) in words
    assert desk.subjects() == ["First"]
    assert how == "no such remote" or git(desk.tree, "rev-parse", "HEAD") == before


def test_what_the_user_ignores_is_left_out(desk: Desk) -> None:
    (desk.tree / ".gitignore").write_text("*.png\n", encoding="utf-8")
    desk.send()
    assert git(desk.remote, "show", "--format=", "--name-only", "main").endswith("_report.md")


def test_fault_no_git_shuts_the_channel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    fault, told = desk.fault()
    assert fault.ends_all
    assert "git cannot be run" in told


KILLED = """
import os
import sys
from pathlib import Path
from achim.channels.git import GitChannel
from achim.channels.git_program import Git
from achim.clock import SystemClock
from achim.domain.delivery import Parcel, Ticket
from achim.domain.edition import EditionKey
from datetime import date

tree, folder, name, body, ticket, told = sys.argv[1:]
Path(told).write_text(str(os.getpid()))
files = ((name, b"# 1\\n"),)
key = EditionKey(day=date(2024, 11, 4))
made = Ticket(channel="daily", recipient=tree, key=key, revision=1)
assert str(made.id) == ticket
parcel = Parcel(ticket=made, parts=1, name="x", media_type="text/plain", body=body.encode(), files=files)
channel = GitChannel(name="daily", git=Git(Path(tree)), folder=folder, remote="origin", branch="", push=True,
                     sign_off=False, token=None, files=lambda issue: {})
with channel.open() as sender:
    sender.send(parcel)
"""


@pytest.mark.parametrize("where", ["pre-commit", "pre-push"])
def test_kill_between_the_steps_of_a_delivery_and_the_next_takes_it_up(desk: Desk, where: str) -> None:
    """The hook kills achim, and stays alive as git does, so that git goes on alone after that."""
    parcel = desk.parcel()
    pid = desk.tree.parent / "pid"
    path = hook(desk.tree, where, f"kill -9 $(cat {pid}); exit 1")
    command = [str(desk.tree), "papers", parcel.files[0][0], parcel.body.decode(), str(parcel.ticket.id), str(pid)]
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, *command], check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
    )
    assert ran.returncode == -9
    assert desk.subjects() == ["First"]
    path.unlink()

    desk.send()

    assert len(desk.subjects()) == 2
    assert git(desk.tree, "status", "--porcelain") == ""


@pytest.mark.parametrize("whose", ["achim's", "the user's"])
def test_kill_in_a_rebase_of_achims_commits_is_taken_back_and_the_users_is_not(desk: Desk, whose: str) -> None:
    if whose == "achim's":
        desk.send(push=False)
    else:
        git(desk.tree, "commit", "--quiet", "--allow-empty", "-m", "Mine")
    another_pushes(desk.remote, desk.other)
    git(desk.tree, "fetch", "--quiet")
    git(desk.tree, "rebase", "--merge", "--keep-empty", "--exec", "false", "origin/main", code=1)

    if whose == "achim's":
        desk.send()
        assert [subject[:6] for subject in desk.subjects()] == ["Papers", "Anothe", "First"]
    else:
        fault, _ = desk.fault()
        assert fault.again
        assert (desk.tree / ".git" / "rebase-merge").is_dir()


@pytest.mark.parametrize(
    "headline",
    [
        "--amend", "-m x", "\n\nAchim-Ticket: 0", "fixes #1 GH-2 https://github.com/a/b/issues/3", "[skip ci] hello @them",
        "# a comment", "a\x00b\u202e\x1b[31m\r\nSigned-off-by: X <x@y>", "가" * 500, "",
    ],
)  # fmt: skip
def test_hostile_a_headline_is_words_of_one_line_and_does_nothing(desk: Desk, headline: str) -> None:
    edition = written_day()
    first = replace(edition.lead[0], claim=replace(edition.lead[0].claim, text=headline))
    edition = replace(edition, lead=(first, *edition.lead[1:]))

    desk.send(edition)

    body = git(desk.remote, "log", "-1", "--format=%B", "main")
    assert body.startswith("Papers 2024-11-04: ") or headline == ""
    assert body.splitlines()[1:] == ["", f"Achim-Ticket: {desk.parcel(edition).ticket.id}"]
    assert len(body.splitlines()[0]) <= 100
    assert not re.search(r"[#@\[\]\x00-\x09\x1b\u202e]|://|GH-\d", body.splitlines()[0])
    assert len(desk.subjects()) == 2


def test_hostile_an_edition_of_attacks_is_committed_like_any_other(desk: Desk) -> None:
    desk.send(hostile_day())
    assert len(desk.subjects()) == 2


@pytest.mark.parametrize("place", ["outside", "tree/.git/hooks"])
def test_hostile_a_link_out_of_the_repository_is_not_followed(desk: Desk, tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir()
    (desk.tree / "papers").symlink_to(tmp_path / place)

    _, told = desk.fault()

    assert "leads out" in told
    assert not list((tmp_path / place).iterdir())


def test_tags_of_the_users_stay_at_home(desk: Desk) -> None:
    git(desk.tree, "config", "push.followTags", "true")
    git(desk.tree, "tag", "-a", "mine", "-m", "Mine")
    desk.send()
    assert git(desk.remote, "tag") == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("folder", "../x"), ("folder", "/etc"), ("folder", "a/.GIT/hooks"), ("folder", "a\\b"), ("folder", "a\nb"),
        ("remote", "--upload-pack=x"), ("remote", "https://u:p@host/x"), ("remote", ""), ("branch", "-f"),
        ("branch", "a..b"), ("branch", "+main"), ("branch", "HEAD"), ("branch", "main.lock"),
        ("author_name", "a\nb"), ("author_email", "<x"), ("type", "gti"),
    ],
)  # fmt: skip
def test_hostile_a_setting_that_git_could_misread_is_refused(name: str, value: str) -> None:
    told = {"type": "git", "repository": "x"}
    assert GitSettings.model_validate(told)
    with pytest.raises(ValidationError):
        GitSettings.model_validate(told | {name: value})


def test_hostile_variables_of_another_repository_are_not_heeded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a hook has them that runs achim."""
    monkeypatch.setenv("GIT_DIR", str(desk.remote))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    channel, parcel = desk.channel(), desk.parcel()
    with channel.open() as sender:
        sender.send(parcel)
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert len(desk.subjects()) == 2


def test_a_token_opens_the_remote_and_is_told_nowhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = desk.tree.parent / "seen"
    hook(desk.tree, "pre-push", f"cat /proc/[0-9]*/cmdline > {seen} 2>/dev/null || true")
    with git_host(desk.remote, TOKEN) as host:
        git(desk.tree, "remote", "set-url", "origin", host.url)
        monkeypatch.setenv("GIT_TOKEN", TOKEN)
        desk.send()
        assert len(desk.subjects()) == 2
        lines = seen.read_bytes()
        assert b"pre-push" in lines
        assert TOKEN.encode() not in lines
        assert TOKEN not in (desk.tree / ".git" / "config").read_text(encoding="utf-8")


def test_fault_a_wrong_token_is_not_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with git_host(desk.remote, TOKEN) as host:
        git(desk.tree, "remote", "set-url", "origin", host.url.replace("://", "://user:a-password@"))
        monkeypatch.setenv("GIT_TOKEN", "another-token-0123456789")
        fault, told = desk.fault()
    assert fault.again
    assert "a-password" not in told
    assert "another-token" not in told
    assert any(key.startswith("Basic ") for key in host.keys)


def test_a_token_goes_to_https_and_to_this_machine_only() -> None:
    assert opens("https://user:password@example.org/a/b.git") == "https://example.org/"
    assert opens("http://127.0.0.1:8080/a") == "http://127.0.0.1:8080/"
    for url in (
        "http://example.org/a",
        "git@example.org:a/b",
        "ssh://example.org/a",
        "/srv/a.git",
        "http://127.0.0.1.example.org/",
    ):
        assert opens(url) is None, url
