"""What ``achim doctor`` looks at, what it found and what to do; how ``achim audit`` names claims."""

from achim.render import messages_extras as adding

DOCTOR: dict[str, tuple[str, str]] = {
    "doctor.well": ("정상", "ok "),
    "doctor.ill": ("이상", "BAD"),
    # what is looked at
    "doctor.settings": ("설정", "settings"),
    "doctor.own_files": ("주제, 용어, 관심사", "taxonomy, glossary and interests"),
    "doctor.store": ("보관소", "store"),
    "doctor.secrets": ("비밀 파일", "files of secrets"),
    "doctor.engine": ("스케줄러와 일꾼", "scheduler and workers"),
    "doctor.graph": ("벡터 찾기(pgvector)", "nearest vectors (pgvector)"),
    "doctor.vectors": ("문장 벡터", "sentence vectors"),
    "doctor.fonts": ("그림과 글꼴", "chart and fonts"),
    "doctor.model": ("언어 모델", "language model"),
    # what was found
    "doctor.defaults": ("기본값 (achim.toml 없음)", "defaults: no achim.toml"),
    "doctor.untrained": (
        "학습한 가중치 없이 정의와 예로 고르는 주제: {topics}",
        "by definition and examples, without trained weights: {topics}",
    ),
    "doctor.redefined": (
        "그 가운데 기본 목록과 정의가 다른 주제: {topics}",
        "of these another definition than the built-in one’s: {topics}",
    ),
    "doctor.counts": ("주제 {topics}개, 용어 {terms}개", "{topics:topic/topics}, {terms:term/terms}"),
    "doctor.editions": ("{home}: 판 {count}개", "{home}: {count:edition/editions}"),
    "doctor.graph_there": ("쓸 수 있다", "can be used"),
    "doctor.graph_absent": (
        "서버에 없거나 만들 권한이 없다: 검색이 벡터를 모두 메모리에서 견준다",
        "the server has none, or its user may not create it: search compares all vectors in memory",
    ),
    "doctor.secrets_loose": (
        "남이 읽거나 쓸 수 있다: {files}",
        "others may read or write: {files}",
    ),
    "doctor.workers": ("{scheduler}: 일꾼 {count}", "{scheduler}: {count:worker/workers}"),
    "doctor.worker_versions": (
        "다른 판의 achim: {versions} (여기는 {own})",
        "of another achim: {versions} (here {own})",
    ),
    "doctor.nobody_takes": ("맡는 일꾼이 없는 일: {kinds}", "nobody takes: {kinds}"),
    "doctor.dimensions": ("{name}, {size}차원", "{name}, {size} dimensions"),
    "doctor.drawn": ("한글이 그려진다", "Hangul is drawn"),
    "doctor.not_drawn": ("한글이 그려지지 않는다", "Hangul is not drawn"),
    "doctor.no_model": (
        "없음: 원문 문장을 인용해 판을 만들고 그렇게 밝힌다",
        "none: editions are made of quoted sentences, and say so",
    ),
    "doctor.not_asked": ("{name}, 묻지 않음", "{name}, not asked"),
    "doctor.model_answers": ("{name:이/가} 응답함, 토큰 {tokens}개", "{name} answers, {tokens:token/tokens}"),
    "doctor.looked_at": ("응답 없음 {url}: {reason:@note}", "no answer {url}: it {reason:@note}"),
    # what to do
    "doctor.mend_settings": (
        "위에 적힌 것을 고친다. 빈 폴더에서 `achim init`을 하면 모든 설정이 담긴 파일이 생긴다",
        "mend what it names; `achim init` in an empty folder writes a file with every setting",
    ),
    "doctor.mend_file": ("파일을 고치거나 설정에서 뺀다", "mend the file, or take the setting out"),
    "doctor.mend_home": (
        "ACHIM_HOME이나 --home으로 쓸 수 있는 폴더를 준다",
        "give ACHIM_HOME or --home a folder that you may write to",
    ),
    "doctor.mend_graph": (
        "관리자가 CREATE EXTENSION vector를 한 뒤 achim index --rebuild",
        "have an administrator run CREATE EXTENSION vector, then: achim index --rebuild",
    ),
    "doctor.mend_secrets": ("chmod 600으로 주인만 읽게 한다", "chmod 600, so that their owner alone reads them"),
    "doctor.mend_engine": (
        "스케줄러가 켜져 있는지, [engine]의 주소와 인증서 파일이 맞는지 살핀다",
        "see that the scheduler runs, and that [engine] has its address and this machine's certificate",
    ),
    "doctor.mend_workers": (
        "`achim worker`를 켠다. 맡을 일은 --resource로 정한다",
        "start `achim worker`; --resource says what it takes",
    ),
    "doctor.mend_versions": (
        "모든 기계에 같은 판의 achim을 깔고 일꾼을 다시 켠다",
        "install the same achim on all machines, and start the workers again",
    ),
    "doctor.mend_vectors": (
        "achim을 다시 설치한다: 모델 꾸러미가 손상되었다",
        "install achim again: its model package is damaged",
    ),
    "doctor.mend_drawing": (
        "achim을 다시 설치한다: 그리는 꾸러미가 손상되었다",
        "install achim again: its drawing package is damaged",
    ),
    "doctor.mend_font": (
        "achim을 다시 설치한다: 한글 글꼴이 없다",
        "install achim again: its Korean font is missing",
    ),
    "doctor.model.no_key": (
        "그 변수에 키를 넣거나, model.key_variable로 다른 변수를, model.key_file로 파일을 지정한다",
        "set the variable, or name another with model.key_variable or a file with model.key_file",
    ),
    "doctor.model.unauthorized": (
        "키가 틀렸거나 이 모델을 쓸 수 없는 키이다. 맞는 키로 바꾼다",
        "the key is wrong or may not use this model: put a good one in its place",
    ),
    "doctor.model.not_found": (
        "achim.toml의 model.name과 model.base_url을 바로잡는다",
        "correct model.name and model.base_url in achim.toml",
    ),
    "doctor.model.not_installed": (
        adding.korean("model"),
        adding.english("model"),
    ),
    "doctor.model.unreachable": (
        "네트워크와 achim.toml의 model.base_url을 살핀다. 그동안 판은 원문을 인용한다",
        "check the network and model.base_url in achim.toml; editions quote meanwhile",
    ),
    "doctor.model.other": (
        "그동안 판은 모델 없이 만들고, 다시 응답하면 모델이 쓴다",
        "editions are made without it and written by it once it answers again",
    ),
    "doctor.source.unreachable": (
        "네트워크와 achim.toml에 적힌 그 출처의 base_url을 살핀다",
        "check the network and the source's base_url in achim.toml",
    ),
    "doctor.source.busy": (
        "서비스가 바쁘거나 멈추었다. 그 출처 없이 판을 만들고 나중에 채운다. 할 일은 없다",
        "the service is busy or down: editions are made without it and mended later; nothing to do",
    ),
    "doctor.source.private": (
        "그 주소가 맞다면 achim.toml에 base_url로 적는다",
        "name the address as base_url in achim.toml if it is meant",
    ),
    "doctor.source.changed": (
        "페이지가 바뀌었을 수 있다. achim을 새로 설치하거나 `achim doctor --record-sources DIR`의 결과를 붙여 알린다",
        "its page may have changed: upgrade achim, or send `achim doctor --record-sources DIR` with a report",
    ),
    # the audit
    "finding.supported": ("근거 있음", "supported"),
    "finding.unsupported": ("근거 없음", "unsupported"),
    "kind.fact": ("사실", "fact"),
    "kind.view": ("견해", "view"),
    "cli.audit_quoted": (", 인용", ", quoted"),
}
