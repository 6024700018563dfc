"""What is printed of a topic once its claims are judged."""

from dataclasses import replace

from achim.domain.claim import Citation, Claim, ClaimKind, ClaimRole, JudgedClaim, Verdict
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.steps import settle

PAPER = PaperId("arxiv:2410.10001")
HOLDS = Verdict("supported")
FALLS = Verdict("unsupported", (Note.of("verify.uncited"),))


def judged(role: ClaimRole, kind: ClaimKind = "fact", verdict: Verdict = HOLDS, quoted: bool = False) -> JudgedClaim:
    cites = (Citation(PAPER, (1,)),)
    return JudgedClaim(Claim(kind=kind, role=role, text=f"{role} it is", citations=cites, quoted=quoted), verdict)


def test_views_fall_with_the_last_written_fact() -> None:
    """A quotation is no word of the writer's that a view could rest on."""
    view, fact = judged("impact", "view"), judged("approach")
    assert settle.without_baseless_views((fact, view)) == (fact, view)
    for others in ((), (replace(fact, verdict=FALLS),), (judged("approach", quoted=True),)):
        *rest, fallen = settle.without_baseless_views((*others, view))
        assert tuple(rest) == others
        assert fallen.verdict == Verdict("unsupported", (Note.of("verify.view_ground"),))


def test_a_second_try_remembers_the_first_and_only_refused_claims_are_tried() -> None:
    kept, first, given_up = judged("approach"), judged("result", verdict=FALLS), judged("gist", verdict=FALLS)
    again = judged("result")
    after = settle.mended((kept, first, given_up), (again, None))
    assert after == (kept, replace(again, before=first), given_up)


def test_a_second_reader_refuses_only_what_stands() -> None:
    held, fallen, quoted = judged("approach"), judged("gist", verdict=FALLS), judged("result", quoted=True)
    doubt = Note.of("reader.refused", reason="-")
    after = settle.doubted((fallen, held, quoted), (doubt,))
    assert [each.verdict.reasons for each in after] == [FALLS.reasons, (doubt,), ()]


def test_what_stands_gets_its_newer_verdict() -> None:
    """A view whose fact a second reader refused falls with it; what had fallen and what is quoted stay."""
    view, fallen, quoted = judged("impact", "view"), judged("gist", verdict=FALLS), judged("result", quoted=True)
    now = replace(view, verdict=FALLS)
    assert settle.rejudged((fallen, view, quoted), (now,)) == (fallen, now, quoted)
