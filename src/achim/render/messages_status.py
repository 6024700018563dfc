"""What ``achim status`` says."""

STATUS: dict[str, tuple[str, str]] = {
    "status.archive": (
        "보관소 {archive}: 판 {editions}개, 구조 {schema}, achim {achim}",
        "archive {archive}: {editions} editions, schema {schema}, achim {achim}",
    ),
    "status.edition": (
        "{series}: {day} {revision}판, {printed}편, {at}, {whole}",
        "{series}: {day} revision {revision}, {printed} printed, {at}, {whole}",
    ),
    "status.whole": ("빠진 것 없음", "complete"),
    "status.gaps": ("빠진 것 있음", "with gaps"),
    "status.no_schedule": (
        "일정: `achim run`이 아직 돈 적이 없다",
        "schedule: `achim run` has not run yet",
    ),
    "status.run": ("마지막 실행: {at}, {what}", "last run: {at}, {what}"),
    "status.well": ("잘 됨", "well"),
    "status.ill": ("문제 있음", "with troubles"),
    "status.next": ("다음에 볼 때: {at}; 지금 만들 것: {due}", "next look: {at}; due now: {due}"),
    "status.source": ("{source}: {at}에 답함", "{source}: answered {at}"),
    "status.source_ill": ("{source}: {count}번 잇달아 실패: {why}", "{source}: failed {count} times in a row: {why}"),
    "status.outbox": ("채널 {channel}: 보낼 것 {owed}통; {told}", "channel {channel}: {owed} to send; {told}"),
    "status.mail.sending": ("보내다 끊긴 것 {count}", "{count} cut off"),
    "status.mail.waiting": ("다시 보낼 것 {count}", "{count} to try again"),
    "status.mail.delivered": ("전달 {count}", "{count} delivered"),
    "status.mail.refused": ("거절 {count}", "{count} refused"),
    "status.mail.given_up": ("포기 {count}", "{count} given up"),
    "status.lost.refused": (
        "{recipient}: {day:@day} 판을 거절했다: {why}",
        "{recipient} refused the edition of {day:@day}: {why}",
    ),
    "status.lost.given_up": (
        "{recipient}: {day:@day} 판을 보내기를 그만두었다: {why}",
        "{recipient}: the edition of {day:@day} was given up: {why}",
    ),
    "status.lost.more": ("그 밖에 {count}통 더", "and {count} more"),
    "status.index": (
        "검색: 글 {works}편, 벡터 {vectors}편, 아직 들이지 않은 판 {unindexed}개",
        "search: {works} works, {vectors} with vectors, {unindexed} editions not taken in",
    ),
    "status.at_work": (
        "일꾼: 프로세스 {processes}개가 {under_way}가지를 하는 중, 죽은 프로세스가 남긴 것 {lapsed}가지",
        "at work: {processes:process/processes}, at {under_way:thing/things}; left by those that died: {lapsed}",
    ),
    "store.schema": (
        "{archive}: 구조 {after} (이 achim은 {known})",
        "{archive}: schema {after} (this achim knows {known})",
    ),
    "store.migrated": (
        "{archive}: 구조를 {before}에서 {after}로 올렸다",
        "{archive}: brought from schema {before} to {after}",
    ),
    "store.table": ("{table} {rows}행  {digest}", "{table} {rows} rows  {digest}"),
    "store.copied": (
        "표 {tables}개, {rows}행을 옮겼고 다시 읽어 견주니 모두 같다. 검색 색인은 `achim index`가 만든다",
        "{tables} tables, {rows} rows copied, read again and the same; `achim index` makes the search index",
    ),
    "error.database_order": (
        "데이터베이스의 정렬은 {order}, 문자 집합은 {encoding}이다. 이렇게 만든다: "
        "CREATE DATABASE achim TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'",
        "the database sorts by {order} and its encoding is {encoding}: make it with "
        "CREATE DATABASE achim TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'",
    ),
    "error.newer_schema": (
        "보관소의 구조({schema})가 이 achim이 아는 것({known})보다 새롭다. achim을 올리거나 다른 보관소를 지정한다"
        "(ACHIM_HOME, 또는 [store]의 url)",
        "the archive's schema {schema} is newer than this achim knows (up to {known}): upgrade achim, or name another "
        "archive (ACHIM_HOME, or url in [store])",
    ),
    "error.copy_nothing": ("{source}: 보관소가 없다", "{source}: there is no archive"),
    "error.copy_place": (
        "데이터 폴더나 데이터베이스 주소를 쓴다: ~/achim, postgresql://사용자@서버/이름, @주소가-든-파일",
        "name a data directory or a database: ~/achim, postgresql://USER@HOST/NAME, @FILE-THAT-HOLDS-IT",
    ),
    "error.copy_same": ("{url}: 같은 보관소로는 옮기지 않는다", "{url}: that is the archive itself"),
    "error.copy_sample": (
        "{source}: 견본이나 재생한 판이 들어 있어 옮기지 않는다. `achim build`로 진짜 판을 먼저 만든다",
        "{source} holds a sample or a replay, which is not copied: make a real edition first with `achim build`",
    ),
    "error.copy_schema": (
        "{url}: 구조가 {schema}이고 이 achim은 {known}이다. 먼저 `achim migrate`를 돌린다",
        "{url}: its schema is {schema}, this achim's {known}: run `achim migrate` there first",
    ),
    "error.copy_foreign": (
        "{url}: achim의 것이 아닌 표가 있다. 빈 데이터베이스를 지정한다",
        "{url} holds tables that are not achim's: name an empty database",
    ),
    "error.copy_full": (
        "{url}: 비어 있지 않다({table}). 빈 데이터베이스나 새 폴더를 지정한다",
        "{url} is not empty ({table}): name an empty database or a new folder",
    ),
    "error.copy_differs": (
        "{table}: 보낸 {sent}행과 도착한 {arrived}행이 다르다. 아무것도 남기지 않았다",
        "{table}: {sent} rows sent and {arrived} arrived that differ; nothing was kept",
    ),
    "status.incident": ("알림({since}부터): {what}", "incident since {since}: {what}"),
}
