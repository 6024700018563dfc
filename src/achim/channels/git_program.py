"""The program ``git``: run without a terminal, within a time, and heard without what it may quote of a secret."""

import os
import re
import signal
import subprocess
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from achim.domain.note import Note
from achim.domain.secrets import masked
from achim.domain.text import clean
from achim.errors import DeliveryFault

SECONDS = 60.0
_GRACE = 5.0
"""Seconds in which an interrupted git may take away its locks."""
_MOST_TOLD = 300
_ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_CONFIG_PARAMETERS", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
    *("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "SSH_ASKPASS"),
)
"""What a hook that runs achim has set of another repository (``git rev-parse --local-env-vars``), and what asks."""
_HINT = re.compile(r"^(?:hint:|To |Pushing to |\s*$)")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: ``out`` is what it said, ``why`` in short why it failed."""

    code: int
    out: str
    why: str


@dataclass(frozen=True, slots=True)
class Git:
    """Commands in one working tree. ``author`` is name and mail address, empty where the repository's own holds."""

    tree: Path
    author: tuple[str, str] = ("", "")
    seconds: float = SECONDS

    def __call__(self, *command: str, words: bytes = b"", token: tuple[str, str] | None = None) -> Ran:
        """Run a command; ``words`` are its input, ``token`` a web address and what opens it.

        Raises DeliveryFault where there is no git, and where it took too long.
        """
        try:
            process = subprocess.Popen(
                ["git", "-C", str(self.tree), *command],
                env=self._environment(token),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # no terminal that ssh could ask at, and one group to end
            )
        except OSError as error:
            raise DeliveryFault(
                Note.of("delivery.git_missing", why=error.strerror), again=True, ends_all=True
            ) from error
        try:
            out, said = process.communicate(words, timeout=self.seconds)
        except subprocess.TimeoutExpired as error:
            _end(process)
            note = Note.of("delivery.git_slow", command=command[0], seconds=f"{self.seconds:g}", tree=self.tree)
            raise DeliveryFault(note, again=True, unsure=command[0] == "push") from error
        told = said.decode(errors="replace") + (out.decode(errors="replace") if command[0] == "push" else "")
        return Ran(process.returncode, out.decode(errors="replace"), _short(told, token))

    def must(self, *command: str, words: bytes = b"", token: tuple[str, str] | None = None) -> str:
        """What a command said. Raises DeliveryFault where it failed."""
        ran = self(*command, words=words, token=token)
        if ran.code:
            note = Note.of("delivery.git_failed", command=command[0], tree=self.tree, why=ran.why or ran.code)
            raise DeliveryFault(note, again=True)
        return ran.out

    def _environment(self, token: tuple[str, str] | None) -> dict[str, str]:
        made = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        made |= {
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "SSH_ASKPASS_REQUIRE": "never",
            "GIT_LITERAL_PATHSPECS": "1",
        }
        made |= {"GIT_EDITOR": "true", "GIT_SEQUENCE_EDITOR": "true", "GIT_ADVICE": "0"}
        made.setdefault("GIT_ASKPASS", "true")  # answers nothing, in the place of a window
        for role in ("AUTHOR", "COMMITTER"):
            for what, value in zip(("NAME", "EMAIL"), self.author, strict=True):
                if value:
                    made[f"GIT_{role}_{what}"] = value
        if token:
            place, secret = token
            number = int(made.get("GIT_CONFIG_COUNT") or 0)
            made[f"GIT_CONFIG_KEY_{number}"] = f"http.{place}.extraHeader"
            made[f"GIT_CONFIG_VALUE_{number}"] = f"Authorization: Basic {_basic(secret)}"
            made["GIT_CONFIG_COUNT"] = str(number + 1)
        return made


def opens(url: str) -> str | None:
    """The origin that a token may be sent to: over TLS, or on this machine; None for any other address."""
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not is_here:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def _basic(secret: str) -> str:
    """Hosts take a token as the password of any user: RFC 7617."""
    return b64encode(f"x-access-token:{secret}".encode()).decode()


def _short(told: str, token: tuple[str, str] | None) -> str:
    """The lines that say why, in one, without an address's password or a token."""
    lines = [masked(line.strip()) for line in told.splitlines() if not _HINT.match(line)]
    text = clean(" ".join(lines))
    for secret in (token[1], _basic(token[1])) if token else ():
        text = text.replace(secret, "***")
    return text[:_MOST_TOLD]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Git takes its locks away when it is asked to end; what it started has its group."""
    for sign, seconds in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, _GRACE)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=seconds)
            return
