"""The trained weights for sentences that the package brings along: compressed JSON, names sorted."""

import json
from dataclasses import asdict, dataclass
from functools import cache

from achim.steps.gist import GistModel
from achim.steps.roles import RoleModel
from achim.weights import as_json, load_weights, write_weights

ROLES_FILE = "sentence_roles.json.gz"
GIST_FILE = "gist.json.gz"


@dataclass(frozen=True, slots=True)
class SentenceModels:
    """What choosing sentences needs."""

    roles: RoleModel
    gist: GistModel


@cache
def load_sentence_models() -> SentenceModels:
    roles, gist = (json.loads(load_weights(name)) for name in (ROLES_FILE, GIST_FILE))
    return SentenceModels(
        RoleModel(
            phrases={name: tuple(row) for name, row in roles["phrases"].items()},
            context=tuple(map(tuple, roles["context"])),
            after=tuple(map(tuple, roles["after"])),
            first=tuple(roles["first"]),
        ),
        GistModel(phrases=gist["phrases"], measures=tuple(gist["measures"])),
    )


def write_model(name: str, model: RoleModel | GistModel) -> int:
    """Write weights into the package; how many bytes there are."""
    return write_weights(name, as_json(asdict(model)))
