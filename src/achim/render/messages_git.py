"""Repositories that took no commit, or whose remote took none."""

GIT: dict[str, tuple[str, str]] = {
    "delivery.git_missing": ("git을 실행할 수 없다: {why}", "git cannot be run: {why}"),
    "delivery.git_none": (
        "{tree}: git의 작업 폴더가 아니거나 다른 사용자의 것이다",
        "{tree} is no working tree of git, or another user's",
    ),
    "delivery.git_branch": (
        "{tree}: 체크아웃된 브랜치({found})가 설정된 것({branch})이 아니어서 그대로 두었다",
        "{tree}: the branch that is checked out ({found}) is not the one of the settings ({branch}); left as it is",
    ),
    "delivery.git_outside": (
        "{folder}: 저장소 {tree} 밖으로 이어져 쓰지 않았다",
        "{folder} leads out of the repository {tree}; nothing was written",
    ),
    "delivery.git_ignored": (
        "{tree}: .gitignore가 판의 파일을 모두 막는다",
        "{tree}: .gitignore shuts out all files of the edition",
    ),
    "delivery.git_ahead": (
        "{tree}: {branch}에 푸시하지 않은 다른 커밋이 있어 푸시하지 않았다. 먼저 푸시하거나 push = false로 둔다",
        "{tree}: {branch} has commits of your own that were not pushed, so nothing was: push them first, or set "
        "push = false",
    ),
    "delivery.git_slow": (
        "{tree}: git {command:이/가} {seconds}초 안에 끝나지 않았다",
        "{tree}: git {command} did not end within {seconds} s",
    ),
    "delivery.git_failed": ("{tree}: git {command:이/가} 실패했다: {why}", "{tree}: git {command} failed: {why}"),
}
