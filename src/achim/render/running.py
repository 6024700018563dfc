"""What a run of the schedule did, in lines."""

from collections.abc import Iterator, Sequence

from achim.domain.schedule import Run, Sending
from achim.render.messages import name_of, say, word


def run_lines(run: Run, lang: str) -> tuple[str, ...]:
    """One line at least."""
    return tuple(_run(run, lang)) or (word("run.idle", lang),)


def _run(run: Run, lang: str) -> Iterator[str]:
    for made in run.made:
        kind = word(f"cli.kind.{made.key.kind}", lang)
        told = {"day": made.key.day.isoformat(), "kind": kind, "profile": made.key.profile}
        yield word(f"run.{made.what}", lang, **told)
        for gap in made.gaps:
            yield f"  {name_of('source', gap.where, lang)}: {say(gap.note, lang)}"
    yield from sending_lines(run.sent, lang)
    for incident in run.opened:
        yield word("run.incident", lang, what=say(incident.note, lang))
    for trouble in run.troubles:
        yield word("run.trouble", lang, what=say(trouble, lang))


def sending_lines(sent: Sequence[Sending], lang: str) -> tuple[str, ...]:
    """A line for each channel, and one for each thing that went wrong on it."""
    return tuple(_sending(sent, lang))


def _sending(sent: Sequence[Sending], lang: str) -> Iterator[str]:
    for each in sent:
        counts = {
            "delivered": each.delivered,
            "waiting": each.waiting,
            "refused": each.refused,
            "given_up": each.given_up,
            "unsure": each.unsure,
        }
        told = ", ".join(word(f"deliver.{name}", lang, count=str(count)) for name, count in counts.items() if count)
        yield word("deliver.channel", lang, channel=each.channel, told=told or word("deliver.none", lang))
        for fault in each.faults:
            yield f"  {say(fault, lang)}"
