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
    "status.incident": ("알림({since}부터): {what}", "incident since {since}: {what}"),
}
