"""What a site asks programs not to read: https://www.rfc-editor.org/rfc/rfc9309

The standard library's parser knows neither wildcards nor the rule that the longest match wins, so it is not used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_LIMIT = 512_000
"""Bytes that are read of it: RFC 9309, 2.5."""
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_SAFE = "/?=&%*$:@!~'()+,;.-_"


@dataclass(frozen=True, slots=True)
class _Rule:
    allows: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """``*`` stands for anything, ``$`` at the end for the end; in time linear in the path for each piece."""
        anchored = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        place = len(first)
        for index, piece in enumerate(others):
            if anchored and index == len(others) - 1:
                return path.endswith(piece) and len(path) - len(piece) >= place
            found = path.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
        return not anchored or place == len(path)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that a site has for one program."""

    rules: tuple[_Rule, ...] = ()

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be read: the longest rule that matches decides, an allowing one before its equal."""
        parts = urlsplit(url)
        path = _spelt((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        matching = [(len(rule.pattern), rule.allows) for rule in self.rules if rule.matches(path)]
        return max(matching, default=(0, True))[1]


def parse_robots(body: bytes, agent: str) -> Robots:
    """The rules of all groups that name ``agent``; of those for everybody where none does."""
    named: list[_Rule] = []
    for_all: list[_Rule] = []
    found = False
    for agents, rule in _rules(body[:_LIMIT].decode("utf-8", "replace")):
        mine = agent.lower() in agents
        found = found or mine
        if rule and mine:
            named.append(rule)
        elif rule and "*" in agents:
            for_all.append(rule)
    return Robots(tuple(named if found else for_all))


def _rules(text: str) -> Iterator[tuple[frozenset[str], _Rule | None]]:
    """Each rule with the agents of its group; a group's agents alone too, as a group may have no rules."""
    agents: frozenset[str] = frozenset()
    in_head = False
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.match(line)
        key, value = (match[1].lower(), match[2].strip()) if match else ("", "")
        if key == "user-agent":
            token = _TOKEN.match(value)
            agent = "*" if value.startswith("*") else token[0].lower() if token else ""
            agents = (agents if in_head else frozenset[str]()) | {agent}
            in_head = True
            yield agents, None
        elif key in ("allow", "disallow"):
            in_head = False
            if value.startswith(("/", "*")):
                yield agents, _Rule(key == "allow", _spelt(value))


def _spelt(path: str) -> str:
    """One spelling of letters that may or may not be percent-encoded."""
    return _ENCODED.sub(lambda match: match[0].upper(), quote(path, safe=_SAFE, errors="replace"))
