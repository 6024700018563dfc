"""Flags and what came of them for the terminal. Plain text; what readers wrote is made inert."""

from collections.abc import Iterable, Iterator

from achim.domain.correction import Correction
from achim.ports import Flag
from achim.render.dates import local_moment
from achim.render.inert import line
from achim.render.messages import say, word


def flag_lines(flags: Iterable[Flag], lang: str, time_zone: str) -> Iterator[str]:
    """Three lines a flag: where and when, what the sentence says, what is wrong with it; moments in ``time_zone``."""
    told = tuple(flags)
    if not told:
        yield word("cli.flags_none", lang)
    for each in told:
        key, kind = each.key, word(f"cli.kind.{each.key.kind}", lang)
        at = local_moment(each.at, time_zone)
        yield word("cli.flag", lang, day=key.day, kind=kind, lang=key.lang, claim=each.claim, at=at)
        yield f"  {word('cli.flag.said', lang, said=each.said)}"
        yield f"  {word('cli.flag.why', lang, why=each.why)}"


def correction_lines(new: Iterable[Correction], risen: Iterable[str], lang: str) -> Iterator[str]:
    """A line for each sentence that was changed or taken out, and for each that came on top because of it."""
    for each in new:
        way = "dropped" if each.says is None else "instead"
        told = {"said": line(each.said), "says": line(each.says or ""), "why": say(each.why, lang)}
        yield word(f"cli.corrected.{way}", lang, claim=each.claim, **told)
    for each in risen:
        yield word("cli.corrected.risen", lang, said=line(each))
