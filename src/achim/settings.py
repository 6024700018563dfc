"""achim.toml and the environment.

Read by ``app``, ``cli`` and ``web`` alone. Every field's description becomes ``docs/settings.md`` and the commented
file that ``achim init`` writes.
"""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from achim.domain.edition import EditionKind
from achim.domain.note import Note
from achim.domain.secrets import has_credentials
from achim.errors import Refused, SettingsError
from achim.settings_channels import named_channels
from achim.settings_engine import EngineSettings
from achim.settings_faults import Place, origin, setting_faults
from achim.settings_fields import Maybe, Table, listed, placed
from achim.settings_interests import InterestsSettings, named_profiles
from achim.settings_log import LogSettings
from achim.settings_schedule import ScheduleSettings, WatchSettings
from achim.settings_serve import ServeSettings
from achim.settings_store import StoreSettings
from achim.settings_ways import Way

FILE_NAME = "achim.toml"
_PREFIX = "ACHIM_"
_AS_WRITTEN = frozenset({"ACHIM_SERVE__TOKEN", "ACHIM_WATCH__PING_URL", "ACHIM_STORE__URL"})
"""Variables whose text is no TOML: a token of digits is no number."""
_MAIL = re.compile(r"mailto:[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)
_REPOSITORY = re.compile(r"https://github\.com/[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}", re.ASCII)
_LONGEST_PLACE = 261
"""Characters of ``mailto:`` and an address: https://www.rfc-editor.org/errata/eid1690"""
_ENTITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*,\d{4}(?:-\d\d){0,2}",
    re.ASCII,
)
_NOT_SETTINGS = frozenset({"ACHIM_HOME", "ACHIM_CONFIG", "ACHIM_CLOCK"})


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("time_zone") from error
    return name


def _web_base(url: str) -> str:
    if not url.isascii() or any(sign.isspace() or sign in '\\"<>^`{|}' for sign in url):
        raise Refused("web_address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("web_address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise Refused("web_address")
    return url.rstrip("/")


def _category(name: str) -> str:
    if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?", name, re.ASCII):
        raise Refused("category")
    return name


Categories = Annotated[tuple[Annotated[str, AfterValidator(_category)], ...], BeforeValidator(listed)]
TimeZone = Annotated[str, AfterValidator(_known_zone)]
WebBase = Annotated[str, AfterValidator(_web_base)]


class EditionSettings(Table):
    """What an edition is."""

    lang: Literal["ko", "en"] = Field(default="ko", description="Language of editions and interface: ko or en.")
    time_zone: TimeZone = Field(default="Asia/Seoul", description="Time zone in which a day begins and ends.")
    papers: int = Field(default=12, ge=1, le=200, description="How many papers are reported on.")
    stories: int = Field(default=12, ge=1, le=200, description="How many stories are reported on.")
    listed: int = Field(default=20, ge=0, le=1000, description="How many more are named by title; the rest is counted.")
    taxonomy: Path | None = Field(default=None, description="Your own taxonomy file; else the built-in one.")
    news_taxonomy: Path | None = Field(default=None, description="Your own topics of news; else the built-in ones.")
    glossary: Path | None = Field(default=None, description="Your own glossary file; else the built-in one.")

    def print_most(self, kind: EditionKind) -> int:
        """How many works an edition of a kind reports on."""
        return self.stories if kind == "news" else self.papers


class ArxivSettings(Table):
    """arXiv."""

    enabled: bool = Field(default=True, description="Whether arXiv is read.")
    categories: Categories = Field(
        default=("cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.SD", "cs.RO", "stat.ML"),
        min_length=1,
        description="Categories to read, one request each.",
    )
    base_url: WebBase = Field(default="https://arxiv.org", description="Where the listing pages are.")
    feed_url: WebBase = Field(default="https://rss.arxiv.org", description="Where the daily feeds are.")
    oai_url: WebBase = Field(default="https://oaipmh.arxiv.org", description="Where the OAI-PMH service is.")
    api_url: WebBase = Field(default="https://export.arxiv.org", description="Where the query API is.")
    holidays: tuple[date, ...] = Field(
        default=(), description="Days without an announcement beside those that achim knows, as arXiv publishes them."
    )
    wait_minutes: int = Field(
        default=15, ge=0, le=240, description="Minutes after its announcement for which a late listing is waited for."
    )
    api_seconds: float = Field(
        default=60.0, ge=0, le=3600, description="Seconds that the query API may take of a build in all."
    )
    oai_seconds: float = Field(
        default=180.0,
        ge=0,
        le=3600,
        description="Seconds that OAI-PMH may take of a build in all; the next build goes on where it stopped.",
    )


class HuggingFaceSettings(Table):
    """Hugging Face Daily Papers."""

    enabled: bool = Field(default=True, description="Whether Daily Papers is read.")
    base_url: WebBase = Field(default="https://huggingface.co", description="Where the Hub is.")


class DeepLearnSettings(Table):
    """deeplearn.org."""

    enabled: bool = Field(default=True, description="Whether the Hot Papers panel is read.")
    base_url: WebBase = Field(default="https://deeplearn.org", description="Where the site is.")


class SourcesSettings(Table):
    """The places that are read."""

    arxiv: ArxivSettings = ArxivSettings()
    huggingface: HuggingFaceSettings = HuggingFaceSettings()
    deeplearn: DeepLearnSettings = DeepLearnSettings()


class HackerNewsSettings(Table):
    """Hacker News."""

    enabled: bool = Field(default=True, description="Whether Hacker News is read.")
    min_points: int = Field(default=30, ge=1, le=10_000, description="Points that a story must have reached.")
    live: int = Field(
        default=30, ge=0, le=500, description="How many stories, those with most points first, are counted anew."
    )
    search_url: WebBase = Field(default="https://hn.algolia.com", description="Where its search is.")
    item_url: WebBase = Field(default="https://hacker-news.firebaseio.com", description="Where its items are.")
    digest_url: WebBase = Field(
        default="https://hackernews.betacat.io", description="The page that is read where its search fails."
    )


class TechnologyReviewKrSettings(Table):
    """MIT Technology Review Korea."""

    enabled: bool = Field(default=True, description="Whether MIT Technology Review Korea is read.")
    base_url: WebBase = Field(default="https://www.technologyreview.kr", description="Where the site is.")


MOST_FEEDS = 5_000
"""Each of them is asked once a day."""


def _feed_name(name: str) -> str:
    if not re.fullmatch(r"\w[\w.-]{0,59}", name):
        raise Refused("feed_name")
    return name


def _feed_url(url: str) -> str:
    if has_credentials(url):
        raise Refused("credentials")
    _web_base(url)
    return url


class FeedSettings(Table):
    """A feed: RSS, Atom or JSON Feed."""

    name: Annotated[str, AfterValidator(_feed_name)] = Field(description="A short name, without spaces.")
    url: Annotated[str, AfterValidator(_feed_url)] = Field(description="Where the feed is.")
    weight: float = Field(default=1.0, ge=0, le=10, description="How much its word counts in the ranking.")
    about: Literal["", "ai"] = Field(default="", description="ai: all of its items are about AI.")
    title: str = Field(default="", max_length=200, description="Who publishes it; else the feed's own title.")
    found: bool = Field(
        default=False, description="Whether a file or a page named it and not the user; it may not be private then."
    )


def _named_once(feeds: tuple[FeedSettings, ...]) -> tuple[FeedSettings, ...]:
    counted = Counter(feed.name for feed in feeds)
    if double := next((name for name, count in counted.items() if count > 1), None):
        raise Refused("feed_twice", name=repr(double))
    return feeds


class NewsSettings(Table):
    """The places that news is read from."""

    feeds: Annotated[tuple[FeedSettings, ...], AfterValidator(_named_once)] = Field(
        default=(),
        max_length=MOST_FEEDS,
        description="Feeds, each a table `[[news.feeds]]` with `name` and `url`; `weight` (1.0) says how much its "
        'word counts, `about = "ai"` that all of its items are about AI, `title` who publishes it. '
        "`achim feeds add` keeps others in `feeds.toml` of the data directory.",
    )
    hackernews: HackerNewsSettings = HackerNewsSettings()
    technologyreview_kr: TechnologyReviewKrSettings = TechnologyReviewKrSettings()


class HttpSettings(Table):
    """How achim behaves on the network."""

    contact: str = Field(
        default="", max_length=200, pattern=r"^[ -~]*$", description="An address for the User-Agent, to reach you."
    )
    attempts: int = Field(default=3, ge=1, le=10, description="How often a request is tried.")
    first_wait: float = Field(default=2.0, ge=0, le=600, description="Seconds before the second try; then doubled.")
    longest_wait: float = Field(default=60.0, ge=0, le=3600, description="The most seconds between two tries.")
    read_timeout: float = Field(default=60.0, gt=0, le=600, description="Seconds of silence that end a try.")
    total_timeout: float = Field(default=180.0, gt=0, le=3600, description="Seconds that one answer may take in all.")
    max_bytes: int = Field(default=20_000_000, ge=10_000, description="The largest answer, unpacked, in bytes.")
    arxiv_pace: float = Field(
        default=3.0,
        ge=0,
        description="Seconds between two requests to arXiv; its terms ask for three. Lower it for tests only.",
    )
    pace: float = Field(default=1.0, ge=0, description="Seconds between two requests to any other place.")


_PROVIDERS = ("openai", "anthropic", "google", "recorded")
"""``recorded`` marks the answers of a record that came from elsewhere; it cannot be asked."""


def _model_name(name: str) -> str:
    provider, colon, model = name.partition(":")
    if name and not (colon and model and provider in _PROVIDERS):
        raise Refused("model")
    return name


ModelName = Annotated[str, AfterValidator(_model_name)]


class ModelSettings(Table):
    """The language model that writes; without one, editions quote."""

    name: ModelName = Field(
        default="",
        description="Provider and model, like `openai:gpt-5`; providers are openai, anthropic and google. "
        "Empty: none. For an address that speaks OpenAI's protocol: openai:, the model, and `base_url`.",
    )
    base_url: Maybe[WebBase] = Field(
        default=None, description="Another address than the provider's, such as http://127.0.0.1:11434/v1."
    )
    key_variable: str = Field(
        default="",
        pattern=r"^[A-Za-z_0-9]*$",
        description="The environment variable that holds the key; else OPENAI_API_KEY, ANTHROPIC_API_KEY or "
        "GOOGLE_API_KEY. Not the key itself.",
    )
    key_file: Maybe[Path] = Field(default=None, description="A file that holds the key, in the variable's place.")
    style: Literal["handa", "hapnida"] = Field(
        default="handa", description="Korean register: handa (한다체) or hapnida (합니다체)."
    )
    second_reader: bool = Field(
        default=False, description="Whether the model reads each claim once more beside its sentences; it may refuse."
    )
    unsure_topics: bool = Field(
        default=False,
        description="Whether the model is asked, in one call, for the topics of which the classifier is unsure.",
    )
    max_calls: Maybe[int] = Field(default=None, ge=0, description="The most calls an edition may make.")
    max_tokens: Maybe[int] = Field(
        default=None, ge=0, description="The most tokens, asked and answered, of an edition."
    )
    max_cost: Maybe[float] = Field(
        default=None, ge=0, description="The most US dollars an edition may cost; needs the prices."
    )
    prompt_price: float = Field(default=0.0, ge=0, description="US dollars for a million tokens asked.")
    answer_price: float = Field(default=0.0, ge=0, description="US dollars for a million tokens answered.")
    context: int = Field(
        default=32_000, ge=1_000, description="Tokens that a question and its answer may have together."
    )
    max_output: int = Field(
        default=0, ge=0, description="Tokens of an answer; 0: as its papers need. Models that reason need more."
    )
    temperature: Maybe[float] = Field(
        default=None, ge=0, le=2, description="Sampling temperature; else the model's own."
    )
    together: int = Field(default=8, ge=1, le=64, description="Questions asked at a time.")
    attempts: int = Field(default=3, ge=1, le=10, description="How often a question is tried.")
    longest_wait: float = Field(default=60.0, ge=0, le=3600, description="The most seconds between two tries.")
    timeout: float = Field(default=300.0, gt=0, le=3600, description="Seconds that an answer may take in all.")


def _flags_to(place: str) -> str:
    """An empty place, a mail address, or a repository whose issues take what readers report."""
    if len(place) > _LONGEST_PLACE:
        raise Refused("long_text", most=_LONGEST_PLACE)
    if place and not _MAIL.fullmatch(place) and not _REPOSITORY.fullmatch(place):
        raise Refused("flags_to")
    return place


def _tagged(name: str) -> str:
    """RFC 4151's *taggingEntity* (https://www.rfc-editor.org/rfc/rfc4151#section-2.1): who, and since when."""
    if name and not _ENTITY.fullmatch(name):
        raise Refused("site_id")
    return name


def _site_url(url: str) -> str:
    """What stands in every feed: readers would see a password, and addresses of pages go on behind it."""
    if has_credentials(url) or "?" in url or "#" in url:
        raise Refused("site_url")
    return url


class SiteSettings(Table):
    """The site that readers read, and the feeds that it serves."""

    url: Maybe[Annotated[WebBase, AfterValidator(_site_url)]] = Field(
        default=None, description="Where the site is, like https://example.org/achim; else links are relative."
    )
    id: Annotated[str, AfterValidator(_tagged)] = Field(
        default="",
        description="What the ids of feeds and their items begin with: a domain or mail address of yours and a day or "
        "year on which it was, like example.org,2026. It must never change. Empty: ids are made of series and day.",
    )
    corrections_to: Annotated[str, AfterValidator(_flags_to)] = Field(
        default="",
        description="Where readers report mistakes: mailto:me@example.org, or https://github.com/OWNER/REPO for its "
        "issues. Each sentence of a page then has a link that says which one it is.",
    )


class Settings(Table):
    """All of ``achim.toml``."""

    edition: EditionSettings = EditionSettings()
    sources: SourcesSettings = SourcesSettings()
    news: NewsSettings = NewsSettings()
    model: ModelSettings = ModelSettings()
    http: HttpSettings = HttpSettings()
    site: SiteSettings = SiteSettings()
    store: StoreSettings = StoreSettings()
    engine: EngineSettings = EngineSettings()
    interests: InterestsSettings = InterestsSettings()
    profiles: Annotated[Mapping[str, InterestsSettings], AfterValidator(named_profiles)] = Field(
        default={}, description="Further profiles: `[profiles.NAME]`, each like `[interests]`."
    )
    serve: ServeSettings = ServeSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    watch: WatchSettings = WatchSettings()
    log: LogSettings = LogSettings()
    channels: Annotated[Mapping[str, Way], AfterValidator(named_channels)] = Field(
        default={}, description="The ways out: `[channels.NAME]`, each with a `type`; see docs/channels.md."
    )


def _known(place: Place) -> list[str]:
    """The names of the settings at a place, which has the ``type`` of a channel after its name."""
    schema = Settings.model_json_schema()
    node: dict[str, Any] = schema
    for part in place:
        inner: dict[str, Any] = (
            node.get("properties", {}).get(part) or node.get("additionalProperties") or node.get("items") or {}
        )
        if mapped := node.get("discriminator", {}).get("mapping", {}).get(part):
            inner = {"$ref": mapped}
        named = inner.get("$ref", "").rpartition("/")[2]
        node = schema["$defs"][named] if named else inner
    return list(node.get("properties", ()))


def data_directory(named: Path | None = None) -> Path:
    """``named``, else ``ACHIM_HOME``, else the platform's place for a user's data."""
    return named or Path(os.environ.get("ACHIM_HOME") or platformdirs.user_data_dir("achim", appauthor=False))


def settings_file() -> Path | None:
    """``ACHIM_CONFIG``, else ``achim.toml`` here or in the data directory; None where there is none."""
    if named := os.environ.get("ACHIM_CONFIG"):
        path = Path(named)
        if not path.is_file():
            raise SettingsError(Note.of("error.no_config", named="ACHIM_CONFIG", path=path))
        return path
    places = (Path(FILE_NAME), data_directory() / FILE_NAME)
    return next((path for path in places if path.is_file()), None)


def load_settings(path: Path | None = None) -> Settings:
    """Read the file and the environment (``ACHIM_HTTP__CONTACT`` for ``contact`` in ``[http]``), which wins.

    A path in the file that is no whole one counts from the folder of the file, one in a variable from the current one.
    Raises SettingsError naming the file or variable, the setting and what is wrong with it.
    """
    path = path or settings_file()
    values = read_toml(path) if path else {}
    variables = _overlay(values, os.environ)
    _check_numbers(values, path, variables)
    try:
        told = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(*setting_faults(error, path, variables, _known)) from error
    return placed(told, path.absolute().parent, variables.keys()) if path else told


def read_toml(path: Path) -> dict[str, Any]:
    """Raises SettingsError naming the file and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(Note.of("error.toml", path=path, why=error)) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(Note.of("error.toml", path=path, why=error)) from error
    except RecursionError as error:
        raise SettingsError(Note.of("error.deep", path=path, line=_line_with_most(r"[][{}.]", text))) from error
    except ValueError as error:  # what Python says of numbers with thousands of digits
        raise SettingsError(Note.of("error.large", path=path, line=_line_with_most("[0-9]", text))) from error


def _line_with_most(signs: str, text: str) -> int:
    """The number of the line, from 1."""
    counts = [len(re.findall(signs, line)) for line in text.split("\n")]
    return counts.index(max(counts)) + 1


def _check_numbers(values: dict[str, Any], path: Path | None, variables: dict[tuple[str, ...], str]) -> None:
    """TOML's integers have 64 bits (https://toml.io/en/v1.0.0#integer). Raises SettingsError for longer ones."""
    left: list[tuple[tuple[str, ...], Any]] = [((), values)]
    while left:
        place, value = left.pop()
        if isinstance(value, dict):
            left += [((*place, key), inner) for key, inner in cast(dict[str, Any], value).items()]
        elif isinstance(value, list):
            left += [(place, inner) for inner in cast(list[Any], value)]
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            where = origin(place, path, variables)
            raise SettingsError(Note.of("error.large_value", name=f"{where}: {'.'.join(place)}"))


def _overlay(values: dict[str, Any], environ: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Put ``ACHIM_…`` variables over ``values`` in place; returns which setting came from which variable."""
    came: dict[tuple[str, ...], str] = {}
    for name in sorted(environ):
        if not name.startswith(_PREFIX) or name in _NOT_SETTINGS:
            continue
        keys = tuple(name.removeprefix(_PREFIX).lower().split("__"))
        table = values
        for key in keys[:-1]:
            table = _table_in(table, key)
        table[keys[-1]] = _value(name, environ[name])
        came[keys] = name
    return came


def _table_in(table: dict[str, Any], key: str) -> dict[str, Any]:
    """The table at ``key``, made where there is none; a value that stands in its place is left for the check."""
    inner: Any = table.setdefault(key, {})
    return cast(dict[str, Any], inner) if isinstance(inner, dict) else {}


def _value(name: str, text: str) -> Any:
    """A variable's text as TOML would read it, else as it stands: ``3``, ``true``, ``["cs.AI"]``, ``Asia/Seoul``."""
    if name in _AS_WRITTEN:
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    except RecursionError as error:
        raise SettingsError(Note.of("error.deep_value", name=name)) from error
    except ValueError as error:
        raise SettingsError(Note.of("error.large_value", name=name)) from error
