"""How large the base install is: a fresh environment made from locks/base.txt and this project, without pip."""

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_OURS_NOT = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "distutils-precedence")
LIMIT_MB = 320


def _install(environment: Path) -> Path:
    """Make the environment; gives its site-packages."""
    venv.create(environment, with_pip=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    lock = ["--only-binary", ":all:", "--require-hashes", "--requirement", str(_ROOT / "locks" / "base.txt")]
    subprocess.run([*pip, *lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(_ROOT)], check=True)
    return next(environment.glob("lib/python*/site-packages"))


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else iter((path,))
    return sum(file.lstat().st_size for file in files if not file.is_dir())


def _sizes(packages: Path) -> Iterator[tuple[str, int]]:
    for path in packages.iterdir():
        if not path.name.startswith(_OURS_NOT):
            yield path.name, _size(path)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        sizes = sorted(_sizes(_install(Path(folder) / "venv")), key=lambda entry: -entry[1])
    megabytes = round(sum(size for _, size in sizes) / 1e6, 1)
    largest = {name: round(size / 1e6, 1) for name, size in sizes[:12]}
    print(json.dumps({"megabytes": megabytes, "limit": LIMIT_MB, "largest": largest}, indent=2))
    return 0 if megabytes <= LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
