"""Editions in a line or a few, as the command line tells of them. Plain text."""

from achim.domain.edition import DEFAULT_PROFILE, Edition, EditionKind
from achim.errors import NothingAnswered
from achim.render.foot import foot
from achim.render.messages import name_of, say, word


def edition_title(edition: Edition) -> str:
    """``2024-11-04 논문/ko · 12건 · 제1판 · 온전함``."""
    key = edition.key
    state = "cli.state_complete" if edition.is_complete else "cli.state_gaps"
    lang = key.lang if key.profile == DEFAULT_PROFILE else f"{key.lang}/{key.profile}"
    told = {"day": key.day, "lang": lang, "revision": edition.revision}
    return word(
        "cli.edition",
        key.lang,
        kind=word(f"cli.kind.{key.kind}", key.lang),
        count=sum(1 for _ in edition.entries),
        state=word(state, key.lang, gaps=len(edition.gaps)),
        **told,
    )


def gap_lines(edition: Edition) -> list[str]:
    return [f"{gap.where}: {gap.why}" for gap in foot(edition, edition.key.lang).gaps]


def nothing_answered(error: NothingAnswered, kind: EditionKind, lang: str) -> str:
    """That no source answered, and why each did not."""
    reasons = [f"  {name_of('source', gap.where, lang)}: {say(gap.note, lang)}" for gap in error.gaps]
    return "\n".join([f"{word(f'cli.kind.{kind}', lang)}: {word('cli.nothing_answered', lang)}", *reasons])
