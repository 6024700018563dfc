"""What ``achim search`` and ``achim index`` say."""

SEARCH: dict[str, tuple[str, str]] = {
    "step.index": ("찾아보기 갱신", "index"),
    "search.nothing": ("‘{query}’에 맞는 것을 찾지 못했다", "nothing found for “{query}”"),
    "search.nothing_like": ("{query:과/와} 비슷한 것을 찾지 못했다", "nothing found like {query}"),
    "search.no_work": ("{query:은/는} 찾아보기에 없다", "{query} is not in the index"),
    "search.found": ("‘{query}’: {count}건", "“{query}”: {count:work/works}"),
    "search.like": ("{query:과/와} 비슷한 것: {count}건", "like {query}: {count:work/works}"),
    "search.corrected": ("‘{word}’ 대신 {meant:도/도} 찾아보았다", "also looked for {meant} in the place of “{word}”"),
    "search.translated": ("‘{word}’의 다른 말 {meant:도/도} 찾아보았다", "also looked for {meant}, which “{word}” is"),
    "search.unindexed": (
        "찾아보기에 없는 판이 {count}개 있다: `achim index`를 실행한다",
        "{count:edition is/editions are} not in the index: run `achim index`",
    ),
    "search.other_makers": (
        "찾아보기를 만든 achim이나 문장 벡터 모델이 지금 것과 다르다: `achim index`가 다시 만든다",
        "the index was made by another achim or embedder: `achim index` makes it anew",
    ),
    "search.no_index": (
        "찾아보기가 아직 없다: 판이 없으면 `achim build`로 만들고, 있으면 `achim index`를 실행한다",
        "there is no index yet: `achim build` makes an edition, `achim index` the index of those there are",
    ),
    "search.damaged": (
        "찾아보기의 {table}에 읽을 수 없는 것이 있다: `achim index --rebuild`로 다시 만든다",
        "{table} of the index holds what cannot be read: `achim index --rebuild` makes it anew",
    ),
    "search.way.text": ("본문 일치 {rank}위", "text #{rank}"),
    "search.way.vector": ("의미 유사 {rank}위", "meaning #{rank}"),
    "search.indexed": ("찾아보기에 판 {done}/{all}", "indexed edition {done} of {all}"),
    "search.vectors": ("문장 벡터: 저작 {done}건", "sentence vectors: {done:work/works}"),
    "search.size": (
        "찾아보기: 저작 {works}건, 그 가운데 벡터가 있는 것 {vectors}건",
        "index: {works:work/works}, {vectors} of them with vectors",
    ),
    "search.no_query": ("찾을 말이나 --like를 준다", "give words to look for, or --like"),
    "search.query_or_like": ("찾을 말과 --like 가운데 하나만 준다", "give words to look for or --like, not both"),
    "search.no_topic": (
        "--topic {asked}: 찾아보기에 그런 주제가 없다. 있는 것: {known}",
        "--topic {asked}: no work in the index has this topic; there are {known}",
    ),
    "search.no_source": (
        "--source {asked}: 찾아보기에 그런 출처가 없다. 있는 것: {known}",
        "--source {asked}: no work in the index has this source; there are {known}",
    ),
    "search.since_until": ("--since가 --until보다 뒤이다", "--since is after --until"),
}
