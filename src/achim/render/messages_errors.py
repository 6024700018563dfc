"""What the user can mend, and how: the errors of commands, settings, folders, records."""

from achim.render import messages_extras as adding

ERRORS: dict[str, tuple[str, str]] = {
    # commands and their options
    "error.one_record": (
        "--sample, --planted, --replay는 저마다 기록을 가리킨다. 하나만 준다",
        "--sample, --planted and --replay each name a record: give one of them",
    ),
    "error.revise_replay": (
        "--revise는 출처에 다시 묻는데 기록은 이미 모두 답했다. --revise를 뺀다",
        "--revise asks sources again, and a record has given all its answers: leave it out",
    ),
    "error.days_or_records": (
        "--days는 보관된 판을, --sample과 --replay는 기록을 가리킨다. 둘 가운데 하나만 준다",
        "--days names kept editions, --sample and --replay records: give one of the two",
    ),
    "error.lang": ("--lang {lang}: 판은 ko나 en으로 쓴다", "--lang {lang}: editions are written in ko or en"),
    "error.days": (
        "--days {text}: 2024-11-04나 2024-11-01..2024-11-04처럼 쓰고 쉼표로 잇는다",
        "--days {text}: give days like 2024-11-04 or 2024-11-01..2024-11-04, with commas",
    ),
    "error.future": (
        "--day {day}: {zone}에서는 아직 {today}이다. 판은 오늘이나 지난 날의 것이다",
        "--day {day}: it is still {today} in {zone}; an edition is of today or a past day",
    ),
    "error.replay_day": (
        "--day {asked}: {folder} 기록은 {day}의 것이니 --day를 뺀다",
        "--day {asked}: {folder} is a record of {day}, so leave --day out",
    ),
    "error.no_source": (
        "설정에서 출처를 모두 껐다. [sources]나 [news] 아래에서 하나라도 켠다",
        "every source is disabled in the settings: enable one under [sources] or [news]",
    ),
    "error.model_replay": (
        "--model replay는 기록된 답을 쓴다. --replay DIR이나 --sample로 기록을 가리킨다",
        "--model replay takes recorded answers: name their record with --replay DIR or --sample",
    ),
    "error.model": (
        "--model {asked}: none, replay 또는 openai:gpt-5 같은 이름을 준다",
        "--model {asked}: give none, replay, or a name like openai:gpt-5",
    ),
    "error.complete": (
        "{day} 판은 온전하여 아무것도 묻지 않았다. 다시 묻고 기록하려면 --revise를 더한다",
        "{day} is complete, so nothing was asked: add --revise to ask again and record",
    ),
    # editions that are not there
    "error.no_edition": (
        "{home}: {what} 판이 없다. `achim build`로 만들거나 `--sample`로 견본을 만든다",
        "there is no edition of {what} in {home}: `achim build` makes one, `--sample` a sample",
    ),
    "error.other_editions": (
        "{home}: {what} 판이 없다. 있는 판은 `achim list`가 알려 준다",
        "there is no edition of {what} in {home}: `achim list` names those there are",
    ),
    "error.feed_unknown": (
        "{feed}: 주소도 아는 이름도 아니다. 주소는 https://로 시작한다. 아는 이름: {names}",
        "{feed} is neither an address, which begins with https://, nor a known name; known are {names}",
    ),
    "error.feed_credentials": (
        "{url}: 피드의 주소에 비밀번호를 둘 수 없다. 주소는 기록과 보관함에 남으니 비밀번호 없이 준다",
        "{url}: an address of a feed may hold no password, as records and the archive keep it: give it without",
    ),
    "error.feed_yours": (
        "{name}: achim.toml에 적힌 피드다. achim은 그 파일을 고치지 않으니 거기서 지운다",
        "{name} stands in your achim.toml, which achim does not edit: take it out there",
    ),
    "error.feed_none": (
        "{name}: 그런 피드가 없다. 있는 피드는 `achim feeds list`가 알려 준다",
        "there is no feed {name}: `achim feeds list` names those there are",
    ),
    "error.feed_taken": (
        "{name:이라는/라는} 피드가 이미 있다. --name으로 다른 이름을 준다",
        "another feed is named {name}: name this one with --name",
    ),
    "error.feed_unnamed": (
        "{url}: 이 페이지에는 피드가 적혀 있지 않다. 피드의 주소를 준다",
        "{url} names no feed: give the address of the feed itself",
    ),
    "error.feed_address": (
        "{url}: 피드의 주소가 아니다. https://example.org/feed.xml 같은 것이어야 한다",
        "{url} is no address of a feed: one is like https://example.org/feed.xml",
    ),
    "error.no_opml": (
        "OPML 문서가 아니다. 쓰는 피드 리더에서 OPML로 내보낸다",
        "this is no OPML document: export one from your feed reader",
    ),
    "error.feeds_many": ("피드가 {most}개를 넘는다", "there are more than {most} feeds"),
    "error.unreadable": ("{path}: 읽을 수 없다: {why}", "{path} cannot be read: {why}"),
    "error.setting_file": ("{setting}: {path:을/를} 읽을 수 없다: {why}", "{setting}: {path} cannot be read: {why}"),
    "error.setting_file.none": (
        "{setting}: 그런 파일이나 폴더가 없다: {path}",
        "{setting}: no such file or folder: {path}",
    ),
    "error.any_day": ("어느 날의", "any day"),
    "error.eval_none": (
        "{home}: 보관된 판이 없다. 먼저 하나를 만들거나 --sample이나 --replay DIR을 준다",
        "no edition is kept in {home}: build one first, or give --sample or --replay DIR",
    ),
    "error.eval_days": (
        "보관된 판이 없는 날이다({days}). 있는 판은 `achim list`가 알려 준다",
        "no edition is kept of {days}: `achim list` names those there are",
    ),
    "error.eval_unwritten": (
        "{day} 판은 언어 모델이 쓰지 않았다. 모델을 지정한다",
        "the edition of {day} was written by no language model: name one",
    ),
    # files and folders
    "error.there": (
        "{path}: 이미 있어서 그대로 두었다. 다른 파일을 지정하거나 옮겨 둔다",
        "{path} is already there and was left as it is: name another file, or move it away",
    ),
    "error.init_both": (
        "--docker와 --cluster는 같은 이름의 파일을 쓴다. 하나만 준다",
        "--docker and --cluster write files of the same names: give one",
    ),
    "error.init_path": (
        "파일 이름은 achim.toml의 것이다. 다른 것의 폴더는 --out으로 준다",
        "a file is named for achim.toml alone; for the others give a folder with --out",
    ),
    "error.unwritable": ("{path}: 쓸 수 없다 ({why})", "{path} cannot be written: {why}"),
    "error.no_config": (
        "{named} {path}: 그런 파일이 없다. `achim init {path}`로 만든다",
        "{named} {path}: there is no such file; write it with `achim init {path}`",
    ),
    "error.folder": (
        "{folder}: 폴더로 쓸 수 없다 ({why}). --out, --home, ACHIM_HOME으로 다른 곳을 지정한다",
        "{folder} cannot be used as a folder: {why}: name another with --out, --home or ACHIM_HOME",
    ),
    "error.files": (
        "{folder}: 쓸 수 없다 ({why}). --out으로 다른 폴더를 지정한다",
        "{folder} cannot be written to: {why}: name another folder with --out",
    ),
    "error.disk": (
        "{path}: {why}. 디스크를 비우거나 다른 곳에 쓴다",
        "{why}: {path}: free the disk, or write elsewhere",
    ),
    "error.full": (
        "{folder}: 빈 폴더가 아니다. 잃는 것이 없도록 {option:으로/로} 새 폴더를 지정한다",
        "{folder} is not an empty folder: name a new one with {option}, so that nothing is lost",
    ),
    "error.record_unwritable": (
        "{folder}: 쓸 수 없다 ({why}). --record로 새 폴더를 지정한다",
        "{folder} cannot be written: {why}: name a new folder with --record",
    ),
    "error.own_archive": (
        "{home}: 재현과 섞이면 안 되는 보관소가 있다. --home DIR로 다른 데이터 폴더를 지정한다",
        "{home} holds an archive of its own, which a replay would mix with: name another data directory with "
        "--home DIR",
    ),
    "error.record_answer": (
        "GET {url}: 기록에 이 요청의 답이 없다. 다른 판이나 다른 설정의 achim이 만든 기록이다",
        "the record holds no answer for GET {url}: it was made by another version or settings",
    ),
    "error.archive": (
        "{where}: 보관소를 쓸 수 없다 ({cause}). 디스크나 권한을 풀거나, 깨진 파일을 옮겨 두거나, "
        "ACHIM_HOME으로 다른 데이터 폴더를 지정한다. 데이터베이스라면 서버와 [store]의 주소, 사용자, 비밀번호, 권한을 "
        "살핀다",
        "the archive at {where} cannot be used: {cause}: free its disk or permissions, move a damaged file away, or "
        "name another data directory with ACHIM_HOME; of a database look at its server, and the address, user, "
        "password and rights of [store]",
    ),
    "error.locked": (
        "{place}: 다른 빌드({holder})가 {seconds}초가 지나도 놓지 않았다. 기다리거나, --home DIR로 다른 데이터 폴더에 "
        "만든다",
        "{place} is still held by another build ({holder}) after {seconds} s: wait for it, or build into another data "
        "directory (--home DIR)",
    ),
    "lock.waiting": (
        "{place}: 다른 빌드({holder})가 일하고 있어 끝나기를 기다린다",
        "another build is at work in {place} ({holder}); waiting for it to end",
    ),
    "replay.gave_way": (
        "{home}: 재현이 있던 자리를 비우고 실제 판을 두었다",
        "{home} held a replay; it was cleared away for real editions",
    ),
    # settings
    "error.toml": ("{path}: TOML로 읽을 수 없다: {why}", "{path}: cannot be read as TOML: {why}"),
    "error.deep": ("{path}: {line}행이 너무 깊이 겹쳐 있다", "{path}: line {line} is nested too deeply"),
    "error.large": ("{path}: {line}행의 수가 너무 크다", "{path}: line {line} holds a number that is too large"),
    "error.deep_value": ("{name}: 값이 너무 깊이 겹쳐 있다", "{name}: its value is nested too deeply"),
    "error.large_value": ("{name}: 수가 너무 크다", "{name}: the number is too large"),
    "error.store_url_file": (
        "store.url_file {path}: 읽을 수 없거나 데이터베이스 주소가 들어 있지 않다. postgresql://사용자@서버/이름처럼 "
        "쓰고, 비밀번호의 @와 /는 %40과 %2F로 쓴다",
        "store.url_file {path}: it cannot be read, or holds no address of a database like "
        "postgresql://USER@HOST/NAME, with @ and / of a password as %40 and %2F",
    ),
    "error.postgres_extra": (
        f"PostgreSQL에는 드라이버가 있어야 한다: {adding.korean('postgres')}",
        f"PostgreSQL needs its driver: {adding.english('postgres')}",
    ),
    "error.lock_lost": (
        "보관소의 잠금을 잃었다: 데이터베이스와 이어진 것이 끊겼다. 아무것도 남기지 않았으니 다시 돌린다",
        "the archive's lock was lost, for the connection to the database was cut: nothing was kept; run it again",
    ),
    "error.backup_database": (
        "보관소가 데이터베이스에 있다: pg_dump로 담거나 `achim store copy`로 파일에 옮긴다",
        "the archive is in a database: keep a copy with pg_dump, or put it into a file with `achim store copy`",
    ),
    "error.token_file": (
        "{path}: 한 줄에 16자 이상의 토큰이 있어야 한다",
        "{path} must hold one line with a token of 16 characters or more, and be readable",
    ),
    "error.max_cost": (
        "model.max_cost는 model.prompt_price와 model.answer_price로 셈하므로 둘을 함께 적는다",
        "model.max_cost needs model.prompt_price and model.answer_price, by which it is counted",
    ),
    "error.key_file": (
        "model.key_file: {path}: 읽을 수 없다 ({error})",
        "model.key_file: {path} cannot be read: {error}",
    ),
    "error.key": (
        "{where}: 키 말고 다른 것도 들어 있다. 한 줄에 키만 둔다",
        "{where} holds more than a key: it may have one line, with the key alone on it",
    ),
    "error.interrupted": (
        "멈추었다. 같은 명령을 다시 실행하면 멈춘 데서 이어 간다",
        "interrupted; the same command takes it up where it stopped",
    ),
    # work on other machines
    "error.no_engine": (
        '이 기계는 일꾼이 될 곳을 모른다. [engine]에 scheduler = "tcp://…"를 적는다(docs/cluster.md)',
        'no scheduler is set: name it as scheduler = "tcp://…" in [engine] (docs/cluster.md)',
    ),
    "error.engine_store": (
        "[engine] scheduler에는 모든 기계가 닿는 보관소가 있어야 한다. [store]에 url을 적는다(docs/cluster.md)",
        "[engine] scheduler needs an archive that all machines reach: set url in [store] (docs/cluster.md)",
    ),
    "error.engine_tls": (
        "tls://에는 파일이 셋 있어야 한다. [engine]의 {names}: 없거나 읽을 수 없다",
        "tls:// needs three files; missing in [engine], or not there: {names}",
    ),
    "error.cluster_extra": (
        f"[engine] scheduler에는 추가 꾸러미가 필요하다: {adding.korean('cluster,postgres')}",
        f"[engine] scheduler needs an extra: {adding.english('cluster,postgres')}",
    ),
    "error.scheduler": (
        "{scheduler}: 스케줄러에 {seconds}초가 지나도 닿지 않는다({why}). 한 일은 보관소에 남았고, "
        "다음 빌드가 이어서 한다",
        "the scheduler at {scheduler} was not reached within {seconds} s ({why}): what was done is in the archive, and "
        "the next build goes on from there",
    ),
    "error.no_worker": (
        "{scheduler}: {resource} 일을 맡는 일꾼이 {seconds}초 동안 없었다. `achim worker`를 켠다. "
        "한 일은 보관소에 남았다",
        "no worker at {scheduler} took {resource} for {seconds} s: start `achim worker`; what was done is in the "
        "archive",
    ),
    "error.worker_version": (
        "일꾼의 achim은 {worker}, 일을 맡긴 쪽은 {other}이다. 같은 판을 깐다",
        "the worker is achim {worker}, and who gives it work is {other}: install the same version",
    ),
    "error.worker_archive": (
        "일꾼의 보관소({worker})는 일을 맡긴 쪽의 보관소가 아니다. 모든 기계의 [store] url을 같게 둔다",
        "the archive of a worker ({worker}) is not that of the build: give all machines the same url in [store]",
    ),
    "error.worker_channel": (
        "일꾼의 설정에는 채널 {channel:이/가} 없다. 모든 기계에 같은 [channels]를 둔다",
        "the settings of a worker have no channel {channel}: give all machines the same [channels]",
    ),
    "error.worker_source": (
        "일꾼은 출처 {source:을/를} 다른 설정으로 읽거나 모른다. 모든 기계에 같은 [sources]와 [news]를 둔다",
        "a worker reads {source} by other settings, or not at all: give all machines the same [sources] and [news]",
    ),
    "error.worker_embedder": (
        "일꾼은 {worker}, 일을 맡긴 쪽은 {other}로 벡터를 만든다. 같은 판을 깐다",
        "a worker embeds with {worker}, and who gives it work with {other}: install the same versions",
    ),
    "error.worker_model": (
        "일꾼의 [model]은 {worker}, 일을 맡긴 쪽은 {other}이다. 모든 기계에 같은 설정을 둔다",
        "the [model] of a worker is {worker}, and that of who gives it work {other}: give all machines the same "
        "settings",
    ),
    "error.resource": (
        "--resource {told}: model=16처럼 쓴다. 종류는 {known}",
        "--resource {told}: give a kind and a number, like model=16; kinds are {known}",
    ),
    "archive.cut": (
        "데이터베이스와 끊겼다({cause}). 돌아오면 남겨 둔 것에서 다시 시작한다",
        "cut off from the database ({cause}): beginning anew from what is kept, as soon as it is back",
    ),
    "cluster.away": (
        "스케줄러나 일꾼이 없어졌다({why}). {seconds}초까지 기다리며 다시 맡긴다",
        "a scheduler or worker is away ({why}): waiting up to {seconds} s, then asking again",
    ),
    "cluster.back": ("다시 이어졌다", "connected again"),
    "cluster.lost": (
        "일꾼이 질문을 맡은 채 죽어 다시 물었다. 그 물음은 두 번 값을 치렀을 수 있다",
        "a worker died over a question, which was asked again: it may have been paid for twice",
    ),
}
