"""Where the scheduler is, and how it is spoken to."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed.security import Security


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The scheduler's address, and the files (PEM) with which all parties of a cluster know each other."""

    scheduler: str
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @property
    def is_encrypted(self) -> bool:
        return self.scheduler.startswith("tls://")

    def check_files(self) -> None:
        """Raises OSError, which names the file, where one cannot be read."""
        for path in (self.ca, self.cert, self.key) if self.is_encrypted else ():
            if path is not None:
                path.open("rb").close()

    def security(self) -> "Security | None":
        """One certificate speaks for this machine in every role; nothing is said in the clear."""
        if not self.is_encrypted:
            return None
        from distributed.security import Security

        cert, key = str(self.cert), str(self.key)
        return Security(
            require_encryption=True,
            tls_ca_file=str(self.ca),
            tls_client_cert=cert,
            tls_client_key=key,
            tls_worker_cert=cert,
            tls_worker_key=key,
        )


def hush() -> None:
    """What matters of the library's words is told by ourselves. Call it after the import, which sets levels."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
