"""Real repositories for tests: a working tree, a bare remote, another's clone, and a host that speaks HTTP."""

import atexit
import os
import shutil
import subprocess
import tempfile
import threading
from base64 import b64encode
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

SETTINGS = """\
[user]
	name = A User
	email = user@example.org
[init]
	defaultBranch = main
[commit]
	gpgSign = false
[http]
	proxy =
"""


def git(tree: Path, *command: str, code: int = 0) -> str:
    """What git says; fails where it ends otherwise than ``code``."""
    ran = subprocess.run(["git", "-C", str(tree), *command], capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stderr
    return ran.stdout.strip()


def own_settings(folder: Path) -> Mapping[str, str]:
    """An environment in which git knows no settings but ours."""
    path = folder / "gitconfig"
    path.write_text(SETTINGS, encoding="utf-8")
    return {"GIT_CONFIG_GLOBAL": str(path), "GIT_CONFIG_NOSYSTEM": "1"}


@cache
def _template() -> Path:
    """A pair whose remote is named by a relative path, to be copied: git is run once for all tests of a process."""
    folder = Path(tempfile.mkdtemp(prefix="achim-repositories-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    tree = folder / "tree"
    git(folder, "init", "--quiet", "--bare", "--template=", "remote.git")
    git(folder, "init", "--quiet", "--template=", "tree")
    git(tree, "remote", "add", "origin", "../remote.git")
    (tree / "README.md").write_text("A user's own.\n", encoding="utf-8")
    git(tree, "add", "README.md")
    git(tree, "commit", "--quiet", "-m", "First")
    git(tree, "push", "--quiet", "--set-upstream", "origin", "main")
    return folder


def make_pair(folder: Path) -> tuple[Path, Path]:
    """A working tree with one commit, and its bare remote, which has it too."""
    shutil.copytree(_template(), folder, dirs_exist_ok=True)
    return folder / "tree", folder / "remote.git"


def another_pushes(remote: Path, folder: Path, name: str = "other.txt", text: str = "Another's.\n") -> None:
    """Somebody else's commit arrives at the remote."""
    if not folder.exists():
        git(remote, "clone", "--quiet", "--branch", "main", str(remote), str(folder))
    git(folder, "pull", "--quiet", "--rebase", "origin", "main")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", name)
    git(folder, "commit", "--quiet", "-m", "Another's")
    git(folder, "push", "--quiet", "origin", "HEAD:refs/heads/main")


def hook(repository: Path, name: str, script: str) -> Path:
    folder = Path(git(repository, "rev-parse", "--absolute-git-dir")) / "hooks"
    path = folder / name
    folder.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@dataclass
class Host:
    """A host of one repository that asks for a token. ``keys`` are what requests came with."""

    url: str = ""
    keys: list[str] = field(default_factory=list[str])


@contextmanager
def git_host(remote: Path, token: str) -> Generator[Host]:
    """``git http-backend`` behind HTTP's basic authentication, on loopback."""
    host = Host()
    wanted = "Basic " + b64encode(f"x-access-token:{token}".encode()).decode()
    git(remote, "config", "http.receivepack", "true")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            key = self.headers.get("Authorization", "")
            host.keys.append(key)
            if key != wanted:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="here"')
                self.end_headers()
                return
            head, _, body = self._ran().partition(b"\r\n\r\n")
            self.send_response(200)
            for line in head.decode().splitlines():
                name, _, value = line.partition(": ")
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def _ran(self) -> bytes:
            parts = urlsplit(self.path)
            variables = {
                **{"GIT_PROJECT_ROOT": str(remote.parent), "GIT_HTTP_EXPORT_ALL": "1", "REMOTE_USER": "them"},
                **{"PATH_INFO": parts.path, "QUERY_STRING": parts.query, "REQUEST_METHOD": self.command},
                **{"CONTENT_TYPE": self.headers.get("Content-Type", ""), "PATH": os.environ["PATH"]},
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            }
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            command = ["git", "http-backend"]
            return subprocess.run(command, env=variables, input=body, capture_output=True, check=True).stdout

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host.url = f"http://127.0.0.1:{server.server_port}/{remote.name}"
        try:
            yield host
        finally:
            server.shutdown()
