"""Topics and their closed list, the taxonomy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A class that a work gets. ``key`` never changes; names, emoji and colour belong to it and stay."""

    key: str
    name: str
    korean: str
    emoji: str
    color: str
    definition: str
    examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Phrases that speak for the topic; a trailing ``*`` matches any ending."""
    categories: tuple[str, ...] = ()
    """arXiv categories that speak for the topic when they are a paper's primary one."""

    def label(self, lang: str) -> str:
        return self.korean if lang == "ko" else self.name

    def named(self, place: str) -> dict[str, str]:
        """Parameters of a note that names the topic in ``place``: its key, and its labels for whoever says the note."""
        return {place: self.key, f"{place}_ko": self.korean, f"{place}_en": self.name}


OTHER = "other"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The closed list of topics, *Other* last."""

    version: str
    topics: tuple[Topic, ...]

    def __post_init__(self) -> None:
        keys = [topic.key for topic in self.topics]
        if not keys or keys[-1] != OTHER:
            raise ValueError(f"a taxonomy ends with the topic {OTHER!r}")
        for what, values in (("key", keys), ("emoji", [topic.emoji for topic in self.topics])):
            if twice := sorted({value for value in values if values.count(value) > 1}):
                raise ValueError(f"{what} used by two topics: {', '.join(twice)}")

    def topic(self, key: str) -> Topic:
        return next(topic for topic in self.topics if topic.key == key)
