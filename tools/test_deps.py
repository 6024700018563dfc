"""Install the Debian packages that some tests need, where that is allowed; elsewhere say which are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.debian import missing

_APT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def _apt_get(*arguments: str) -> bool:
    command = ["apt-get", "-qq", *arguments]
    return subprocess.run(command, env=_APT, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def main() -> int:
    packages = missing()
    if not packages:
        return 0
    if not _may_install():
        print(f"missing for some tests: {' '.join(packages)}; on Debian, as root: make test-deps")
        return 0
    print(f"installing {' '.join(packages)}", flush=True)
    installed = _apt_get("update") and _apt_get("install", "--yes", "--no-install-recommends", *packages)
    if not installed or missing():
        print(f"could not be installed: {' '.join(missing())}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
