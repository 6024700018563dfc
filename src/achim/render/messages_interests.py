"""What a reader's interests say: why a work is here, why it is not, and what was learnt."""

INTERESTS: dict[str, tuple[str, str]] = {
    "interest.topic": ("관심 주제 {topic:@topic}", "your topic {topic:@topic}"),
    "interest.phrase": ("{where:@field}에 관심 표현 ‘{phrase}’", "your phrase ‘{phrase}’ in the {where:@field}"),
    "interest.author": ("따르는 저자 {author}", "by {author}, whom you follow"),
    "interest.lab": ("따르는 기관 {lab}", "names {lab}, which you follow"),
    "interest.lane": ("관심 갈래 {lane}: ‘{word}’", "your lane {lane}: ‘{word}’"),
    "interest.named": ("관심 논문으로 든 바로 그 논문", "one of the papers you named"),
    "interest.close": ("관심 논문 ‘{example:’+과/와} 가까움", "close to ‘{example}’"),
    "interest.unlike": ("가려 둔 논문 ‘{example:’+과/와} 가까움", "close to ‘{example}’, which you muted"),
    "rank.code_stars": ("코드에 별 {stars}개", "{stars:star/stars} on its code"),
    "rank.data": ("데이터 공개", "data available"),
    "rank.weights": ("모델 가중치 공개", "weights available"),
    "rank.licence": ("라이선스 {licence}", "licence {licence}"),
    "rank.venue": ("{venue} 게재", "appears at {venue}"),
    "rank.novel": ("지난 90일에 없던 말: {words}", "new against the last 90 days: {words}"),
    "rank.hackernews": ("Hacker News {votes}점", "{votes:point/points} on Hacker News"),
    "rank.surprise": (
        "뜻밖의 한 편: 관심사와 상관없이 골랐다",
        "a surprise: chosen though none of your interests asks for it",
    ),
    "held.topic": (
        "{topic:@topic} 주제가 이미 {most}편이다",
        "the page has {most:work/works} of the topic {topic:@topic} already",
    ),
    "held.surprise": ("뜻밖의 한 편에 자리를 내주었다", "gave its place to the surprise"),
    "why.reason": ("까닭: {reason}", "because: {reason}"),
    "why.score": ("점수 {score}", "score {score}"),
    "why.place": ("{ranked}건 가운데 {place}위", "place {place} of {ranked}"),
    "why.least": ("실은 것 가운데 가장 낮은 점수는 {least}", "the last one printed has {least}"),
    "why.topic": ("주제 {topic}", "topic {topic}"),
    "why.announced": ("알린 곳: {sources:@source}", "announced by: {sources:@source}"),
    "why.not_kept": (
        "점수가 남아 있지 않다: 점수를 보관하기 전에 만든 판이다",
        "its score was not kept: the edition is older than the keeping of scores",
    ),
    "wish.topic": ("주제", "topic"),
    "wish.phrase": ("표현", "phrase"),
    "wish.paper": ("논문", "paper"),
    "wish.author": ("저자", "author"),
    "wish.lab": ("기관", "lab"),
    "wish.lane": ("갈래", "lane"),
    "wish.never": ("보지 않을 것", "never"),
    "notice.interests_unseen": (
        "기록으로 만드는 판은 기록에 담긴 관심사를 따른다. 내 [interests]는 쓰지 않았다: 쓰려면 프로필에 이름을 붙여 "
        "--profile NAME으로 만든다",
        "What is built from a record follows the interests in the record, not your [interests]; to use them, name a "
        "profile and build with --profile NAME",
    ),
    "cli.profile_added": ("{name}에 더했다: {kind:@wish} {text}", "Added to {name}: {kind:@wish} {text}"),
    "cli.profile_removed": ("{name}에서 뺐다: {kind:@wish} {text}", "Removed from {name}: {kind:@wish} {text}"),
    "cli.profile_imported": (
        "{name}에 논문 {count}편을 더했다. 이미 있던 것 {known}편",
        "Added {count:paper/papers} to {name}; {known:paper was/papers were} there before",
    ),
    "cli.profile_untold": (
        "{count}편은 번호뿐이라 제목이 알려지기 전에는 그 논문만 알아본다",
        "{count:paper/papers} of them have ids alone: until an edition tells their titles, only the works themselves "
        "are recognised",
    ),
    "error.profile_lacks": (
        "{name}에 더한 {kind:@wish} ‘{text:’+이/가} 없다",
        "{name} has no {kind:@wish} ‘{text}’ that was added",
    ),
    "error.profile_elsewhere": (
        "{name}의 {kind:@wish} ‘{text:’+은/는} achim.toml에 적혀 있다. 그 파일에서 뺀다",
        "{kind:@wish} ‘{text}’ of {name} stands in achim.toml: take it out there",
    ),
    "error.list_none": (
        "파일에서 논문을 찾지 못했다. BibTeX, RIS, Zotero의 CSV, RDF, JSON, 또는 한 줄에 하나씩 번호를 읽는다",
        "no paper was found in the file; BibTeX, RIS, Zotero’s CSV, RDF and JSON are read, and ids one a line",
    ),
    "error.list_large": ("파일이 {most} MB를 넘는다", "the file has more than {most} MB"),
    "error.list_long": ("논문이 {most}편을 넘는다", "the file has more than {most} papers"),
    "notice.learnt": (
        "표시에서 배운 것: 비슷한 것을 더 {more} · 비슷한 것을 덜 {less} · 따르는 저자 {authors}",
        "Learnt from your marks: more like {more} · less like {less} · authors followed: {authors}",
    ),
    "learnt.more": (
        "별 {count}개에서 배움, 비슷한 것을 더: {titles}",
        "more like {count:starred work/starred works}: {titles}",
    ),
    "learnt.less": (
        "가린 {count}편에서 배움, 비슷한 것을 덜: {titles}",
        "less like {count:muted work/muted works}: {titles}",
    ),
    "learnt.authors": ("별을 준 논문들의 저자를 따름: {authors}", "follows authors of starred works: {authors}"),
    "error.interest_topic": (
        "{setting}: ‘{topic:’+이라는/라는} 주제는 없다. 가까운 것: {known}",
        "{setting}: there is no topic ‘{topic}’; the closest: {known}",
    ),
    "error.minutes": (
        "{minutes}분은 읽는 시간이 아니다. 1분에서 600분까지다",
        "{minutes} is no time to read: 1 to 600 minutes",
    ),
    "error.no_profile": (
        "{name:이라는/라는} 프로필이 없다. 있는 것: {names}",
        "there is no profile {name}; there are: {names}",
    ),
    "error.profile_name": (
        "‘{name:’+은/는} 프로필 이름이 아니다. 영문자, 숫자, 붙임표로 짓는다",
        "{name} is no profile name: letters, digits and hyphens",
    ),
    "error.profile_case": (
        "프로필 이름 {names:은/는} 대소문자만 다르다. 어떤 디스크에서는 같은 폴더가 된다",
        "the profiles {names} differ by case alone, and name folders that some disks take for one",
    ),
    "error.profile_case_files": (
        "하나의 이름을 바꾸거나 지운다: {files}",
        "rename or remove one of them: {files}",
    ),
    "error.why_unknown": (
        "{work:을/를} 알린 출처가 없다: 어느 판의 장부에도 없다",
        "no source announced {work}: it is in no edition’s ledger",
    ),
    "error.why_id": (
        "{work:은/는} 논문도 기사도 아니다. 2410.24198, doi:10.1000/xyz 또는 주소처럼 쓴다",
        "{work} is no work; one is like 2410.24198, doi:10.1000/xyz or an address",
    ),
    "withheld.never.phrase": ("보지 않기로 한 표현 ‘{what}’", "has ‘{what}’, never to be shown"),
    "withheld.never.author": ("보지 않기로 한 저자 {what}", "by {what}, never to be shown"),
    "withheld.never.topic": ("보지 않기로 한 주제 {what:@topic}", "topic {what:@topic}, never to be shown"),
    "withheld.never.lab": ("보지 않기로 한 기관 {what}", "names {what}, never to be shown"),
    "withheld.never.work": ("보지 않기로 한 논문이다", "never to be shown"),
}
