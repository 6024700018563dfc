"""arXiv's categories and how its services name them: https://arxiv.org/category_taxonomy"""

_PHYSICS = frozenset(
    (
        *("astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th"),
        *("math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "quant-ph"),
    )
)


def covers(asked: str, category: str) -> bool:
    """Whether ``category`` is the category or of the archive that was asked for."""
    return category == asked or category.startswith(f"{asked}.")


def oai_set(category: str) -> str:
    """``cs:cs:AI`` for ``cs.AI``, ``physics:quant-ph`` for ``quant-ph``: https://info.arxiv.org/help/oa/index.html"""
    archive, dot, subject = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    return f"{group}:{archive}:{subject}" if dot else f"{group}:{archive}"
