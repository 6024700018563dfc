"""What is said of language models: why one gave nothing, why a claim of its fell, what it will cost."""

from achim.render import messages_extras as adding

WRITING: dict[str, tuple[str, str]] = {
    "reader.refused": ("두 번째 독자가 의심했다: {reason}", "a second reader doubted it: {reason}"),
    "dropped.reader.refused": ("두 번째 독자의 의심", "doubted by the second reader"),
    # a language model that gave no answer, or none that could be used
    "model.no_key": (
        "언어 모델의 키가 없다: 환경 변수 {variable}에 넣는다",
        "has no key for its language model: put it into the variable {variable}",
    ),
    "model.not_installed": (
        f"언어 모델을 부를 꾸러미가 없다: {adding.korean('model')}",
        f"lacks the packages that call a language model: {adding.english('model')}",
    ),
    "model.unauthorized": ("언어 모델이 키를 거절했다 (HTTP {status})", "had its key refused (HTTP {status})"),
    "model.not_found": ("그런 언어 모델이 없다 (HTTP {status})", "found no such language model (HTTP {status})"),
    "model.quota": ("언어 모델의 사용 한도가 끝났다", "has used up its quota at the language model"),
    "model.rate_limited": (
        "언어 모델이 요청이 많다며 거절했다",
        "was turned away by the language model for too many requests",
    ),
    "model.status": (
        "언어 모델이 오류로 응답했다 (HTTP {status})",
        "got an error from the language model (HTTP {status})",
    ),
    "model.timeout": (
        "언어 모델이 제시간에 응답하지 않았다",
        "got no answer from the language model in time",
    ),
    "model.unreachable": ("언어 모델에 연결할 수 없었다", "could not reach the language model"),
    "model.context": ("자료가 언어 모델의 문맥보다 길다", "had more to ask than the model’s context holds"),
    "model.refused": ("언어 모델이 답하기를 거절했다", "was refused an answer by the language model"),
    "model.broken": (
        "언어 모델의 응답이 깨져 있었다 ({error})",
        "got a broken answer from the language model ({error})",
    ),
    "model.not_recorded": ("기록에 언어 모델의 답이 없다", "found no recorded answer of a language model"),
    "write.damaged": (
        "기록된 언어 모델의 답을 읽을 수 없었다",
        "could not read the recorded answer of its language model",
    ),
    "write.capped": ("정해 둔 상한에 닿았다", "reached the cap that was set"),
    "write.unreadable": ("언어 모델의 답을 읽을 수 없었다", "could not read the language model’s answer"),
    "write.empty": ("언어 모델의 답이 비어 있었다", "got an empty answer from the language model"),
    "write.cut": ("언어 모델의 답이 중간에 끊겼다", "got an answer that was cut off"),
    "write.missing": ("언어 모델이 논문 {count}편을 빠뜨렸다", "got no word on {count:paper/papers}"),
    "write.unrepaired": (
        "버려진 문장을 고치지 못했다: {reason:@note}",
        "could not mend what was refused: it {reason:@note}",
    ),
    "write.unread": ("두 번째로 읽지 못했다: {reason:@note}", "had no second reading: it {reason:@note}"),
    "write.all_fell": ("쓴 문장이 모두 근거와 맞지 않았다", "wrote nothing that its sources bear out"),
    "writing.topics": ("{topics} 주제: {what:@note}", "{topics}: the writer {what:@note}"),
    "writing.unsure": (
        "주제가 갈린 논문 {papers}편은 분류기대로 둔다: {what:@note}",
        "{papers:unsure paper/unsure papers} left to the classifier: the model {what:@note}",
    ),
    "cli.audit_doubted": (
        "두 번째 독자가 의심해 버린 문장 {count}개",
        "{count:claim/claims} dropped on a second reader’s doubt",
    ),
    "cli.audit_repaired": ("(고쳐 씀)", "(mended)"),
    "cli.audit_before": ("먼저 쓴 문장", "at first"),
    "cli.plan_none": (
        "언어 모델을 쓰지 않으므로 묻는 것도 드는 돈도 없다",
        "no language model writes: nothing is asked or paid",
    ),
    "cli.plan": (
        "호출 약 {calls}회 · 토큰 약 {tokens}개 · ${cost} · {minutes}분. 고쳐 쓰기에 많아야 그만큼 더 든다.",
        "about {calls:call/calls} · {tokens:token/tokens} · ${cost} · {minutes} min; mending takes at most as much",
    ),
    "cli.plan_capped": (
        "상한 때문에 주제 {count}개는 원문을 인용한다",
        "the caps leave {count:topic/topics} to be quoted",
    ),
    # a writer measured
    "eval.sum": ("{count}개 판 합계", "sum of {count:edition/editions}"),
    "eval.papers": ("논문 / 주제", "papers / topics"),
    "eval.proposed": ("제안한 문장", "claims proposed"),
    "eval.printed": ("근거가 확인된 문장", "claims that hold"),
    "eval.repaired": ("그 가운데 고쳐 쓴 문장", "of them mended"),
    "eval.dropped": ("버린 문장", "claims dropped"),
    "eval.quoted": ("대신 인용한 문장", "quotations in their place"),
    "eval.approach": ("접근이나 사건: 씀 / 인용 / 없음", "approach or event: written / quoted / untold"),
    "eval.result": ("결과나 수치: 씀 / 인용 / 없음", "result or figures: written / quoted / untold"),
    "eval.language": ("판의 언어로 쓴 문장", "in the edition’s language"),
    "eval.terms": ("용어: 바름 / 잘못 / 안 나옴", "terms: right / wrong / unnamed"),
    "eval.calls": ("호출 / 새로 물음", "calls / asked now"),
    "eval.tokens": ("토큰: 물음 / 답", "tokens: asked / answered"),
    "eval.cost": ("비용", "cost"),
    "eval.seconds": ("초: 답 / 지금 걸린 시간", "seconds: answers / now"),
}
