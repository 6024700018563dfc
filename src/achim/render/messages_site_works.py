"""What the reader says on the pages of works, topics, weeks and trends."""

SITE_WORKS: dict[str, tuple[str, str]] = {
    # the page of a work
    "work.about": (
        "{title}: 실린 판, 문장과 근거, 출처, 서지 정보",
        "{title}: what was said of it, on what, and how to cite it",
    ),
    "work.source": ("원문", "the original"),
    "work.cite": ("인용 정보", "Cite it"),
    "work.bibtex": ("BibTeX 파일", "BibTeX file"),
    "work.ris": ("RIS 파일", "RIS file"),
    "work.showings": ("실린 판", "Where it was shown"),
    "work.printed": ("{mark} 본문에 실음", "{mark} in the report"),
    "work.printed.update": ("{mark} 새 내용으로 다시 실음", "{mark} in the report, with what is new"),
    "work.listed": ("제목만", "title only"),
    "work.updated": ("업데이트로 알림", "told as an update"),
    "work.revision": ("제{revision}판", "revision {revision}"),
    "work.said": ("실린 문장과 근거", "What was said of it, and on what"),
    "work.said.in": ("{day} 판", "Edition of {day}"),
    "work.said.together": ("다른 글과 함께 말한 문장", "Said of it together with others"),
    "work.said.nothing": (
        "제목만 실어 문장이 없다. 원문은 위 링크에 있다.",
        "Only its title was listed, so nothing was said of it. The link above leads to the original.",
    ),
    "work.sentences": ("초록의 문장", "Sentences of the abstract"),
    "work.sentences.cited": ("근거로 댄 문장", "Sentences cited"),
    "work.sources": ("알린 곳", "Who announced it"),
    "announce.new": ("새 글", "new"),
    "announce.cross": ("교차 등록", "cross-list"),
    "announce.replace": ("고친 판", "replacement"),
    "announce.replace-cross": ("고친 판, 교차 등록", "replacement, cross-listed"),
    "announce.featured": ("추천 목록", "featured"),
    "announce.posted": ("글", "posted"),
    "signal.votes": ("추천 {count}", "{count:vote/votes}"),
    "signal.comments": ("댓글 {count}", "{count:comment/comments}"),
    "signal.code_stars": ("코드 별 {count}", "{count:star/stars} of its code"),
    "work.versions": ("새 판과 업데이트", "Versions and updates"),
    "work.version.in": ("{day} 판: {what}", "{day}: {what}"),
    "work.version.read": ("{day} 판: v{version}을 실음", "{day}: printed from v{version}"),
    # the page of a topic
    "topic.about": ("{topic}: 실린 글과 판", "{topic}: what was printed, and where"),
    "topic.papers": ("논문 주제", "A topic of papers"),
    "topic.news": ("소식 주제", "A topic of news"),
    "topic.count.papers": (
        "판 {editions}개에 논문 {count}편",
        "{count:paper/papers} in {editions:edition/editions}",
    ),
    "topic.count.news": (
        "판 {editions}개에 소식 {count}건",
        "{count:story/stories} in {editions:edition/editions}",
    ),
    "topic.definition": ("정의(영어):", "What it covers:"),
    "topic.feeds": ("이 주제의 피드", "Feeds of this topic"),
    "topic.recent": ("최근 {days}일", "The last {days} days"),
    "topic.older": ("그 전", "Before that"),
    "topic.older.month.papers": ("논문 {count}편", "{count:paper/papers}"),
    "topic.older.month.news": ("소식 {count}건", "{count:story/stories}"),
    "topic.record": ("기록", "record"),
    # the page of a week
    "week.title": ("{year}년 {week}주", "Week {week} of {year}"),
    "week.link": ("{year}년 {week}주 모아 보기", "Week {week} of {year} in review"),
    "week.about": ("{title}: 이 주에 실린 문장 가운데 고른 것", "{title}: the best of what was printed"),
    "week.made": (
        "새로 쓴 문장은 없다. 이 주의 판에 이미 실린 문장을 순위 점수와 주제를 보고 코드가 골랐다.",
        "No sentence here is new: code chose from what the week’s editions printed, by score and topic.",
    ),
    "week.counts": ("판 {editions}개", "{editions:edition/editions}"),
    "week.announced": ("알림 {count}건", "{count:announcement/announcements}"),
    "week.lines.papers": ("이 주의 논문", "The week’s papers"),
    "week.lines.news": ("이 주의 소식", "The week’s news"),
    "week.from": ("{day} 판", "edition of {day}"),
    "week.no_lines": ("고를 문장이 없다.", "There is no sentence to choose."),
    "week.topics.papers": ("논문의 주제", "Topics of the papers"),
    "week.topics.news": ("소식의 주제", "Topics of the news"),
    "week.topics.caption.papers": (
        "이 주에 실린 논문 {count}편. 한 논문은 한 번만 센다.",
        "{count:paper/papers} of this week, each counted once.",
    ),
    "week.topics.caption.news": (
        "이 주에 실린 소식 {count}건. 한 소식은 한 번만 센다.",
        "{count:story/stories} of this week, each counted once.",
    ),
    "week.by_day": ("날마다", "Day by day"),
    "week.day": ("날", "Day"),
    "week.by_day.caption": ("날마다 실린 글의 수와 빠진 것", "What each day printed, and what it went without"),
    "week.none": ("판 없음", "no edition"),
    "week.gaps": ("빠진 것", "What is missing"),
    "week.no_gaps": (
        "이 주의 판에는 빠진 출처나 단계가 없다.",
        "No source or step is missing from this week’s editions.",
    ),
    "week.before": ("앞 주", "the week before"),
    "week.after": ("다음 주", "the week after"),
    # trends
    "trends.about": ("주제와 핵심어의 흐름", "How topics and keywords move"),
    "trends.counts": (
        "실린 글만 센다. 한 글은 처음 실린 주와 달에 한 번만 센다. 제목만 실은 글은 세지 않는다. "
        "무엇이 많이 나왔는가이지, 무엇이 중요한가는 아니다.",
        "Only what was printed is counted, each work once, in the week and month of its first printing; titles that "
        "were only listed are not. It shows what came up often, not what matters.",
    ),
    "trends.share": ("몫", "Share"),
    "trends.empty": ("아직 셀 것이 없다", "There is nothing to count yet"),
    "trends.papers": ("논문", "Papers"),
    "trends.news": ("소식", "News"),
    "trends.weeks": ("주마다의 주제", "Topics by week"),
    "trends.months": ("달마다의 주제", "Topics by month"),
    "trends.weeks.missing": (
        "판이 {least}개 이상인 주가 {needed}개는 있어야 그림이 뜻을 지닌다. 지금은 {measured}개다.",
        "A picture needs {needed} weeks of at least {least} editions to mean anything; so far there are {measured}.",
    ),
    "trends.months.missing": (
        "판이 {least}개 이상인 달이 {needed}개는 있어야 그림이 뜻을 지닌다. 지금은 {measured}개다.",
        "A picture needs {needed} months of at least {least} editions to mean anything; so far there are {measured}.",
    ),
    "trends.scale": (
        "막대 하나가 한 기간에 실린 글 가운데 그 주제의 몫이다. 모든 그림의 세로축은 0–{top} %로 같다. "
        "판이 {least}개보다 적은 기간은 비워 둔다.",
        "Each bar is the topic’s share of what a period printed. All pictures share one scale, 0 to {top} %. "
        "Periods with fewer than {least} editions are left empty.",
    ),
    "trends.bar.title": ("{topic}: {first}부터 {last}까지의 몫", "{topic}: its share from {first} to {last}"),
    "trends.bar.told": (
        "{last} {share} %, 가장 높을 때 {top} % ({when})",
        "{last}: {share} %, highest {top} % ({when})",
    ),
    "trends.table.alone": ("지금까지 센 수", "The numbers so far"),
    "trends.table": ("같은 수의 표", "The same numbers as a table"),
    "trends.table.caption.weeks": (
        "주마다 실린 글의 수와 몫(%). 주는 월요일로 적는다.",
        "Works printed by week, and their share in %. Weeks are named by their Monday.",
    ),
    "trends.table.caption.months": ("달마다 실린 글의 수와 몫(%)", "Works printed by month, and their share in %"),
    "trends.table.editions": ("판", "Editions"),
    "trends.table.works": ("글", "Works"),
    "trends.rising": ("떠오르는 핵심어", "Rising keywords"),
    "trends.rising.how": (
        "최근 {recent}주({recent_from}부터, {recent_works}편)를 그 앞 {before}주({before_works}편)와 견준다. "
        "핵심어가 나올 승산의 로그 비를 표준편차로 나눈 값이 {least} 이상이고 글 {works}편, 판 {editions}개 이상에 "
        "나온 것만 싣는다. 신호일 뿐 증명은 아니다.",
        "The last {recent} weeks (from {recent_from}, {recent_works:work/works}) against the {before} before "
        "({before_works:work/works}): keywords whose log-odds ratio is at least {least} standard deviations up and "
        "that {works} works in {editions} editions have. A sign, not a proof.",
    ),
    "trends.rising.missing": (
        "견주려면 최근 {recent}주 가운데 {recent_needed}주, 그 앞 {before}주 가운데 {before_needed}주에 판이 {least}개 "
        "이상 있어야 한다. 지금은 {recent_measured}주와 {before_measured}주다.",
        "A comparison needs at least {least} editions in {recent_needed} of the last {recent} weeks and in "
        "{before_needed} of the {before} before; so far {recent_measured} and {before_measured} have.",
    ),
    "trends.rising.none": ("뚜렷이 떠오른 핵심어가 없다.", "No keyword rose clearly."),
    "trends.rising.count": (
        "{recent}편, 앞서 {before}편 (z {z})",
        "{recent:work/works}, {before} before (z {z})",
    ),
    "trends.rising.works": ("핵심어가 나온 글", "The works behind it"),
}
