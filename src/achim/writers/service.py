"""A language model over the network, by pydantic-ai: OpenAI, Anthropic, Google, or any address that speaks OpenAI's.

pydantic-ai is an extra and slow to import, so it is loaded with the first question.
"""

import asyncio
import threading
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from achim.domain.note import Note
from achim.errors import ModelFault
from achim.ports import ModelAnswer, Question, Spent
from achim.writers.budget import likely_tokens

if TYPE_CHECKING:
    from httpx2 import AsyncClient as Client
    from pydantic_ai.models import Model, ModelRequestParameters

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Where a model is asked. ``key`` is a secret: it is in no message. ``seconds`` bound an answer in all."""

    provider: str
    model: str
    key: SecretStr
    base_url: str | None = None
    seconds: float = 300.0


class ServiceModel:
    """See ``ports.LanguageModel``. Questions of all threads are asked from one event loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._guard = threading.Lock()
        self._loop: _Loop | None = None
        self._made: tuple[Model, Client] | None = None

    @property
    def name(self) -> str:
        return f"{self._service.provider}:{self._service.model}"

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        with self._guard:
            loop = self._loop = self._loop or _Loop()
            model, _ = self._made = self._made or _made(self._service)
        begun = time.perf_counter()
        answer = loop.run(_ask(model, question, self._service))
        return replace(answer, seconds=round(time.perf_counter() - begun, 3))

    def close(self) -> None:
        with self._guard:
            loop, made = self._loop, self._made
            self._loop = self._made = None
        if loop:
            loop.end(made[1] if made else None)


class _Loop:
    """An event loop in a thread of its own; it goes on until it is ended, or the program is."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="achim-model", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def end(self, client: "Client | None") -> None:
        if client:
            self.run(client.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _made(service: Service) -> "tuple[Model, Client]":
    """The model and the client that it asks with. Retries are ours, so the libraries' own are turned off."""
    import httpx2

    client = httpx2.AsyncClient(timeout=httpx2.Timeout(service.seconds, connect=10.0))
    try:
        return _MAKERS[service.provider](service, client), client
    except ImportError as error:
        raise ModelFault(Note.of("model.not_installed"), passes=True, ends_all=True) from error


def _openai(service: Service, http: "Client") -> "Model":
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai import OpenAIProvider

    client = AsyncOpenAI(
        base_url=service.base_url,
        api_key=service.key.get_secret_value() or "none",
        max_retries=0,
        http_client=http,
    )
    provider = OpenAIProvider(openai_client=client)
    if service.base_url is None:
        return OpenAIChatModel(service.model, provider=provider)
    profile = OpenAIModelProfile(
        supports_json_schema_output=True,
        openai_chat_supports_max_completion_tokens=False,
        openai_supports_strict_tool_definition=False,
    )
    return OpenAIChatModel(service.model, provider=provider, profile=profile)


def _anthropic(service: Service, http: "Client") -> "Model":
    from anthropic import AsyncAnthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    client = AsyncAnthropic(
        base_url=service.base_url, api_key=service.key.get_secret_value(), max_retries=0, http_client=http
    )
    return AnthropicModel(service.model, provider=AnthropicProvider(anthropic_client=client))


def _google(service: Service, http: "Client") -> "Model":
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    key = service.key.get_secret_value()
    return GoogleModel(service.model, provider=GoogleProvider(api_key=key, base_url=service.base_url, http_client=http))


_MAKERS = {"openai": _openai, "anthropic": _anthropic, "google": _google}


async def _ask(model: "Model", question: Question, service: Service) -> ModelAnswer:
    from pydantic_ai.exceptions import AgentRunError

    try:
        async with asyncio.timeout(service.seconds):
            return await _asked(model, question, service)
    except TimeoutError as error:
        raise ModelFault(Note.of("model.timeout"), passes=True, again=True, billed=True) from error
    except AgentRunError as error:
        raise _fault(error) from None  # its text may hold what was sent
    except ModelFault:
        raise
    except Exception as error:
        raise ModelFault(Note.of("model.broken", error=type(error).__name__), passes=True, billed=True) from None


async def _asked(model: "Model", question: Question, service: Service) -> ModelAnswer:
    from pydantic_ai.direct import model_request
    from pydantic_ai.messages import ModelRequest
    from pydantic_ai.settings import ModelSettings

    settings = ModelSettings(max_tokens=question.max_output, timeout=service.seconds)
    if question.temperature is not None:
        settings["temperature"] = question.temperature
    answered = await model_request(
        model,
        [ModelRequest.user_text_prompt(question.user, instructions=question.system)],
        model_settings=settings,
        model_request_parameters=_shape(model, question),
    )
    if answered.finish_reason == "content_filter":
        raise ModelFault(Note.of("model.refused"), passes=False, billed=True)
    text = (answered.text or "").encode("utf-8", "replace").decode()  # JSON may hold halves of surrogate pairs
    return ModelAnswer(
        text=text,
        prompt_tokens=answered.usage.input_tokens or likely_tokens(question.system + question.user),
        completion_tokens=answered.usage.output_tokens or likely_tokens(text),
        is_whole=answered.finish_reason != "length",
    )


def _shape(model: "Model", question: Question) -> "ModelRequestParameters":
    """The schema for a model that can be held to one; another has the shape from the prompt."""
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.output import OutputObjectDefinition

    if not model.profile.get("supports_json_schema_output"):
        return ModelRequestParameters()
    shape = OutputObjectDefinition(json_schema=dict(question.schema), name="claims")
    return ModelRequestParameters(output_mode="native", output_object=shape, allow_text_output=True)


def _fault(error: Exception) -> ModelFault:
    """By the category that pydantic-ai puts a provider's error in."""
    from pydantic_ai import exceptions as known

    status = getattr(error, "status_code", "")
    retry_after: float | None = getattr(error, "retry_after", None)
    code = next((code for kind, code in _categories() if isinstance(error, kind)), "")
    told: Mapping[str, dict[str, Any]] = {
        "model.context": {"passes": False},
        "model.unauthorized": {"passes": True, "ends_all": True},
        "model.not_found": {"passes": True, "ends_all": True},
        "model.quota": {"passes": True, "ends_all": True},
        "model.rate_limited": {"passes": True, "again": True, "retry_after": retry_after},
        "model.status": {"passes": True, "again": True, "retry_after": retry_after},
        "model.timeout": {"passes": True, "again": True},
        "model.unreachable": {"passes": True, "again": True, "ends_all": True},
        "model.refused": {"passes": False},
    }
    if code:
        return ModelFault(Note.of(code, status=status), **told[code])
    if isinstance(error, known.ModelHTTPError):
        again = error.status_code >= 500 or error.status_code in (408, 409, 429)
        return ModelFault(Note.of("model.status", status=status), passes=again, again=again, retry_after=retry_after)
    return ModelFault(Note.of("model.broken", error=type(error).__name__), passes=True, again=True, billed=True)


def _categories() -> tuple[tuple[type[Exception], str], ...]:
    from pydantic_ai import exceptions as known

    return (
        (known.ModelContextWindowExceededError, "model.context"),
        (known.ModelAuthenticationError, "model.unauthorized"),
        (known.ModelNotFoundError, "model.not_found"),
        (known.ModelQuotaExceededError, "model.quota"),
        (known.ModelRateLimitError, "model.rate_limited"),
        (known.ModelUnavailableError, "model.status"),
        (known.ModelServerError, "model.status"),
        (known.ModelTimeoutError, "model.timeout"),
        (known.ModelConnectionError, "model.unreachable"),
        (known.ContentFilterError, "model.refused"),
    )
