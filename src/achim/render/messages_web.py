"""What ``achim serve`` says, and the commands about what readers made, and backups."""

from achim.render import messages_extras as adding

WEB: dict[str, tuple[str, str]] = {
    # stars, mutes and notes at the command line
    "cli.star": ("별표: {work}", "Starred {work}"),
    "cli.unstar": ("별표를 거두었다: {work}", "Star taken away: {work}"),
    "cli.mute": ("가렸다: {work}", "Muted {work}"),
    "cli.unmute": ("다시 보인다: {work}", "No longer muted: {work}"),
    "cli.noted": ("메모를 적었다: {work}", "Note kept: {work}"),
    "cli.unnoted": ("메모를 지웠다: {work}", "Note taken away: {work}"),
    "cli.marks_written": (
        "{path}: 표시 {marks}개와 메모 {notes}개를 적었다",
        "{path}: {marks:mark/marks} and {notes:note/notes} written",
    ),
    "cli.marks_read": (
        "{path}: 표시 {marks}개와 메모 {notes}개를 더했다",
        "{path}: {marks:mark/marks} and {notes:note/notes} read",
    ),
    "cli.marks_same": (
        "{path}: 표시 {marks}개와 메모 {notes}개가 이미 다 있어 달라진 것이 없다",
        "{path}: {marks:mark/marks} and {notes:note/notes} read; all of it was there, nothing changed",
    ),
    "cli.marks_none": (
        "아직 표시가 없다. `achim star`, `achim mute`, `achim note`로 남긴다",
        "No marks yet: `achim star`, `achim mute` and `achim note` make them",
    ),
    "cli.marks.star": ("별표", "Starred"),
    "cli.marks.mute": ("가림", "Muted"),
    "cli.marks.note": ("메모", "Notes"),
    # backups
    "cli.backed_up": ("{path}에 담았다: {names} ({size} MB)", "{path} holds {names} ({size} MB)"),
    "cli.backup_stripped": (
        "  {name}: 주석, 주소의 물음표 뒤, 비밀일 수 있는 줄은 빼고 담았다. 되돌린 뒤 다시 적는다",
        "  {name}: taken without comments, queries of addresses and lines that may hold a secret; after a restore, "
        "write anew what it needs",
    ),
    "cli.backup_left_out": (
        "  {name}: 비밀을 확실히 뺄 수 없어 담지 않았다",
        "  {name}: left out, as its secrets could not be told from the rest",
    ),
    "cli.restored": ("{home}: 되돌렸다: {names}", "{home}: restored {names}"),
    "cli.restore_aside": ("  앞서 있던 것은 {path}에 둔다", "  what was there before is kept as {path}"),
    "error.no_archive": (
        "{home}: 보관소가 없다. `achim build`로 판을 먼저 만든다",
        "there is no archive in {home}: `achim build` makes one",
    ),
    "error.backup_empty": (
        "{home}: 보관소가 비어 있어 담을 것이 없다. `achim build`로 판을 먼저 만든다",
        "the archive in {home} is empty, so there is nothing to back up: `achim build` makes an edition",
    ),
    "error.backup_folder": (
        "{path}: {folder} 폴더가 없다. 있는 폴더를 지정하거나 먼저 만든다",
        "{path}: there is no folder {folder}: name one that is there, or make it first",
    ),
    "error.backup_over": (
        "{path}: 이미 있어서 덮어쓰지 않았다. 덮어쓰려면 --force를 더한다",
        "{path} is already there and was left as it is: add --force to write over it",
    ),
    "error.restore": ("{path}: 되돌리지 못했다: {why}", "{path} could not be restored: {why}"),
    "error.restore_damaged": (
        "{path}: 백업이 아니거나 깨졌다 ({why}). 아무것도 바꾸지 않았다",
        "{path} is no backup, or damaged ({why}); nothing was changed",
    ),
    "error.restore_format": (
        "{path}: {found} 형식의 백업이다. 이 achim은 {known:을/를} 읽는다. achim을 새로 한다",
        "{path} is a backup of format {found}, this achim reads {known}: upgrade achim",
    ),
    "error.restore_space": (
        "{path}: 푸는 데 {needed} MB가 필요하다. 디스크를 비우거나 --home으로 다른 곳을 준다",
        "{path} needs {needed} MB: free the disk, or name another --home",
    ),
    "error.restore_over": (
        "{home}: {what}에 이미 무엇이 있다. 옆에 두고 되돌리려면 --force를 더한다",
        "{what} in {home} holds something: add --force to restore and keep it beside",
    ),
    "error.no_work": (
        "{work}: 어느 판에도 없는 글이다. arxiv:2410.17170 같은 이름이나 기사의 주소를 준다",
        "{work}: no edition shows such a work; give an id like arxiv:2410.17170, or a story's address",
    ),
    "error.note_length": (
        "메모는 1자 이상 {most}자 이하여야 한다 ({length}자)",
        "a note has 1 to {most} characters (this one {length}); to take it away: --remove",
    ),
    "error.marks_file": (
        "{path}: {place}: {why:@note}. 아무것도 바꾸지 않았다",
        "{path}: {place}: {why:@note}; nothing was changed",
    ),
    "marks.no_id": (
        "글의 이름이 아니다. arxiv:2410.17170, doi:10.1000/x, url:https://example.org/a 같은 것이어야 한다",
        "is no id of a work; one is like arxiv:2410.17170, doi:10.1000/x or url:https://example.org/a",
    ),
    "marks.note": ("1자 이상 {most}자 이하여야 한다", "must have 1 to {most} characters"),
    "marks.large": ("{most} MB보다 크다", "has more than {most} MB"),
    "marks.missing": ("빠져 있다", "is missing"),
    "marks.extra": ("그런 항목은 없다", "is no field of such a file"),
    "marks.value": ("값이 docs/serve.md의 형식에 맞지 않는다", "has a value that docs/serve.md does not allow"),
    "marks.utf8": ("{line}행이 UTF-8이 아니다", "line {line} is not UTF-8"),
    "marks.json_line": ("{line}행을 JSON으로 읽을 수 없다", "line {line} cannot be read as JSON"),
    "marks.json": ("JSON으로 읽을 수 없다", "cannot be read as JSON"),
    "marks.doubled": ("한 객체에 ‘{key}’ 항목이 두 번 있다", "‘{key}’ stands twice in one object"),
    "marks.again": ("앞에 나온 글이 다시 나온다", "names a work that stands before"),
    "error.marks_long": (
        "{path}: {work}의 메모를 합치면 {most}자를 넘는다. 어느 한쪽을 줄인다",
        "{path}: the two notes about {work} have more than {most} characters together: shorten one",
    ),
    # pages that only a server has
    "serve.400": ("알아들을 수 없는 요청이다", "This request makes no sense"),
    "serve.400.why": ("주소를 확인하고 다시 연다.", "Check the address and try again."),
    "serve.403": ("허락되지 않은 일이다", "This is not allowed"),
    "serve.403.why": (
        "로그인이 끝났거나 다른 곳에서 보낸 양식이다. 다시 로그인하고 그 페이지에서 보낸다.",
        "Your sign-in has ended, or the form came from elsewhere: sign in again and send it from its page.",
    ),
    "serve.404": ("없는 페이지다", "There is no such page"),
    "serve.404.why": (
        "주소가 틀렸거나 그런 판이 없다. 찾기나 지난 판에서 찾아본다.",
        "The address is wrong, or there is no such edition: look in the archive, or search.",
    ),
    "serve.405": ("이렇게는 물을 수 없다", "This cannot be asked in that way"),
    "serve.405.why": ("읽기만 할 수 있는 페이지다.", "The page can only be read."),
    "serve.413": ("너무 길다", "This is too long"),
    "serve.413.why": ("메모는 4,000자까지이다.", "A note has up to 4,000 characters."),
    "serve.415": ("받을 수 없는 형식이다", "This form is of the wrong kind"),
    "serve.415.why": ("페이지에 있는 양식으로 보낸다.", "Send it with the form of the page."),
    "serve.429": ("요청이 너무 많다", "Too many requests"),
    "serve.429.why": ("잠시 뒤 다시 연다.", "Try again in a while."),
    "serve.500": ("achim의 결함이다", "A fault of achim"),
    "serve.500.why": (
        "무엇이 잘못되었는지는 데이터 폴더의 achim.log에 있다.",
        "What went wrong stands in achim.log of the data directory.",
    ),
    "serve.503": ("지금은 보관소를 읽을 수 없다", "The archive cannot be read now"),
    "serve.503.why": (
        "잠시 뒤 다시 연다. `achim doctor`가 까닭을 알려 준다.",
        "Try again soon; `achim doctor` tells.",
    ),
    # search
    "serve.search.title": ("‘{query}’ 찾기", "Search for “{query}”"),
    "serve.search.like": ("비슷한 글: {title}", "More like {title}"),
    "serve.search.like.link": ("비슷한 글", "more like this"),
    "serve.search.like.nothing": ("비슷한 글을 찾지 못했다.", "Nothing like it was found."),
    "serve.search.json": ("JSON으로 보기", "As JSON"),
    "serve.search.what": ("찾을 말", "Words"),
    "serve.search.kind": ("종류", "Kind"),
    "serve.search.all": ("모두", "all"),
    "serve.search.topic": ("주제", "Topic"),
    "serve.search.source": ("출처", "Source"),
    "serve.search.since": ("이날부터", "From"),
    "serve.search.until": ("이날까지", "To"),
    "serve.search.nothing": ("‘{query}’에 맞는 것을 찾지 못했다.", "Nothing found for “{query}”."),
    "serve.search.no_more": ("더는 없다.", "There is nothing more."),
    "serve.search.hint": (
        "다른 말로, 또는 조건을 줄여 찾아본다.",
        "Try other words, or fewer conditions.",
    ),
    "serve.search.faults": (
        "알 수 없어 뺀 조건: {names}",
        "Left out, as it is not known or could not be read: {names}",
    ),
    "serve.search.page": ("페이지", "Page"),
    "serve.search.range": (
        "기간이 비어 있다: ‘이날부터’가 ‘이날까지’보다 뒤이다.",
        "No day is in the range: “From” is after “To”.",
    ),
    "serve.search.corrected": (
        "‘{word}’ 대신 {meant}도 찾아보았다.",
        "Also looked for {meant} in the place of “{word}”.",
    ),
    "serve.search.translated": (
        "‘{term}’의 다른 말 {other}도 찾아보았다.",
        "Also looked for {other}, which is “{term}”.",
    ),
    "serve.search.unindexed": (
        "찾아보기에 아직 없는 판이 {count}개 있다. `achim index`가 넣는다.",
        "{count:edition is/editions are} not in the index yet: `achim index` takes them in.",
    ),
    "serve.search.muted": ("가린 글 {count}건은 뺐다.", "{count:muted work/muted works} left out."),
    "serve.search.results": ("찾은 것", "Found"),
    "serve.search.earlier": ("이전 페이지", "Earlier"),
    "serve.search.later": ("다음 페이지", "More"),
    "serve.search.origin": ("원문", "source"),
    # the one user
    "serve.sign_in": ("로그인", "Sign in"),
    "serve.sign_in.token": ("토큰", "Token"),
    "serve.sign_in.why": (
        "별표와 메모는 한 명만 남길 수 있다. 토큰은 설정에 있다.",
        "One user keeps stars and notes here; the token stands in the settings.",
    ),
    "serve.sign_in.wrong": ("토큰이 다르다.", "This is not the token."),
    "serve.sign_in.later": ("너무 자주 시도했다. 잠시 뒤 다시 한다.", "Too many tries; wait a while."),
    "serve.sign_out": ("로그아웃", "Sign out"),
    "serve.mine": ("내 별표와 메모", "My stars and notes"),
    "serve.mine.clear": ("표시 거두기: {title}", "Take the mark away: {title}"),
    "serve.mine.none": ("아직 남긴 것이 없다.", "Nothing yet."),
    "serve.mine.export": ("내보내기(JSON)", "Export (JSON)"),
    "serve.mine.import": ("가져오기", "Import"),
    "serve.mine.import.file": ("내보낸 파일(JSON)", "An exported file (JSON)"),
    "serve.mine.file": ("보낸 파일", "the file"),
    "serve.mine.read": (
        "표시 {marks}개와 메모 {notes}개를 읽어 합쳤다.",
        "{marks:mark/marks} and {notes:note/notes} were read and joined with yours.",
    ),
    "serve.mark.star": ("별표", "Star"),
    "serve.mark.mute": ("가리기", "Mute"),
    "serve.mark.clear": ("표시 거두기", "Take the mark away"),
    "serve.mark.is_star": ("별표한 글", "Starred"),
    "serve.mark.is_mute": ("가린 글", "Muted"),
    "serve.note": ("메모", "Note"),
    "serve.note.keep": ("메모 남기기", "Keep the note"),
    "serve.note.hint": ("{most}자까지, 비우면 지운다", "up to {most} characters; empty takes it away"),
    # the command
    "serve.at": ("{url} 에서 읽는다. 멈추려면 Ctrl-C", "Read at {url} (Ctrl-C stops)"),
    "serve.read_only": ("읽기만 할 수 있다.", "Read-only."),
    "serve.one_user": (
        "{url}sign-in 에서 로그인하면 별표와 메모를 남긴다.",
        "Sign in at {url}sign-in to keep stars and notes.",
    ),
    "serve.public": (
        "다른 기기에서도 열린다: 누구나 읽는다. https로 앞을 막는 프록시를 두고 docs/serve.md를 읽는다.",
        "Other machines reach this: anyone may read. Put a proxy with https before it, and see docs/serve.md.",
    ),
    "error.serve_extra": (
        f"`achim serve`에는 추가 꾸러미가 필요하다: {adding.korean('serve')}",
        f"`achim serve` needs an extra: {adding.english('serve')}",
    ),
    "error.serve_public": (
        "{host}: 다른 기기에서 닿는 주소이다. 그럴 뜻이면 [serve]에 public = true와 hosts를 적는다(docs/serve.md)",
        "{host} is reached by other machines: if you mean it, set public = true and hosts in [serve] (docs/serve.md)",
    ),
    "error.serve_bind": (
        "{host}:{port}에서 열 수 없다 ({why}). --port로 다른 곳을 준다",
        "cannot listen on {host}:{port} ({why}): name another with --port",
    ),
}
