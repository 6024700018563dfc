"""Trained data in the package: compressed files, the same bytes for the same content."""

import gzip
import json
from importlib.resources import files
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def load_weights(name: str) -> bytes:
    """The unpacked content of a file under ``data``."""
    return gzip.decompress(files("achim").joinpath("data", name).read_bytes())


def pack_weights(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


def write_weights(name: str, content: bytes) -> int:
    """Pack content into the package; how many bytes there are."""
    packed = pack_weights(content)
    (_DATA / name).write_bytes(packed)
    return len(packed)


def as_json(told: object, *, is_sorted: bool = True) -> bytes:
    """One line, names in the order of the alphabet or as they come."""
    return json.dumps(told, ensure_ascii=False, sort_keys=is_sorted, separators=(",", ":")).encode()
