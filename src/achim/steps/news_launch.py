"""Titles that say what is out and no more, by which two pages tell one launch whatever else they stress.

*GPT-5*, *Introducing GPT-5* and *GPT-5 is here [video]* say one thing wherever they stand. The maker's own page may add
for whom it is or a gloss (*Gemini 3 for developers: New reasoning*), and may name nothing where it opens what it made
(*Open models by OpenAI*), on one day: on another's page these would be a guide, a review or a list, on another day
what followed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from achim.steps.news_names import Model, named
from achim.steps.news_titles import Title, words_of

_FOR_WHOM = re.compile(r"\bfor (?:all|builders|developers|everyone)\b|개발자용|개발자를 위한", re.IGNORECASE)
_GLOSS = re.compile(r":\s.+|\s[–—|-]\s.+|,\s+(?:our|the|a|an)\s.+", re.IGNORECASE)
_SAYS_OUT = re.compile(
    r"\b(?:available|announc\w+|debuts?|family|here|introduc\w+|launch(?:es|ed)?|live(?:stream)?|models?|opens?|presents?|"
    r"releas(?:es?|ed)|series|source|today|unveil(?:s|ed)?|video|weights?|welcome)\b|"
    r"개방형|공개|모델|발표|오픈소스|정식|출시",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Launch:
    """What a title says is out: numbered or named models, or none where ``is_opened`` alone says it.

    ``is_bare`` where it says nothing more; else it has a gloss or says for whom.
    """

    names: frozenset[Model]
    companies: frozenset[str]
    is_opened: bool
    is_bare: bool


def launch_of(title: Title) -> Launch | None:
    """None where the title says anything else."""
    return _launch_of(title.text)


@lru_cache(maxsize=8_192)
def _launch_of(text: str) -> Launch | None:
    title = Title(text, None)
    head = Title(_FOR_WHOM.sub(" ", _GLOSS.sub("", title.bare)), None)
    known = words_of(" ".join((*title.named.companies, *(_told(each) for each in head.named.models))))
    is_opened = "open" in head.acts
    if words_of(named(_SAYS_OUT.sub(" ", head.text)).plain) - known or not (head.named.models or is_opened):
        return None
    return Launch(head.named.models, title.named.companies, is_opened, is_bare=head.text == title.bare)


def _told(model: Model) -> str:
    return " ".join((model.name, model.version, *model.tiers))


def is_one_launch(one: Launch, other: Launch, *, is_own: tuple[bool, bool], days: int) -> bool:
    """``is_own`` is whether each stands on its maker's own page, ``days`` how many lie between them."""
    is_told_alike = all(each.is_bare and each.names for each in (one, other))
    is_on_own_page = all(own or (each.is_bare and each.names) for each, own in zip((one, other), is_own, strict=True))
    if not is_told_alike and (days or not is_on_own_page):
        return False
    if one.names and other.names:
        return one.names == other.names
    return one.is_opened and other.is_opened and one.companies == other.companies
