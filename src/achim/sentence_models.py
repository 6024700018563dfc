"""The trained weights for sentences that the package brings along: compressed JSON, names sorted."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from achim.steps.gist import GistModel
from achim.steps.roles import RoleModel

ROLES_FILE = "sentence_roles.json.gz"
GIST_FILE = "gist.json.gz"
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class SentenceModels:
    """What choosing sentences needs."""

    roles: RoleModel
    gist: GistModel


def load_sentence_models() -> SentenceModels:
    roles, gist = _read(ROLES_FILE), _read(GIST_FILE)
    return SentenceModels(
        RoleModel(
            phrases={name: tuple(row) for name, row in roles["phrases"].items()},
            context=tuple(map(tuple, roles["context"])),
            after=tuple(map(tuple, roles["after"])),
            first=tuple(roles["first"]),
        ),
        GistModel(phrases=gist["phrases"], measures=tuple(gist["measures"])),
    )


def _read(name: str) -> Mapping[str, Any]:
    return json.loads(gzip.decompress(files("achim").joinpath("data", name).read_bytes()))


def write_model(name: str, model: RoleModel | GistModel) -> int:
    """Write weights into the package, the same bytes for the same weights; how many there are."""
    text = json.dumps(asdict(model), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (_DATA / name).write_bytes(body)
    return len(body)
