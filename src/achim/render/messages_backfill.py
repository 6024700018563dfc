"""What ``achim backfill`` says, and what is said of works that only it took in."""

BACKFILL: dict[str, tuple[str, str]] = {
    "step.backfill": ("지난 논문", "backfill"),
    "backfill.estimate": (
        "읽을 기록 약 {records}건, 모두 새것이면 {time}, 디스크 약 {size} (논문 {sample}건으로 잰 값: 한 건에 {each}). "
        "언어 모델에 묻지 않으니 돈은 들지 않는다",
        "about {records:record/records} to read; if all are new, {time} and about {size} of disk (measured on "
        "{sample:paper/papers}: {each} each). No language model is asked, so it costs no money",
    ),
    "backfill.estimate_same": (
        "읽을 기록 약 {records}건. 먼저 읽은 것 가운데 새것이 없어 걸릴 시간은 재지 못했다",
        "about {records:record/records} to read; none of the first ones is new, so the time could not be measured",
    ),
    "backfill.requests": (
        "arXiv에 적어도 {count}번 묻는다. 물음 사이는 {pace}초다",
        "arXiv is asked {count:time/times} at least, {pace} seconds apart",
    ),
    "backfill.go_on": ("시작할까? [Y/n] ", "Begin? [Y/n] "),
    "backfill.progress": (
        "기록 {read}건 읽음: 넣음 {taken}, 그대로 {same}, 뺌 {gone}, 못 읽음 {unread} · 초당 {rate}건, 약 {time} 남음",
        "{read:record/records} read: {taken} taken in, {same} as before, {gone} taken out, {unread} unreadable · "
        "{rate} a second, about {time} left",
    ),
    "backfill.hours": ("{count}시간", "{count} h"),
    "backfill.minutes": ("{count}분", "{count} min"),
    "backfill.seconds": ("{count}초", "{count} s"),
    "backfill.again": (
        "지난 논문을 찾아보기에 다시 넣음: {done}건",
        "put into the index again: {done:past work/past works}",
    ),
    "backfill.done": (
        "끝났다: 기록 {read}건, 넣음 {taken}, 그대로 {same}, 뺌 {gone}, 못 읽음 {unread}",
        "done: {read:record/records}, {taken} taken in, {same} as before, {gone} taken out, {unread} unreadable",
    ),
    "backfill.paused": (
        "멈췄다. 한 일은 남아 있고, 같은 명령이 여기서 이어 간다",
        "paused: what was done is kept, and the same command goes on from here",
    ),
    "backfill.pausing": (
        "하던 묶음을 마치고 멈춘다 (한 번 더 누르면 바로)",
        "pausing after the batch under way (once more: at once)",
    ),
    "backfill.unread_line": ("{line}째 줄을 읽지 못했다: {why}", "line {line} cannot be read: {why}"),
    "backfill.unread_record": ("{record} 기록을 읽지 못했다", "the record {record} cannot be read"),
    "backfill.no_dump": (
        "{path}: arXiv의 메타데이터 덤프(한 줄에 JSON 하나, arxiv-metadata-oai-snapshot.json)가 아니다",
        "{path} is not arXiv's metadata dump (a JSON object a line, as arxiv-metadata-oai-snapshot.json has them)",
    ),
    "backfill.no_file": ("{path}: 읽을 수 없다 ({why})", "{path} cannot be read ({why})"),
    "backfill.from_to": ("--from이 --to보다 뒤이다", "--from is after --to"),
    "backfill.no_from": (
        "--source oai에는 --from이 있어야 한다",
        "--source oai needs --from: the first day of the records' last change",
    ),
    "bucket.backfilled": ("판에 실린 적 없음", "not shown by an edition"),
}
