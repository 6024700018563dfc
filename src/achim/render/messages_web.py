"""What ``achim serve`` says, and the commands about what readers made, and backups."""

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
    # backups
    "cli.backed_up": ("{path}: {names} ({size} MB)", "{path}: {names} ({size} MB)"),
    "cli.backup_stripped": (
        "  {name}: 비밀이 적힌 줄은 빼고 담았다. 되돌린 뒤 다시 적는다",
        "  {name}: taken without the lines that hold a secret; write them anew after a restore",
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
        "{path}: {place}: {why}. 아무것도 바꾸지 않았다",
        "{path}: {place}: {why}; nothing was changed",
    ),
    "error.marks_long": (
        "{path}: {work}의 메모를 합치면 {most}자를 넘는다. 어느 한쪽을 줄인다",
        "{path}: the two notes about {work} have more than {most} characters together: shorten one",
    ),
}
