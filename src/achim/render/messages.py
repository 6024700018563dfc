"""Every word of the interface, in every language of the frame, in one table.

A message is a pair: Korean, English. ``{name}`` is filled from the parameters, once; what is filled in is never read
as a template. After a colon stands how: in Korean a pair of particles (``{host:이/가}``), in English one and many
(``{count:paper/papers}``), and in both ``@day`` for an ISO day or moment, ``@source``, ``@field``, ``@step`` for a
known name, ``@note`` for the code of another message that takes the same parameters. Ways are joined by ``+``.
"""

import re
from typing import Literal

from achim.domain.note import Note
from achim.render.dates import told_day
from achim.render.inert import line
from achim.render.messages_writing import WRITING
from achim.render.particles import attach

Lang = Literal["ko", "en"]

MESSAGES: dict[str, tuple[str, str]] = {
    **WRITING,
    # requests that got no usable answer
    "fetch.timeout": ("제시간에 응답하지 않았다", "did not answer in time"),
    "fetch.unreachable": ("연결할 수 없었다", "could not be reached"),
    "fetch.status": ("오류로 응답했다 (HTTP {status})", "answered with an error (HTTP {status})"),
    "fetch.rate_limited": (
        "요청이 많다며 거절했다 (HTTP {status})",
        "turned us away for too many requests (HTTP {status})",
    ),
    "fetch.too_large": ("응답이 한도 {limit:을/를} 넘었다", "answered with more than the limit of {limit}"),
    "fetch.redirects": ("다른 주소로 끝없이 돌려보냈다", "redirected without end"),
    "fetch.redirect_refused": (
        "갈 수 없는 주소로 돌려보내 따라가지 않았다",
        "redirected to an address that is not followed",
    ),
    "fetch.broken_off": ("응답하다가 연결을 끊었다", "broke off the connection"),
    "fetch.private_address": (
        "내부 주소 {host:으로/로} 향해 열지 않았다",
        "points to the private address {host} and was not opened",
    ),
    "fetch.malformed": ("응답이 깨져 있었다", "sent a broken answer"),
    "fetch.closed": (
        "{seconds}초 동안 묻지 말라고 하여 묻지 않았다",
        "asked to be left alone for {seconds} seconds and was not asked",
    ),
    "fetch.budget": ("주어진 시간 {seconds}초를 다 썼다", "used up the {seconds} seconds it was given"),
    # sources
    "source.stale": (
        "{expected:@day} 목록을 기다렸으나 아직 {got:@day} 목록이었다",
        "was expected to show {expected:@day} but still showed {got:@day}",
    ),
    "source.unparsable": ("응답을 읽을 수 없었다 ({what})", "answered something that could not be read ({what})"),
    "source.partial": ("{expected}건 가운데 {got}건만 받았다", "gave only {got} of {expected}"),
    "source.not_for_past": ("지난 날({day:@day})의 목록은 주지 않는다", "does not serve the past day {day:@day}"),
    "source.weekend": (
        "발표가 없는 날이다. 다음 발표는 {next:@day}",
        "no announcement was due; the next comes {next:@day}",
    ),
    "source.quiet": ("새로 알린 것이 없다", "announced nothing new"),
    "source.unchanged": ("지난번에 읽은 뒤로 바뀌지 않았다", "has not changed since it was last read"),
    "source.part": ("{part}: {reason:@note}", "{part} {reason:@note}"),
    "source.broken": (
        "achim의 결함으로 읽지 못했다 ({error})",
        "could not be read because of a fault in achim ({error})",
    ),
    "source.empty": ("발표가 있을 날인데 목록이 비어 있었다", "showed an empty list on a day that has an announcement"),
    "source.repeated": (
        "{day:@day} 목록이라고 하면서 앞선 목록의 논문을 다시 보였다",
        "showed the papers of an earlier list as those of {day:@day}",
    ),
    "source.both": ("{one:@note}. 그리고 {other:@note}", "{one:@note}; it {other:@note}"),
    "source.late": (
        "앞선 목록에 빠져 있던 {count}편을 OAI-PMH 기록에서 찾았다",
        "had left {count:paper/papers} out of earlier lists; its OAI-PMH records gave them",
    ),
    "source.last_unchecked": (
        "앞선 목록을 OAI-PMH 기록과 맞춰 보지 못했다",
        "could not be asked whether its earlier lists were whole",
    ),
    "source.fallback": ("목록 대신 {way:@way+으로/로} 읽었다", "was read by {way:@way} instead of its listing"),
    "source.unchecked": ("목록을 피드와 맞춰 보지 못했다", "could not be checked against its feed"),
    "source.parts_failed": ("일부를 받지 못했다: {parts}", "could not give all of it: {parts}"),
    # why a claim was not printed
    "verify.unknown_paper": ("이 판에 없는 논문을 근거로 들었다", "cites a paper that is not in this edition"),
    "verify.unknown_sentence": (
        "초록에 없는 {sentence}번 문장을 근거로 들었다",
        "cites sentence {sentence}, which the abstract does not have",
    ),
    "verify.not_verbatim": ("인용문이 원문과 다르다", "the quotation is not verbatim"),
    "verify.empty": ("내용이 없다", "says nothing"),
    "verify.number": ("수치 {number:이/가} 근거 문장에 없다", "the figure {number} is not in the cited sentences"),
    "verify.uncited": ("근거를 들지 않았다", "cites nothing"),
    "verify.no_citation": ("근거를 들지 않았다", "cites nothing"),
    "verify.empty_source": ("근거로 든 문장에 내용이 없다", "the cited sentences say nothing"),
    "verify.too_long": (
        "{limit}자를 넘어 한 문장이 아니다",
        "is longer than {limit} characters, which is no one sentence",
    ),
    "verify.smuggled": (
        "링크, 명령, 표식 등 실을 수 없는 것이 들어 있다 ({what})",
        "holds what may not be printed: a link, markup, an instruction or the like ({what})",
    ),
    "verify.script": (
        "근거에 없는 문자 {letter:이/가} 섞였다",
        "has the letter {letter} of a script that its source has not",
    ),
    "verify.language": ("판의 언어로 쓰이지 않았다", "is not in the edition’s language"),
    "verify.register": ("말투가 다르다: ‘{word}’", "is in another register: ‘{word}’"),
    "verify.loop": ("같은 말을 되풀이한다", "says the same thing again and again"),
    "verify.counted": (
        "수치 {number:이/가} 근거에서는 다른 것을 센다",
        "the figure {number} counts another thing in the cited sentences",
    ),
    "verify.name": ("이름 {name:이/가} 근거 문장에 없다", "the name {name} is not in the cited sentences"),
    "verify.comparison": (
        "{left:과/와} {right:을/를} 함께 말하는 근거 문장이 없다",
        "no cited sentence speaks of both {left} and {right}",
    ),
    "verify.roles": (
        "{left:이/가} {right:을/를} 앞선다는 것을 근거로 확인하지 못했다",
        "the cited sentences do not show that {left} is ahead of {right}",
    ),
    "verify.direction": (
        "‘{word}’의 방향이 근거 문장과 맞지 않는다",
        "the direction of ‘{word}’ is not that of the cited sentences",
    ),
    "verify.negation": (
        "부정하는 말 ‘{word}’의 근거가 없다",
        "nothing in the cited sentences bears out the denial ‘{word}’",
    ),
    "verify.hedge": ("근거의 조심스러운 말 ‘{word:이/가}’ 빠졌다", "drops the hedge ‘{word}’ of its source"),
    "verify.scope": ("‘{word}’만큼 넓은 말이 근거에 없다", "the cited sentences do not go as far as ‘{word}’"),
    "verify.first": ("‘{word:이라는/라는}’ 말이 근거에 없다", "the cited sentences do not say ‘{word}’"),
    "verify.unattributed": (
        "‘{word:은/는}’ 저자의 주장으로 옮겨야 한다",
        "‘{word}’ is to be told as the authors’ own claim",
    ),
    "verify.count": (
        "논문 {counted}편을 말하면서 {cited}편을 근거로 들었다",
        "speaks of {counted:paper/papers} and cites {cited}",
    ),
    "verify.aggregate": ("{paper:은/는} 이 말을 뒷받침하지 않는다", "{paper} does not bear this out"),
    "verify.term": ("용어를 ‘{term:으로/로}’ 잘못 옮겼다", "‘{term}’ is a wrong rendering of a term"),
    "verify.unlike": (
        "근거 문장과 뜻이 멀다 ({similarity})",
        "is far from the cited sentences in meaning ({similarity})",
    ),
    "verify.clause": ("‘{clause}’ 부분의 근거가 없다", "the part ‘{clause}’ has no ground"),
    "verify.view_fact": ("견해가 아니라 사실처럼 쓰였다", "is told as a fact, not as a view"),
    "verify.view_number": (
        "견해에 실린 사실에 없는 수치 {number:이/가} 있다",
        "a view with {number}, which no printed fact has",
    ),
    "verify.view_name": (
        "견해에 실린 사실에 없는 이름 {name:이/가} 있다",
        "a view with {name}, which no printed fact has",
    ),
    "verify.view_ground": ("실린 사실에 기대지 않은 견해다", "a view that rests on no printed fact"),
    # the same reasons counted, without what they speak of
    "dropped.verify.empty_source": ("빈 근거", "empty source"),
    "dropped.verify.too_long": ("너무 긴 문장", "too long"),
    "dropped.verify.smuggled": ("실을 수 없는 것", "smuggled in"),
    "dropped.verify.script": ("섞인 문자", "strange script"),
    "dropped.verify.language": ("다른 언어", "other language"),
    "dropped.verify.register": ("다른 말투", "other register"),
    "dropped.verify.loop": ("되풀이", "repetition"),
    "dropped.verify.counted": ("다른 것을 센 수치", "figure of another thing"),
    "dropped.verify.name": ("근거 없는 이름", "name without ground"),
    "dropped.verify.comparison": ("근거 없는 비교", "comparison without ground"),
    "dropped.verify.roles": ("뒤바뀐 비교", "comparison turned about or undecided"),
    "dropped.verify.direction": ("다른 방향", "other direction"),
    "dropped.verify.negation": ("근거 없는 부정", "denial without ground"),
    "dropped.verify.hedge": ("빠진 유보", "hedge dropped"),
    "dropped.verify.scope": ("넓힌 범위", "scope widened"),
    "dropped.verify.first": ("근거 없는 최초·최고", "first or best without ground"),
    "dropped.verify.unattributed": ("저자의 주장으로 옮기지 않음", "not told as the authors’ claim"),
    "dropped.verify.count": ("논문 수가 다름", "papers miscounted"),
    "dropped.verify.aggregate": ("논문마다 맞지는 않음", "not true of each paper"),
    "dropped.verify.term": ("잘못 옮긴 용어", "wrong term"),
    "dropped.verify.unlike": ("근거와 먼 뜻", "far from its source"),
    "dropped.verify.clause": ("근거 없는 부분", "part without ground"),
    "dropped.verify.view_fact": ("견해로 쓰인 사실", "fact in a view"),
    "dropped.verify.view_number": ("견해의 새 수치", "new figure in a view"),
    "dropped.verify.view_name": ("견해의 새 이름", "new name in a view"),
    "dropped.verify.view_ground": ("기댈 곳 없는 견해", "view without ground"),
    "dropped.verify.unknown_paper": ("이 판에 없는 논문", "paper not in this edition"),
    "dropped.verify.unknown_sentence": ("없는 문장", "no such sentence"),
    "dropped.verify.not_verbatim": ("원문과 다른 인용", "quotation not verbatim"),
    "dropped.verify.empty": ("빈 문장", "empty"),
    "dropped.verify.number": ("근거 없는 수치", "figure without ground"),
    "dropped.verify.uncited": ("근거 없음", "no citation"),
    "dropped.verify.no_citation": ("근거 없음", "no citation"),
    # why a paper has its topic
    "topic.keyword": ("{where:@field}에 나오는 ‘{phrase}’", "‘{phrase}’ in the {where:@field}"),
    "topic.category": ("arXiv 분류 {category}", "arXiv category {category}"),
    "topic.similar": ("주제 정의와의 유사도 {similarity}", "similarity to the definition {similarity}"),
    "topic.unsure": ("{runner_up:과/와} 갈려 확실하지 않다", "unsure: close to {runner_up}"),
    "topic.none": ("맞는 주제가 없다", "no topic fits"),
    # why a paper stands where it does
    "rank.votes": ("추천 {votes}표", "{votes:vote/votes}"),
    "rank.sources": ("출처 {count}곳이 알림", "announced by {count:source/sources}"),
    "rank.fresh": ("공개된 지 {days}일", "{days:day/days} old"),
    "rank.featured": ("{source:@source+이/가} 골라 실음", "picked by {source:@source}"),
    "rank.code": ("코드 공개", "code available"),
    "rank.comments": ("댓글 {comments}개", "{comments:comment/comments}"),
    # what became of an announcement
    "bucket.printed": ("실음", "printed"),
    "bucket.updated": ("업데이트", "updated"),
    "bucket.listed": ("제목만", "listed"),
    "bucket.ranked_out": ("순위 밖", "ranked out"),
    "bucket.duplicate": ("중복", "duplicate"),
    "bucket.already_printed": ("이미 실음", "already printed"),
    "bucket.withheld": ("보류", "withheld"),
    "fate.of": ("{first:과/와} 같은 논문", "the same work as {first}"),
    "withheld.printed": ("{day:@day} 판에 이미 실었다", "already printed on {day:@day}"),
    "withheld.no_abstract": ("초록을 얻지 못했다", "its abstract could not be had"),
    "withheld.no_title": ("제목이 없다", "it has no title"),
    "withheld.no_claim": ("근거가 확인된 문장이 없다", "no claim about it was supported"),
    "withheld.withdrawn": ("저자가 철회했다", "withdrawn by its authors"),
    "withheld.replacement": ("실은 적이 없는 논문의 고친 판이다", "a new version of a work that was not in print"),
    # revisions, updates, notices
    "change.added": ("논문 {count}편이 더해졌다", "{count:paper/papers} added"),
    "change.sources": ("{sources:@source+이/가} 다시 응답했다", "{sources:@source} answered again"),
    "change.none": ("내용은 그대로다", "nothing in it changed"),
    "update.title": ("제목이 바뀌었다", "the title changed"),
    "update.figures": ("초록의 수치가 바뀌었다 ({figures})", "figures of the abstract changed ({figures})"),
    "update.abstract": ("초록이 크게 바뀌었다", "the abstract changed substantially"),
    "update.withdrawn": ("철회되었다", "it was withdrawn"),
    "update.version": ("앞서 실은 논문의 {version}판", "version {version} of a paper printed before"),
    "notice.sample": (
        "견본 판이다. 인용문은 저자의 초록이 아니라 견본을 위해 새로 쓴 개요에서 왔다.",
        "A sample: its quotations come from synopses written for it, not from the authors’ abstracts.",
    ),
    # ways to a source
    "way.page": ("웹 페이지", "its web page"),
    # names
    "source.arxiv": ("arXiv", "arXiv"),
    "source.huggingface": ("Hugging Face", "Hugging Face"),
    "source.deeplearn": ("deeplearn.org", "deeplearn.org"),
    "way.feed": ("피드", "its feed"),
    "way.catchup": ("지난 목록", "its catch-up page"),
    "way.oai": ("OAI-PMH 기록", "its OAI-PMH records"),
    "field.title": ("제목", "title"),
    "field.abstract": ("초록", "abstract"),
    "field.comment": ("저자 주", "comment"),
    # steps of the day's work
    "step.collect": ("출처 읽기", "read the sources"),
    "step.enrich": ("빈 곳 채우기", "fill in what is missing"),
    "step.deduplicate": ("중복 제거", "deduplicate"),
    "step.rank": ("순위 매기기", "rank"),
    "step.classify": ("주제 나누기", "classify"),
    "step.write": ("쓰기", "write"),
    "step.verify": ("근거 확인", "verify"),
    "step.mend": ("고쳐 쓰기", "mend"),
    "step.compose": ("판 짜기", "compose"),
    "step.chart": ("그림", "chart"),
    "step.keep": ("보관", "keep"),
    "step.render": ("파일 만들기", "render"),
    # the command line
    "cli.made": ("만들었다: {edition}", "Made {edition}"),
    "cli.revised": ("고쳐 만들었다: {edition}", "Revised {edition}"),
    "cli.complete": ("이미 온전하여 그대로 두었다: {edition}", "Already complete and left as it is: {edition}"),
    "cli.unchanged": ("다시 물었으나 달라진 것이 없다: {edition}", "Asked again, nothing changed: {edition}"),
    "cli.edition": (
        "{day} {kind}/{lang} · {count}편 · 제{revision}판 · {state}",
        "{day} {kind}/{lang} · {count:paper/papers} · revision {revision} · {state}",
    ),
    "cli.state_complete": ("온전함", "complete"),
    "cli.state_gaps": ("빠진 곳 {gaps}군데", "{gaps:gap/gaps}"),
    "cli.no_edition": ("{home}에 보관된 판이 없다", "no edition is kept in {home}"),
    "cli.nothing_answered": (
        "응답한 출처가 하나도 없어 아무것도 만들지 않았다. 잠시 뒤 같은 명령을 다시 실행하면 된다.",
        "no source answered, so nothing was made; run the same command again later",
    ),
    "cli.trouble": ("{where}: 뜻밖의 오류 {error}", "{where}: unexpected error {error}"),
    "cli.answers": ("응답함, 알림 {count}건", "answers, {count:announcement/announcements}"),
    "cli.source": (
        "{source}: 마지막 응답 {answered} · 마지막 목록 {batch} · 읽은 곳 {cursor}",
        "{source}: last answered {answered} · newest batch {batch} · read up to {cursor}",
    ),
    "cli.source_unread": ("{source}: 아직 읽은 적이 없다", "{source}: not read yet"),
    "cli.source_failed": (
        "  잇달아 {count}번 실패, 마지막은 {at}: {why}",
        "  failed {count:time/times} in a row, last at {at}: {why}",
    ),
    "cli.audit_printed": ("실은 문장 {count}개", "{count:claim/claims} printed"),
    "cli.audit_dropped": ("버린 문장 {count}개", "{count:claim/claims} dropped"),
    # the head of an edition
    "ui.papers": ("오늘의 AI 논문", "Today’s AI Papers"),
    "ui.news": ("오늘의 AI 소식", "Today’s AI News"),
    "ui.revision": ("제{revision}판", "Revision {revision}"),
    "ui.count.papers": ("논문 {count}편", "{count:paper/papers}"),
    "ui.count.topics": ("주제 {count}개", "{count:topic/topics}"),
    "ui.minutes.less": ("1분 미만", "under a minute"),
    "ui.minutes": ("약 {count}분", "about {count} min"),
    "ui.basis": ("초록 기준", "from abstracts"),
    "ui.basis.sample": ("견본 개요 기준", "from sample synopses"),
    "ui.in_three_lines": ("오늘 세 줄", "Today in three lines"),
    "ui.by_code": (
        "언어 모델 없이 만든 판이다. 따옴표 안은 원문 그대로의 문장이며 한 문장씩 원문과 대조했다(근거 확인).",
        "Made without a language model. Quotations are verbatim, each sentence checked against its source (grounded).",
    ),
    "ui.by_model": (
        "언어 모델 {writer:이/가} 쓰고, 문장마다 근거 문장과 맞는지 코드가 확인했다(근거 확인). 사실 확인은 아니다.",
        "Written by a language model ({writer}); code checked every sentence against the sentences it cites "
        "(grounded, not fact-checked).",
    ),
    "ui.partly_quoted": (
        "따옴표 안은 모델이 쓰지 못해 그대로 옮긴 원문이다.",
        "What stands in quotation marks is the source’s own, where the model wrote nothing that holds.",
    ),
    "ui.quoted": ("이 주제는 원문을 인용했다: {why}", "quoted from the sources: the writer {why}"),
    "ui.incomplete": ("빠진 것이 있다", "Something is missing"),
    "ui.changed": ("바뀐 것", "What changed"),
    "ui.quiet": ("오늘은 새로 발표된 논문이 없다", "No new papers were announced today"),
    "ui.quiet.why": (
        "출처가 모두 응답했고, 새로 실을 것이 없었다. 조용한 날이지 고장이 아니다.",
        "Every source answered and there was nothing new to print: a quiet day, not a failure.",
    ),
    "ui.unknown": ("오늘 새 논문이 있었는지 알 수 없다", "Whether there were new papers today is not known"),
    "ui.unknown.why": (
        "응답하지 않은 출처가 있어, 조용한 날이라고 말할 수 없다. 다음에 만들 때 다시 묻는다.",
        "Some sources did not answer, so this cannot be called a quiet day. The next build asks them again.",
    ),
    # the chart
    "ui.chart": ("한눈에 보기", "At a glance"),
    "ui.chart.title": ("{day} AI 논문 {count}편", "{count:AI paper/AI papers}, {day}"),
    "ui.chart.subtitle": ("주제별 편수", "papers by topic"),
    "ui.chart.most": (
        "논문 {count}편이 주제 {topics}개에 걸쳐 있다. {topic:이/가} {most}편으로 가장 많다.",
        "{count:paper/papers} in {topics:topic/topics}; {topic} has the most, {most}.",
    ),
    "ui.chart.even": (
        "논문 {count}편이 주제 {topics}개에 걸쳐 있다.",
        "{count:paper/papers} in {topics:topic/topics}.",
    ),
    "ui.chart.empty": ("그릴 논문이 없다", "no papers to draw"),
    "ui.topic": ("주제", "Topic"),
    "ui.share": ("논문", "Papers"),
    "ui.count": ("편수", "Count"),
    # the body
    "ui.summary": ("요약", "Summary"),
    "ui.sources": ("출처", "Sources"),
    "role.theme": ("핵심 주제", "Main theme"),
    "role.trend": ("공통 키워드와 흐름", "Common keywords and trends"),
    "role.papers": ("논문별 핵심", "Paper by paper"),
    "role.impact": ("영향과 시사점", "Impact and implications"),
    "role.outlook": ("결론과 전망", "Conclusions and outlook"),
    "role.gist": ("핵심", "Gist"),
    "role.problem": ("문제", "Problem"),
    "role.approach": ("접근", "Approach"),
    "role.result": ("결과", "Result"),
    "role.lead": ("오늘 세 줄", "Today in three lines"),
    "ui.view": ("〔편집자 견해〕", "[Editor’s view]"),
    "ui.grounds": ("근거 {marks}", "based on {marks}"),
    "ui.no_figures": ("초록에 수치 없음", "No figures in the abstract"),
    "ui.no_abstract": ("초록을 얻지 못함", "No abstract could be had"),
    "ui.nothing_quoted": ("옮길 문장을 고르지 못함", "No sentence could be chosen to quote"),
    "ui.keywords": ("핵심어", "Keywords"),
    "ui.code": ("코드", "code"),
    "ui.votes": ("추천 {count}", "{count:vote/votes}"),
    "ui.comments": ("댓글 {count}", "{count:comment/comments}"),
    "ui.and_others": ("{first} 외 {count}명", "{first} and {count:other/others}"),
    "ui.unknown_authors": ("저자 미상", "authors unknown"),
    "ui.update": ("갱신", "Update"),
    "ui.why": ("여기 실린 까닭", "Why it is here"),
    "ui.why.rank": ("순위 점수 {score}", "Score {score}"),
    "ui.evidence": ("근거 문장", "Cited sentences"),
    "ui.sentences": ("초록 문장", "Sentences of the abstract"),
    "ui.updates": ("업데이트", "Updates"),
    "ui.updates.told": ("{day:@day} 판에 실은 논문", "printed on {day:@day}"),
    "ui.listed": ("제목만 싣는 논문", "Further papers"),
    "ui.no_address": ("주소 없음", "no address"),
    # the foot
    "ui.foot": ("이 판이 만들어진 과정", "How this edition was made"),
    "ui.gaps": ("빠진 것", "What is missing"),
    "ui.no_gaps": ("빠진 출처나 단계가 없다.", "No source or step is missing."),
    "ui.ledger": ("장부", "Ledger"),
    "ui.ledger.caption": ("출처별로 알린 논문과 그 처리 결과", "What became of every announcement"),
    "ui.ledger.source": ("출처", "Source"),
    "ui.ledger.announced": ("알림", "Announced"),
    "ui.ledger.sum": ("합계", "Sum"),
    "ui.ledger.note": ("비고", "Note"),
    "ui.ledger.claims": (
        "문장: 제안 {proposed} · 실음 {printed} · 고침 {repaired} · 버림 {dropped}",
        "Claims: {proposed} proposed · {printed} printed · {repaired} repaired · {dropped} dropped",
    ),
    "ui.ledger.dropped": ("버린 까닭", "Why dropped"),
    "ui.ledger.no_model": ("언어 모델을 부르지 않았다.", "No language model was called."),
    "ui.ledger.model": (
        "언어 모델: 호출 {calls}회 · 토큰 {tokens}개 · 비용 ${cost}",
        "Language model: {calls:call/calls} · {tokens:token/tokens} · ${cost}",
    ),
    "ui.ledger.of_day": ("{day} {count}건", "{day}: {count}"),
    "ui.ledger.made": ("{at} 작성", "Made at {at}"),
    "ui.ledger.pace": (
        "읽는 시간은 한글 500자, 영어 220낱말을 1분으로 셈한다.",
        "Reading time counts 220 English words or 500 Hangul syllables a minute.",
    ),
    "ui.makers": ("만든 것", "Made by"),
    "maker.writer": ("집필", "writer"),
    "maker.embedder": ("문장 벡터", "vectors"),
    "maker.classifier": ("주제 분류", "classifier"),
    "maker.taxonomy": ("주제 목록", "taxonomy"),
    "maker.prompt": ("지시문", "prompt"),
    "maker.reader": ("두 번째 독자", "second reader"),
    "maker.verifier": ("근거 확인", "verifier"),
    "ui.skip": ("본문으로 건너뛰기", "Skip to the papers"),
    "ui.contents": ("차례", "Contents"),
}

_PLACE = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_MANY_NOTES = 3
"""How deep a message may speak through another one."""


def frame_lang(lang: str) -> Lang:
    """The language of the frame of an edition in ``lang``: English where there are no messages in it."""
    return "ko" if lang.split("-")[0].lower() == "ko" else "en"


def say(note: Note, lang: str, time_zone: str = "UTC") -> str:
    """What a note says. Plain text, not escaped. Raises KeyError for a code or parameter that is missing."""
    return _Speaker(frame_lang(lang), dict(note.params), time_zone).text(note.code)


def word(code: str, lang: str, /, **params: object) -> str:
    """A word of the interface. Plain text, not escaped. Raises KeyError for a code or parameter that is missing."""
    return _Speaker(frame_lang(lang), {name: str(value) for name, value in params.items()}, "UTC").text(code)


def name_of(kind: str, key: str, lang: str) -> str:
    """The name of a source, field, step or maker; names that are not in the table stand for themselves."""
    known = MESSAGES.get(f"{kind}.{key}")
    return _side(known, frame_lang(lang)) if known else line(key)


def _side(message: tuple[str, str], lang: Lang) -> str:
    return message[0] if lang == "ko" else message[1]


class _Speaker:
    """Fills the places of messages in one language from one set of parameters."""

    def __init__(self, lang: Lang, params: dict[str, str], time_zone: str, depth: int = 0) -> None:
        self._lang: Lang = lang
        self._params = params
        self._time_zone = time_zone
        self._depth = depth

    def text(self, code: str) -> str:
        return _PLACE.sub(self._filled, _side(MESSAGES[code], self._lang))

    def _filled(self, place: re.Match[str]) -> str:
        value = line(self._params[place[1]])
        for way in (place[2] or "").split("+"):
            value = self._told(value, way)
        return value

    def _told(self, value: str, way: str) -> str:
        if way == "@day":
            return told_day(value, self._lang, self._time_zone)
        if way == "@note":
            return self._nested(value)
        if way.startswith("@"):
            return ", ".join(name_of(way[1:], key, self._lang) for key in value.split(", "))
        if "/" not in way:
            return value
        return attach(value, way) if self._lang == "ko" else _counted(value, way)

    def _nested(self, code: str) -> str:
        if code not in MESSAGES or self._depth == _MANY_NOTES:
            return code
        return _Speaker(self._lang, self._params, self._time_zone, self._depth + 1).text(code)


def _counted(value: str, forms: str) -> str:
    one, _, many = forms.partition("/")
    return f"{value} {one if value == '1' else many}"
