"""``[interests]`` and ``[profiles.NAME]`` of achim.toml: what readers want to see."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from achim.domain.edition import DEFAULT_PROFILE, is_profile_name
from achim.domain.ids import PaperId, canonical_id
from achim.domain.interests import ExamplePaper, Interests, Lane, Never, Wish
from achim.domain.text import clean
from achim.errors import Refused

_NEVER = ("phrase", "author", "topic", "lab", "work")
LONGEST = 300
"""Characters of a phrase or a name."""


def _told(text: str) -> str:
    told = clean(text)
    if len(told) > LONGEST:
        raise Refused("long_text", most=LONGEST)
    if not any(sign.isalnum() for sign in told):
        raise Refused("names_nothing")
    return told


def _id(text: str) -> str:
    found = canonical_id(text)
    if found is None:
        raise Refused("no_paper")
    return found


def _id_or_none(text: str) -> str:
    return _id(text) if text else ""


def never_of(text: str) -> Never:
    """``author: …``, ``topic: …``, ``lab: …``, ``work: …`` or a phrase. Raises ValueError."""
    kind, colon, rest = text.partition(":")
    named = kind.strip().lower()
    if colon and named in _NEVER:
        what = _id(rest.strip()) if named == "work" else _told(rest)
        return Never(named, what)
    if (work := canonical_id(text)) and not work.startswith("url:"):
        return Never("work", work)
    return Never("phrase", _told(text))


def _never(text: str) -> str:
    never_of(text)
    return text


Told = Annotated[str, AfterValidator(_told)]
Weight = Annotated[float, Field(ge=-10, le=10)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    weight: Weight = 1.0


class WishRow(_Row):
    name: Told


class PaperRow(_Row):
    id: Annotated[str, AfterValidator(_id_or_none)] = ""
    title: Annotated[str, Field(max_length=1_000)] = ""
    abstract: Annotated[str, Field(max_length=20_000)] = ""

    @model_validator(mode="after")
    def _is_told(self) -> "PaperRow":
        if not self.id and not self.title:
            raise Refused("untold_paper")
        return self


class LaneRow(_Row):
    name: Told
    words: Annotated[tuple[Told, ...], Field(min_length=1, max_length=1_000)]


def _named(value: Any) -> Any:
    """A text stands for a row with nothing but a name."""
    return {"name": value} if isinstance(value, str) else value


def _by_id(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


Wishes = tuple[Annotated[WishRow, BeforeValidator(_named)], ...]
Papers = tuple[Annotated[PaperRow, BeforeValidator(_by_id)], ...]


class InterestsSettings(BaseModel):
    """What you want to see. A row is a text, or a table like `{ name = "speech", weight = 2 }`; below 0 asks for less.

    Other readers have tables ``[profiles.NAME]`` of the same form.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    topics: Wishes = Field(default=(), description="Topics of the taxonomy, by their keys, such as `llm`.")
    phrases: Wishes = Field(default=(), description="Phrases of titles and abstracts.")
    papers: Papers = Field(
        default=(),
        description="Example papers: ids, or tables with `id`, `title` and `abstract`. `achim profile import` reads "
        "BibTeX, RIS and Zotero exports.",
    )
    authors: Wishes = Field(default=(), description="Authors to follow.")
    labs: Wishes = Field(
        default=(), description="Labs to follow: named by a title, abstract, comment, publisher or address of code."
    )
    lanes: tuple[LaneRow, ...] = Field(
        default=(),
        description='Anything that some words tell, like `{ name = "Korean", words = ["Korean", "KAIST", "KLUE"] }`.',
    )
    never: tuple[Annotated[str, AfterValidator(_never)], ...] = Field(
        default=(),
        description="Never to be shown: phrases, ids, or `author: …`, `topic: …`, `lab: …`. The ledger says so.",
    )
    most_of_topic: int = Field(
        default=4, ge=1, le=200, description="Of one topic at most so many are printed, while there are others."
    )
    surprise: bool = Field(default=True, description="Whether one labelled work is printed that nobody asked for.")

    def interests(self) -> Interests:
        return Interests(
            topics=_wishes(self.topics),
            phrases=_wishes(self.phrases),
            papers=tuple(
                ExamplePaper(id=PaperId(each.id), title=each.title, abstract=each.abstract, weight=each.weight)
                for each in self.papers
            ),
            authors=_wishes(self.authors),
            labs=_wishes(self.labs),
            lanes=tuple(Lane(each.name, each.words, each.weight) for each in self.lanes),
            never=tuple(map(never_of, self.never)),
            most_of_topic=self.most_of_topic,
            surprise=self.surprise,
        )


def _wishes(rows: Wishes) -> tuple[Wish, ...]:
    return tuple(Wish(each.name, each.weight) for each in rows)


def named_profiles(profiles: Mapping[str, InterestsSettings]) -> Mapping[str, InterestsSettings]:
    """Raises ValueError for a name that no edition can have, and for *default*, which is ``[interests]``."""
    for name in profiles:
        if not is_profile_name(name):
            raise Refused("profile_name", name=name[:80])
        if name.casefold() == DEFAULT_PROFILE:
            raise Refused("profile_default")
    if alike := alike_names(profiles):
        raise Refused("profile_case", names=alike)
    return profiles


def alike_names(names: Iterable[str]) -> str:
    """The first two names that differ by case alone; empty where there are none."""
    known: dict[str, str] = {}
    for name in names:
        if known.setdefault(name.casefold(), name) != name:
            return f"{known[name.casefold()]}, {name}"
    return ""
