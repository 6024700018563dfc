"""deeplearn.org: the front page with its Hot Papers panel, and paper pages.

Only what two scrapers select is known of these pages: ``div.panel``, ``h3.panel-title``, ``div.title > a``,
``div.article-content p``, the title's ending; the rest of the markup is our own.
"""

import re
from collections.abc import Sequence
from html import escape

from tests.upstream.exchange import Asked, Response
from tests.upstream.works import Corpus, Work

_PLACE = re.compile(r"/arxiv/(\d+)(?:/.*)?")
_ELSEWHERE = 3
"""How many works other panels show."""


def answer_home(asked: Asked) -> Response:
    """The newest known panel, between panels that look alike."""
    days = asked.corpus.panel_days(asked.now)
    shown = days[max(len(days) - 1 - asked.lag, 0)] if days else None
    hot = [work for work in asked.corpus.works if work.deeplearn_number and shown in work.deeplearn_days]
    seen = [work for work in _numbered(asked.corpus) if set(work.deeplearn_days) & set(days)]
    others = [work for work in seen if work not in hot][:_ELSEWHERE]
    panels = [_panel("Recent Papers", others), _panel("Hot Papers", asked.lose(asked.show(asked.select(hot))))]
    return _page("Deep Learning Monitor", "\n".join([*panels, _panel("Hot Tweets", others[:1])]))


def answer_paper(asked: Asked) -> Response:
    """Only the number counts; whatever is behind it, or in the query, is not looked at."""
    match = _PLACE.fullmatch(asked.path)
    number = int(match[1]) if match else 0
    work = next((work for work in _numbered(asked.corpus) if work.deeplearn_number == number), None)
    if work is None:
        return error(asked)
    chosen = asked.lose(asked.show(asked.select((work.abstract,))))
    content = "".join(f"<p>{escape(text)}</p>" for text in chosen)
    inner = f'<h1>{escape(work.title)}</h1>\n<div class="article-content">{content}</div>'
    return _page(f"{escape(work.title)} - Paper Detail", inner)


def error(asked: Asked) -> Response:
    page = _page("Not Found", "<h1>Not Found</h1>")
    return Response(status=404, body=page.body)


def slug_of(work: Work) -> str:
    """The site's own rule, which removes and escapes nothing."""
    return work.deeplearn_slug or work.title.lower().replace(" ", "-")


def _numbered(corpus: Corpus) -> tuple[Work, ...]:
    return tuple(work for work in corpus.works if work.deeplearn_number)


def _panel(title: str, works: Sequence[Work]) -> str:
    items = "\n".join(_item(work) for work in works)
    return (
        f'<div class="panel">\n<h3 class="panel-title">{title}</h3>\n<div class="panel-body">\n{items}\n</div>\n</div>'
    )


def _item(work: Work) -> str:
    href = f"/arxiv/{work.deeplearn_number}/{slug_of(work)}".replace("&", "&amp;").replace('"', "&quot;")
    return f'<div class="title"><a href="{href}">{escape(work.title, quote=False)}</a></div>'


def _page(title: str, inner: str) -> Response:
    text = (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n'
        f"{inner}\n</body>\n</html>\n"
    )
    return Response(body=text.encode())
