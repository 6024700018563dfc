"""Find again what an edition told of: one ranking from full text and vectors.

``find`` and ``similar`` are plain functions over a ``Finder`` and may be called from many threads at once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from threading import Lock

from achim.domain.edition import DEFAULT_PROFILE, EditionKey
from achim.domain.found import SHOWN, Document, Filters, Found, Results, Way
from achim.domain.ids import PaperId
from achim.domain.sentences import split_sentences
from achim.embed.search import SearchEmbedder
from achim.embed.words import WordTranslator
from achim.glossary import Glossary, load_glossary
from achim.kept_vectors import KeptVectors
from achim.known_words import load_known_words
from achim.ports import Embedder, Progress, Store
from achim.ports.search import Alternative, Makers, SearchIndex, Sought
from achim.steps.fuse import fuse
from achim.steps.news_names import spellings
from achim.steps.search_documents import documents_of
from achim.steps.search_everyday import EVERYDAY
from achim.steps.search_highlights import highlights, wanted_by
from achim.steps.search_numbers import names, numbered, with_numbers
from achim.steps.search_query import Dictionary, Query, Speller, glued, hangul_words, latin_words, read_query
from achim.steps.search_tokens import TOKENIZER, Among, tokens, words
from achim.store.search import SqlSearch
from achim.store.sql import SqlStore

NONE = Filters()
_DEPTH = 200
"""Works of each ranking that are fused."""
_FEW_WORDS = 3
_WEIGHTS: Mapping[str, float] = {"text": 1.0, "vector": 1.0}
_WEIGHTS_OF_FEW: Mapping[str, float] = {"text": 3.0, "vector": 1.0}
"""A name or a term is looked for by its letters, a sentence by what it means."""
_LEAST_ALIKE = 0.4
"""Below it what is near is no find where no word of the query is in any work: queries about football or cooking came
to 0.38 at most (``docs/search.md``)."""
_LEAST_BESIDE = 0.3
"""Below it what has no word of the query is no find beside works that have one."""
PIECES = 16
"""Vectors of a document, at most: its title and first sentences."""
_AT_ONCE = 64
"""Documents whose vectors are made between two transactions."""
_AT_MOST = 5
"""Editions that a build or a correction takes in at most; ``achim index`` takes in all."""
_TELLING = 25
"""Tokens of a document that look for others like it."""


@dataclass(slots=True)
class _Spelling:
    vocabulary: Mapping[str, int]
    speller: Speller


@dataclass(frozen=True, slots=True)
class Finder:
    """What searching needs. One for a process: it keeps what takes long to load."""

    index: SearchIndex
    embedder: SearchEmbedder
    dictionary: Dictionary
    translator: WordTranslator
    _spelling: list[_Spelling] = field(default_factory=list[_Spelling], repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def warm(self) -> None:
        """Read ahead of the first question what questions read once."""
        self.index.warm()
        if self.index.size()[0]:
            self.speller()
            self.translator.meanings(["모델"])

    def speller(self) -> Speller:
        vocabulary = self.index.vocabulary()
        with self._lock:
            if not self._spelling or self._spelling[0].vocabulary is not vocabulary:
                self._spelling[:] = [_Spelling(vocabulary, Speller(vocabulary, load_known_words()))]
            return self._spelling[0].speller


def make_finder(index: SearchIndex, embedder: Embedder, glossary: Glossary) -> Finder:
    known = ((term.english, term.renderings) for term in glossary.terms)
    dictionary = Dictionary.of((*EVERYDAY, *known, *spellings()))
    return Finder(index, SearchEmbedder(embedder), dictionary, WordTranslator(embedder))


def open_finder(store: SqlStore, embedder: Embedder, glossary: Glossary) -> Finder:
    """Over an archive. The finder may be used for as long as the store is open."""
    return make_finder(SqlSearch(store.engine, tokens), KeptVectors(embedder, store, adds=False), glossary)


def find(finder: Finder, text: str, filters: Filters = NONE, limit: int = 20) -> Results:
    """The best works for a query; none where no word of it is found and nothing is near in meaning. Total."""
    query = read_query(text, finder.dictionary)
    if query.is_empty:
        return Results(query=query.text, unindexed=len(finder.index.unindexed()))
    numbers = _numbers(finder, query)
    meant = _meant(finder, query, numbers)
    if meant:
        query = read_query(text, finder.dictionary, meant)
    with ThreadPoolExecutor(1) as beside:
        near_by = beside.submit(_near, finder, query.text, filters)
        is_known = _is_known(finder, with_numbers(query, numbers))
        if is_known or any(alike >= _LEAST_ALIKE for _, alike in near_by.result()[:1]):
            query = read_query(text, finder.dictionary, meant, finder.translator.meanings(hangul_words(query)))
        query = with_numbers(query, numbers)
        by_text = finder.index.text_ranking(query.every, query.some, filters, _DEPTH)
        by_vector = near_by.result()
    is_short = len(query.some) <= _FEW_WORDS
    worded, least = set(by_text), _LEAST_BESIDE if by_text and not is_short else _LEAST_ALIKE
    near = [work for work, alike in by_vector if work in worded or alike >= least]
    weights = _WEIGHTS_OF_FEW if is_short else _WEIGHTS
    found = _found(finder, {"text": by_text, "vector": near}, query.some, limit, weights)
    return Results(
        query=query.text,
        found=found,
        corrected=_corrected(meant, found),
        translated=query.terms,
        unindexed=len(finder.index.unindexed()),
    )


def similar(finder: Finder, work: PaperId, filters: Filters = NONE, limit: int = 20) -> Results:
    """More like a work, itself left out; nothing where the index does not have it."""
    document = next(iter(finder.index.documents([work])), None)
    if document is None:
        return Results(query=work, unindexed=len(finder.index.unindexed()))
    sought = telling(document, finder.index)
    vectors = finder.index.vectors(work) or finder.embedder.embed([document.title])
    with ThreadPoolExecutor(1) as beside:
        near_by = beside.submit(finder.index.vector_ranking, vectors[:1], filters, _DEPTH + 1)
        by_text = finder.index.text_ranking((), sought, filters, _DEPTH + 1)
        by_vector = [each for each, _ in near_by.result()]
    rankings: dict[Way, Sequence[PaperId]] = {"text": by_text, "vector": by_vector}
    others: dict[Way, Sequence[PaperId]] = {
        name: [each for each in ranking if each != work] for name, ranking in rankings.items()
    }
    return Results(query=work, found=_found(finder, others, sought, limit), unindexed=len(finder.index.unindexed()))


def telling(document: Document, index: SearchIndex) -> tuple[Sought, ...]:
    """The tokens that tell a document from others best, by tf-idf; those of its title count twice."""
    often: dict[str, int] = {}
    for token in (*tokens(document.title), *tokens(document.title), *tokens(document.text)):
        often[token] = often.get(token, 0) + 1
    counts = index.counts(list(often))
    shared = {token: count for token, count in counts.items() if count > 1}
    best = sorted(shared, key=lambda token: (-often[token] / shared[token] ** 0.5, token))[:_TELLING]
    return tuple(Sought((Alternative((token,)),)) for token in best)


def pieces(document: Document) -> tuple[str, ...]:
    """The texts of a document that have a vector each."""
    return (document.title, *(each.text for each in split_sentences(document.text)))[:PIECES]


def _near(finder: Finder, text: str, filters: Filters) -> Sequence[tuple[PaperId, float]]:
    """While databases look for words, and while codes are compared, Python is free for the other."""
    return finder.index.vector_ranking(finder.embedder.embed([text]), filters, _DEPTH)


def _is_known(finder: Finder, query: Query) -> bool:
    """Some work has a word of the query as it is written, or as the glossary has it."""
    alternatives = [each for word in query.some for each in word.alternatives]
    counts = finder.index.counts([token for each in alternatives for token in each.tokens])
    return any(all(token in counts for token in each.tokens) for each in alternatives)


def _numbers(finder: Finder, query: Query) -> dict[str, tuple[str, ...]]:
    """What names of a short query are looked for as beside, by their tokens: a sentence says enough without."""
    told = names(query, load_known_words()) if len(query.every) <= _FEW_WORDS else {}
    if not told:
        return {}
    held = finder.index.numbered(list(told.values()))
    tokens = ((token, numbered(name, held)) for token, name in told.items())
    return {token: found for token, found in tokens if found}


def _meant(finder: Finder, query: Query, right: Container[str]) -> dict[str, tuple[str, ...]]:
    """What words that hardly any document has may stand for; the vocabulary is read only for those. ``right`` are
    tokens that nobody misspelled."""
    latin = latin_words(query)
    whole = {token: [each.tokens[0] for each in glued([word], query.pieces)] for token, word in latin.items()}
    counts = finder.index.counts([*latin, *chain.from_iterable(whole.values())])
    rare = [
        query.text[word.start : word.end]
        for token, word in latin.items()
        if counts.get(token, 0) <= Speller.FEW
        and token not in right
        and not any(each in counts for each in whole[token])
    ]
    meant = ((word, finder.speller().meant(word)) for word in rare)
    return {word: told for word, told in meant if told}


def _corrected(meant: Mapping[str, Sequence[str]], found: Sequence[Found]) -> tuple[tuple[str, str], ...]:
    """Each misspelled word with what was found in its place, as documents write it most often."""
    wanted = {token for told in meant.values() for token in told}
    among = Among(wanted)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in found if wanted else ():
        for text in (each.document.title, each.document.text, each.document.told, *each.document.authors):
            for word in words(text, among):
                if word.tokens[0] in wanted:
                    written[word.tokens[0]][text[word.start : word.end]] += 1
    told = (
        (word, [written[token].most_common(1)[0][0] for token in near if token in written])
        for word, near in meant.items()
    )
    return tuple((word, ", ".join(dict.fromkeys(each))) for word, each in told if each)


def _found(
    finder: Finder,
    rankings: Mapping[Way, Sequence[PaperId]],
    sought: Sequence[Sought],
    limit: int,
    weights: Mapping[str, float] = _WEIGHTS,
) -> tuple[Found, ...]:
    best = fuse(rankings, weights)[: max(limit, 0)]
    wanted = wanted_by(sought)
    documents = {each.work: each for each in finder.index.documents([work for work, _, _ in best])}
    return tuple(
        Found(
            document=documents[work],
            score=score,
            ranks=tuple(ranks.items()),
            highlights=highlights(documents[work], wanted),
        )
        for work, score, ranks in best
        if work in documents
    )


def makers_of(finder: Finder) -> Makers:
    return Makers(TOKENIZER, finder.embedder.name)


def index_editions(
    finder: Finder, store: Store, most: int | None = None, say: Callable[[int, int], None] | None = None
) -> int:
    """Take in editions that the index does not have, oldest first; how many are left. The caller holds the lock.

    An index that another tokenizer or embedder made is emptied first.
    """
    if finder.index.makers() != makers_of(finder):
        finder.index.begin_anew(makers_of(finder))
    missing = finder.index.unindexed()
    for done, (key, revision) in enumerate(missing[-most:] if most else missing, start=1):
        edition = store.edition(key, revision)
        if edition:
            documents, gone = documents_of(edition, store.announcements(key))
            finder.index.put(key, revision, _own(documents, key, finder.index), gone)
        if say:
            say(done, len(missing))
    return len(finder.index.unindexed())


def _own(documents: Sequence[Document], key: EditionKey, index: SearchIndex) -> Sequence[Document]:
    """What a further reader's edition passed over is found by the editions of others: a hundred readers would say of
    every work a hundred times that they were not shown it."""
    if key.profile == DEFAULT_PROFILE:
        return documents
    passed = [each.work for each in documents if each.showings[0].bucket not in SHOWN]
    elsewhere = index.told_elsewhere(key, passed)
    return [each for each in documents if each.work not in elsewhere]


def index_vectors(finder: Finder, *, unshown: bool) -> int:
    """Make one batch of the vectors that printed and listed works lack, or with ``unshown`` all; how many were made.

    What is made is kept, so it may be stopped and called again.
    """
    documents = finder.index.without_vectors(_AT_ONCE, unshown=unshown)
    texts = [pieces(each) for each in documents]
    vectors = iter(finder.embedder.embed([piece for each in texts for piece in each]))
    made = {each.work: tuple(islice(vectors, len(own))) for each, own in zip(documents, texts, strict=True)}
    if made:
        finder.index.put_vectors(made)
    return len(made)


def index_kept(store: SqlStore, embedder: Embedder, progress: Progress) -> None:
    """Take in what a build or a correction has kept, and a few editions that earlier ones left.

    Never fails: what goes wrong is told to ``progress``, and mended by the next build or ``achim index``."""
    try:
        progress.step("index")
        finder = open_finder(store, embedder, load_glossary())
        index_editions(finder, store, most=_AT_MOST)
        index_vectors(finder, unshown=False)
    except Exception as error:  # the edition is kept, and search is no part of it
        progress.trouble("search", error)
