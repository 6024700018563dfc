"""``[engine]``: where work runs."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from achim.settings_fields import Maybe, Table

_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


def _address(told: str | None) -> str | None:
    if told is not None and not _ADDRESS.fullmatch(told):
        raise PydanticCustomError("scheduler_address", "no scheduler", {})
    return told


class EngineSettings(Table):
    """Where work runs: here, or on the workers of a Dask scheduler. See docs/cluster.md."""

    scheduler: Annotated[Maybe[str], AfterValidator(_address)] = Field(
        default=None,
        description="The scheduler's address, like `tcp://10.0.0.5:8786`, or `tls://…`. Empty: work runs here. "
        "Needs `url` in `[store]`, an archive that all machines reach.",
    )
    ca_file: Maybe[Path] = Field(default=None, description="For tls://, the authority's certificate (PEM).")
    cert_file: Maybe[Path] = Field(default=None, description="For tls://, the certificate of this machine (PEM).")
    key_file: Maybe[Path] = Field(default=None, description="For tls://, the file of its key (PEM).")
    patience: float = Field(
        default=300.0,
        ge=1,
        le=86_400,
        description="Seconds for which a scheduler or workers that are away are waited for. Then the build ends, and "
        "the next one goes on from what was done.",
    )
    lease: float = Field(
        default=30.0,
        ge=2,
        le=3_600,
        description="Seconds after which a worker that is not heard of is taken for dead, and what it was at is done "
        "by another. The same on all machines.",
    )
