"""Puts a writer together: from the settings, what is asked on the command line, and what is known already."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from achim.domain.note import Note
from achim.errors import SettingsError
from achim.glossary import Glossary, load_lexicon, load_means
from achim.ports import Clock, LanguageModel, Question, Writer
from achim.render.messages import say
from achim.settings import ModelSettings
from achim.steps.extract import Chooses
from achim.steps.grounding.term_book import TermBook
from achim.steps.verify import Standard
from achim.writers.answers import Answers, SilentModel
from achim.writers.budget import Budget, Caps, Prices
from achim.writers.extractive import ExtractiveWriter
from achim.writers.model import ModelWriter, Ways
from achim.writers.patient import Patience, PatientModel
from achim.writers.prompting import Prompting, PromptTerm
from achim.writers.service import Service, ServiceModel

NONE, REPLAY = "none", "replay"
_VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google": "GOOGLE_API_KEY"}
_MOST_OF_A_KEY = 10_000


def make_writer(
    settings: ModelSettings, glossary: Glossary, answers: Answers, model: LanguageModel | None, chooser: Chooses
) -> Writer:
    """A writer that asks ``model``; without one, it quotes what ``chooser`` chooses."""
    if model is None:
        return ExtractiveWriter(chooser)
    if settings.max_cost is not None and not (settings.prompt_price or settings.answer_price):
        raise SettingsError(Note.of("error.max_cost"))
    terms = prompt_terms(glossary)
    return ModelWriter(
        model,
        answers,
        lambda lang, kind: Prompting(lang, settings.style, terms, kind),
        Budget(
            Caps(calls=settings.max_calls, tokens=settings.max_tokens, cost=settings.max_cost),
            Prices(prompt=settings.prompt_price, completion=settings.answer_price),
        ),
        say,
        Ways(
            context=settings.context,
            max_output=settings.max_output,
            second_reader=settings.second_reader,
            decides=settings.unsure_topics,
            temperature=settings.temperature,
            place=place_of(settings.base_url),
        ),
    )


def make_model(settings: ModelSettings, clock: Clock, environ: Mapping[str, str] = os.environ) -> LanguageModel | None:
    """The configured model; one that says so where its key is missing, None where none is configured."""
    model = single_try(settings, environ)
    return patient(model, settings, clock) if isinstance(model, ServiceModel) else model


def single_try(settings: ModelSettings, environ: Mapping[str, str] = os.environ) -> LanguageModel | None:
    """The configured model, which asks once and gives up; as ``make_model`` in all else."""
    if not settings.name:
        return None
    provider, _, name = settings.name.partition(":")
    if provider not in _VARIABLES:
        return SilentModel(settings.name)
    variable = settings.key_variable or _VARIABLES[provider]
    key = _key(settings, variable, environ.get(variable, ""))
    if not key and not settings.base_url:
        return SilentModel(settings.name, Note.of("model.no_key", variable=variable), passes=True)
    service = Service(
        provider=provider,
        model=name,
        key=SecretStr(key),
        base_url=settings.base_url,
        seconds=settings.timeout,
    )
    return ServiceModel(service)


def patient(model: LanguageModel, settings: ModelSettings, clock: Clock) -> LanguageModel:
    """The model asked as the settings say: how often, how many questions at a time."""
    patience = Patience(attempts=settings.attempts, longest_wait=settings.longest_wait, together=settings.together)
    return PatientModel(model, patience, clock)


def place_of(base_url: str | None) -> str:
    """The address without what may be a secret in it: user, password and query."""
    if not base_url:
        return ""
    parts = urlsplit(base_url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _key(settings: ModelSettings, variable: str, told: str) -> str:
    """From the file that the settings name, else as the environment tells it. Raises SettingsError."""
    if not settings.key_file:
        return _checked_key(told, variable)
    try:
        with settings.key_file.expanduser().open("rb") as file:
            told = file.read(_MOST_OF_A_KEY).decode("utf-8-sig")
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(Note.of("error.key_file", path=settings.key_file, error=type(error).__name__)) from None
    return _checked_key(told, f"model.key_file: {settings.key_file}")


def _checked_key(told: str, where: str) -> str:
    """A key is a word of plain signs; the message does not repeat what was found."""
    key = told.strip()
    if not re.fullmatch(r"[!-~]*", key) or len(told) >= _MOST_OF_A_KEY:
        raise SettingsError(Note.of("error.key", where=where))
    return key


def chosen(settings: ModelSettings, asked: str | None) -> ModelSettings:
    """The settings with the model that ``--model`` names in the place of theirs. Raises SettingsError."""
    if asked in (None, REPLAY):
        return settings
    try:
        return ModelSettings.model_validate({**settings.model_dump(), "name": "" if asked == NONE else asked})
    except ValueError as error:
        raise SettingsError(Note.of("error.model", asked=asked)) from error


def tiny_question(day: date, temperature: float | None = None) -> Question:
    """The smallest question of the kind that a build asks."""
    schema = {
        "type": "object",
        "properties": {"word": {"type": "string", "maxLength": 20}},
        "required": ["word"],
        "additionalProperties": False,
    }
    user = 'Answer with {"word": "아침"} and nothing else.'
    return Question(
        version="doctor.1",
        day=day,
        system="You answer in JSON.",
        user=user,
        schema=schema,
        max_output=200,
        temperature=temperature,
    )


def standard_of(glossary: Glossary, register: str = "") -> Standard:
    """What claims are judged by, with the glossary and what was trained."""
    return Standard(
        terms=_term_book(glossary), lexicon=load_lexicon(), means=load_means(), attributed=True, register=register
    )


@lru_cache(maxsize=2)
def _term_book(glossary: Glossary) -> TermBook:
    return TermBook.of(glossary.terms)


def prompt_terms(glossary: Glossary) -> tuple[PromptTerm, ...]:
    """Plain words only where they have a wrong rendering: the others a writer knows."""
    told = (term for term in glossary.terms if term.is_subject or term.forbidden)
    return tuple(PromptTerm(term.english, term.renderings, term.forbidden) for term in told)


MakeModel = Callable[[ModelSettings, Clock], LanguageModel | None]
