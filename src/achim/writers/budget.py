"""What a language model may cost: every call is reserved before it is made, and settled when it is answered."""

import json
import math
import threading
from dataclasses import dataclass, field

from achim.domain.edition import ModelUse
from achim.ports import ModelAnswer, Question

_PER_MILLION = 1_000_000
_TOKENS_A_SECOND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """US dollars per million tokens."""

    prompt: float = 0.0
    completion: float = 0.0

    def cost(self, prompt_tokens: float, completion_tokens: float) -> float:
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / _PER_MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The most that an edition may take; None for no bound."""

    calls: int | None = None
    tokens: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an edition would ask at first, by estimate; ``capped`` counts the topics that the caps would leave out."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float
    capped: int

    def minutes(self, together: int) -> int:
        """At 40 tokens a second and call, which many services exceed; at least one where anything is asked."""
        if not self.calls:
            return 0
        return math.ceil(self.completion_tokens / (_TOKENS_A_SECOND * min(together, self.calls)) / 60)


def likely_tokens(text: str) -> int:
    """A guess that is near for the tokenizers of today: 4 ASCII characters or 1 other character a token."""
    ascii_count = sum(char.isascii() for char in text)
    return math.ceil(ascii_count / 4 + (len(text) - ascii_count))


def most_tokens(text: str) -> int:
    """More than tokenizers of today make of prose and JSON: 2 ASCII characters, or half of another one, a token."""
    ascii_count = sum(char.isascii() for char in text)
    return math.ceil(ascii_count / 2 + 2 * (len(text) - ascii_count))


@dataclass(slots=True)
class Budget:
    """Of one edition. Asked in the order of the work, so that the same work is always granted the same."""

    caps: Caps
    prices: Prices
    used: ModelUse = field(default_factory=ModelUse)
    _reserved: ModelUse = field(default_factory=ModelUse)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, question: Question) -> ModelUse | None:
        """Room for a call at its most; None where a cap would be exceeded."""
        wanted = self.bound(question)
        with self._guard:
            after = self.used + self._reserved + wanted
            if not self._is_within(after):
                return None
            self._reserved = self._reserved + wanted
        return wanted

    def spend(self, reservation: ModelUse, *, billed: bool) -> bool:
        """Take what a try that failed has used: a call, and at its most where it may be billed. Thread safe.

        Whether there is still room for another try of the same question.
        """
        with self._guard:
            self.used = self.used + (reservation if billed else ModelUse(calls=1))
            return self._is_within(self.used + self._reserved)

    def settle(self, reservation: ModelUse, answer: ModelAnswer | None) -> ModelUse:
        """Give the room back and take what the answer used; tries that failed are spent already."""
        use = self.use_of(answer) if answer else ModelUse()
        with self._guard:
            self._reserved = _less(self._reserved, reservation)
            self.used = self.used + use
        return use

    def use_of(self, answer: ModelAnswer) -> ModelUse:
        prompt, completion = max(0, answer.prompt_tokens), max(0, answer.completion_tokens)
        cost = self.prices.cost(prompt, completion)
        return ModelUse(
            calls=1,
            prompt_tokens=prompt,
            completion_tokens=completion,
            cost=round(cost, 8),
        )

    def bound(self, question: Question) -> ModelUse:
        prompt = most_tokens(question.system + question.user + json.dumps(question.schema, ensure_ascii=False))
        cost = self.prices.cost(prompt, question.max_output)
        return ModelUse(calls=1, prompt_tokens=prompt, completion_tokens=question.max_output, cost=cost)

    def _is_within(self, use: ModelUse) -> bool:
        caps, tokens = self.caps, use.prompt_tokens + use.completion_tokens
        return (
            (caps.calls is None or use.calls <= caps.calls)
            and (caps.tokens is None or tokens <= caps.tokens)
            and (caps.cost is None or use.cost <= caps.cost)
        )


def _less(use: ModelUse, part: ModelUse) -> ModelUse:
    return ModelUse(
        calls=use.calls - part.calls,
        prompt_tokens=use.prompt_tokens - part.prompt_tokens,
        completion_tokens=use.completion_tokens - part.completion_tokens,
        cost=max(0.0, use.cost - part.cost),
    )
