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
