"""The link by which a reader says that a sentence is wrong: a prefilled issue on GitHub, or a prefilled mail.

Issue forms by address: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue#creating-an-issue-from-a-url-query
Mail: https://www.rfc-editor.org/rfc/rfc6068
"""

from urllib.parse import quote

from achim.domain.edition import Edition
from achim.domain.text import clean
from achim.render.inert import line
from achim.render.messages import word
from achim.render.shown import ClaimView

LONGEST = 2000
"""Characters of the whole link: more is cut off by some mail programs."""
_MAIL = "mailto:"


def flag_link(to: str | None, edition: Edition, claim: ClaimView, longest: int = LONGEST) -> str | None:
    """Where a reader flags ``claim``; None where ``to`` is none.

    ``to`` is ``mailto:…`` or ``https://github.com/OWNER/REPO``, as the settings check it. All that comes from the
    edition is percent-encoded, and stands in the text as a code block, so that it neither adds a field nor calls
    anybody. At most ``longest`` characters; the sentence is cut to fit. None also where ``to`` leaves no room for it.
    """
    if to is None or not claim.text:
        return None
    empty = _link(to, edition, claim, "")
    if len(empty) > longest:
        return None
    room = longest - len(empty)
    said = line(claim.text)
    while len(_encoded(said)) > room:
        said = clean(said, limit=len(said) * 3 // 4)
    return _link(to, edition, claim, said)


def _link(to: str, edition: Edition, claim: ClaimView, said: str) -> str:
    key, lang = edition.key, edition.key.lang
    told = {"day": key.day, "kind": key.kind, "lang": lang, "claim": claim.anchor}
    lines = [
        word("flag.edition", lang, revision=edition.revision, **told),
        word("flag.claim", lang, marks=claim.marks, **told),
        "",
        f"    {said}",
        "",
        word("flag.why", lang),
        "",
    ]
    title, body = _encoded(word("flag.title", lang, **told)), _encoded("\r\n".join(lines))
    if to.startswith(_MAIL):
        return f"{_MAIL}{quote(to.removeprefix(_MAIL), safe='@')}?subject={title}&body={body}"
    return f"{to}/issues/new?title={title}&body={body}"


def _encoded(text: str) -> str:
    return quote(text, safe="")
