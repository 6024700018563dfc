"""How an extra is added. achim is on no package index: what another index has of that name is somebody else's."""


def korean(extra: str) -> str:
    return f"체크아웃에서 .venv/bin/pip install -e '.[{extra}]' (다른 설치는 docs/guide.md)"


def english(extra: str) -> str:
    return f".venv/bin/pip install -e '.[{extra}]' in the checkout (installed otherwise: docs/guide.md)"
