"""How much of what was printed had to be corrected, in words."""

from collections import Counter

from achim.domain.correction import MonthShare
from achim.render.messages import word


def share_line(share: MonthShare, lang: str) -> str:
    """``2024-11: 문장 352개 가운데 7개 정정(2.0 %)``, and of which kind they were."""
    month, percent = f"{share.month:%Y-%m}", f"{100 * share.share:.1f}"
    told = word("ui.share.month", lang, month=month, printed=share.printed, corrected=share.corrected, share=percent)
    reasons: Counter[str] = Counter()
    for code, count in share.by_reason:
        reasons[word(f"reason.{code}", lang)] += count
    listed = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return f"{told}: {listed}" if listed else told
