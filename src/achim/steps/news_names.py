"""Who and what a news title names, in one spelling for Korean and English: companies, products, people, models.

Korean titles write names in Hangul or leave them in Latin (오픈AI, 챗GPT); models are a name with a number and what
follows it (Claude 3.5 Sonnet, 제미나이 3 프로).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

_COMPANIES = """
openai: 오픈ai 오픈에이아이 오픈AI | openai.com
anthropic: 앤트로픽 앤스로픽 엔트로픽 | anthropic.com claude.com claude.ai
google: 구글 알파벳 alphabet | google blog.google googleblog.com google.com
deepmind: 딥마인드 | deepmind.google
meta: 메타 facebook 페이스북 | meta.com facebook.com
microsoft: 마이크로소프트 ms | microsoft.com windows.com
nvidia: 엔비디아 | nvidia.com
apple: 애플 | apple.com
amazon: 아마존 aws | amazon.com amazon.science aboutamazon.com
tesla: 테슬라 | tesla.com
xai: x.ai | x.ai
mistral: 미스트랄 | mistral.ai
cohere: 코히어 | cohere.com
perplexity: 퍼플렉시티 | perplexity.ai
deepseek: 딥시크 | deepseek.com
alibaba: 알리바바 | alibaba.com qwenlm.github.io qwen.ai
tencent: 텐센트 | tencent.com
baidu: 바이두 | baidu.com
bytedance: 바이트댄스 | bytedance.com
moonshot: 문샷 | moonshot.ai
huawei: 화웨이 | huawei.com
intel: 인텔 | intel.com
amd: | amd.com
arm: 암홀딩스 | arm.com
qualcomm: 퀄컴 | qualcomm.com
broadcom: 브로드컴 | broadcom.com
tsmc: | tsmc.com
oracle: 오라클 | oracle.com
softbank: 소프트뱅크 | softbank.jp
ibm: | ibm.com
github: 깃허브 | github.blog
samsung: 삼성전자 삼성 | samsung.com
skhynix: sk하이닉스 하이닉스 hynix | skhynix.com
naver: 네이버 | navercorp.com clova.ai
kakao: 카카오 | kakaocorp.com
lg: lg전자 lg | lgresearch.ai
skt: sk텔레콤 | sktelecom.com
kt: | kt.com
upstage: 업스테이지 | upstage.ai
huggingface: 허깅페이스 | huggingface.co
ollama: 올라마 | ollama.com ollama.ai
groq: 그로크사 | groq.com
cerebras: 세레브라스 | cerebras.ai
scaleai: scale | scale.com
databricks: 데이터브릭스 | databricks.com
stability: 스태빌리티 | stability.ai
runway: 런웨이 | runwayml.com
adobe: 어도비 | adobe.com
salesforce: 세일즈포스 | salesforce.com
disney: 디즈니 | disney.com
coreweave: 코어위브 | coreweave.com
pinecone: | pinecone.io
weaviate: | weaviate.io
mozilla: 모질라 | mozilla.org
eu: 유럽연합 | europa.eu
"""
_PRODUCTS = """
chatgpt: 챗gpt 챗지피티
gpt: 지피티
claude: 클로드
gemini: 제미나이 제미니
gemma: 젬마
llama: 라마
grok: 그록
sora: 소라
veo: 비오
qwen: 큐원 큐웬 통이
copilot: 코파일럿
codex: 코덱스
cursor: 커서
windsurf: 윈드서프
midjourney: 미드저니
notebooklm: 노트북lm
stargate: 스타게이트
blackwell: 블랙웰
siri: 시리
alexa: 알렉사
exaone: 엑사원
hyperclova: 하이퍼클로바
solar: 솔라
kanana: 카나나
altman: 올트먼 올트만 알트만
musk: 머스크
hassabis: 허사비스
amodei: 아모데이 아모데이
sutskever: 수츠케버
zuckerberg: 저커버그
nadella: 나델라
pichai: 피차이
huang: 젠슨황
murati: 무라티
lecun: 르쿤
karpathy: 카파시
hinton: 힌턴
"""
_PLACES = """
china: 중국
japan: 일본
korea: 한국
india: 인도
italy: 이탈리아
france: 프랑스
germany: 독일
britain: 영국 uk
taiwan: 대만
california: 캘리포니아
pentagon: 펜타곤
"""
_TIERS = """
mini: 미니
nano: 나노
pro: 프로
flash: 플래시
lite: 라이트
ultra: 울트라
max: 맥스
turbo: 터보
opus: 오퍼스 오푸스
sonnet: 소네트 소넷
haiku: 하이쿠
small: 스몰
medium: 미디엄
large: 라지
thinking: 싱킹
instant: 인스턴트
fast: 패스트
codex:
coder: 코더
vision: 비전
image: 이미지
air:
preview: 프리뷰
"""
_IN_TWO_WORDS = MappingProxyType({"huggingface": "hugging face", "skhynix": "sk hynix", "scaleai": "scale ai"})
"""Names that the tables have in one word and texts in two."""
_OWNERS = MappingProxyType(
    {
        **dict.fromkeys(("chatgpt", "gpt", "sora", "codex", "altman"), "openai"),
        **dict.fromkeys(("claude", "amodei"), "anthropic"),
        **dict.fromkeys(("gemini", "gemma", "veo", "notebooklm", "pichai", "deepmind"), "google"),
        **dict.fromkeys(("llama", "zuckerberg"), "meta"),
        **dict.fromkeys(("grok",), "xai"),
        **dict.fromkeys(("qwen",), "alibaba"),
        **dict.fromkeys(("exaone",), "lg"),
        **dict.fromkeys(("hyperclova",), "naver"),
        **dict.fromkeys(("kanana",), "kakao"),
    }
)
"""Whose a product is, for titles that name one without the other."""
_PARTICLE = "가|이|은|는|을|를|의|와|과|에|도|로|으로|에서|에게|측|발|판|표|용|사|사의|사가|의한"
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
_MODEL = re.compile(
    r"(?<![A-Za-z0-9.$€£])(?P<name>[A-Za-z]+)(?P<between>(?:[ -][A-Za-z]+){0,2})[ -]?(?<![0-9])"
    r"(?P<version>\d{1,4}(?:[.-]\d+)*(?:[a-z](?![a-z]))?)"
    r"(?![\d%]|[.,]\d|[kKmMbB]\b| ?(?:billion|million|trillion|억|만|조))"
    r"(?=(?P<after>(?:[ -][A-Za-z]+){0,2}))"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.&][A-Za-z0-9]+)*|[가-힣]+")
_VARIETIES = "audio|coder|image|live|omni|oss|realtime|tts|vl"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Model:
    """A numbered thing: *GPT-4o mini* is gpt, 4o, {mini}; or a variety of a product: *gpt-oss* is gpt-oss, "", {}."""

    name: str
    version: str
    tiers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """What a title names. ``plain`` is the title with every known name in Latin."""

    plain: str
    companies: frozenset[str]
    products: frozenset[str]
    models: frozenset[Model]


def spellings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Companies, products and people in Latin, with how Korean writes them; one of two words in one and in two."""
    for table in (_COMPANIES, _PRODUCTS):
        for name, written, _ in _table(table):
            korean = tuple(each for each in written if re.search("[가-힣]", each))
            yield name, korean
            if name in _IN_TWO_WORDS:
                yield name, (_IN_TWO_WORDS[name],)
                yield _IN_TWO_WORDS[name], (*korean, name)


def _table(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    for line in text.strip().splitlines():
        name, _, rest = line.partition(":")
        spellings, _, sites = rest.partition("|")
        yield name, spellings.split(), sites.split()


_HOMES = MappingProxyType({site: name for name, _, sites in _table(_COMPANIES) for site in sites if "." in site})
_COMPANY_NAMES = frozenset(name for name, *_ in _table(_COMPANIES))
_PRODUCT_NAMES = frozenset(name for name, *_ in _table(_PRODUCTS))
_TIER_NAMES = frozenset(name for name, *_ in _table(_TIERS))
_LATIN = MappingProxyType(
    {
        spelling.lower(): name
        for table in (_COMPANIES, _PRODUCTS, _PLACES, _TIERS)
        for name, spellings, _ in _table(table)
        for spelling in spellings
    }
)


def _pattern(spellings: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(spellings, key=lambda each: (-len(each), each))
    names = "|".join(map(re.escape, longest_first))
    return re.compile(
        rf"(?<![A-Za-z0-9가-힣])(?P<name>{names})(?:(?:{_PARTICLE})(?![가-힣])|(?![A-Za-z가-힣]))", re.IGNORECASE
    )


_KNOWN = _pattern(_LATIN)
_VARIETY = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(_PRODUCT_NAMES))})-(?:{_VARIETIES})(?![A-Za-z0-9])", re.IGNORECASE
)


@lru_cache(maxsize=8_192)
def named(title: str) -> Named:
    """The names of a title; of a long one only those of its beginning."""
    text = _HYPHENS.sub("-", unicodedata.normalize("NFKC", title[:_LONGEST]))
    plain = " ".join(_KNOWN.sub(lambda match: _LATIN[match["name"].lower()] + " ", text).split())
    words = {word.lower() for match in _WORD.finditer(plain) for word in _parts(match.group())}
    models = frozenset(_models(plain))
    words |= {model.name for model in models}
    products = words & _PRODUCT_NAMES
    companies = (words & _COMPANY_NAMES) | {_OWNERS[each] for each in words if each in _OWNERS}
    return Named(plain, frozenset(companies), frozenset(products), models)


def _parts(word: str) -> Iterator[str]:
    """*ChatGPT4*, *GPT* of *GPT4*: a name without its number."""
    yield word
    yield word.rstrip("0123456789.")


def _models(plain: str) -> Iterator[Model]:
    for match in _MODEL.finditer(plain):
        name, *between = (match["name"] + match["between"]).lower().replace("-", " ").split()
        # what stands right before the number names it, unless that says a size
        while between and not all(each in _TIER_NAMES for each in between):
            name, *between = between
        after: list[str] = []
        for word in match["after"].lower().replace("-", " ").split():
            if word not in _TIER_NAMES:
                break
            after.append(word)
        yield Model("gpt" if name == "chatgpt" else name, match["version"], frozenset((*between, *after)))
    for match in _VARIETY.finditer(plain):
        yield Model(match.group().lower(), "", frozenset())


def maker_of(host: str) -> str | None:
    """The company that makes what is told on its own site, as far as it is known; a part of another is that one."""
    home = home_of(host)
    return _OWNERS.get(home, home) if home else None


def home_of(host: str) -> str | None:
    """The company whose site a host is, as far as it is known."""
    labels = host.split(".")
    return next((_HOMES[site] for start in range(len(labels)) if (site := ".".join(labels[start:])) in _HOMES), None)
