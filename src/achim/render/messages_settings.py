"""What is wrong with a setting. The refusals of achim's own checks are named by `Refused`."""

SETTINGS: dict[str, tuple[str, str]] = {
    "error.no_setting": (
        "{where}: {setting}: 그런 설정이 없다. 모든 설정은 docs/settings.md에 있다",
        "{where}: {setting}: no such setting; docs/settings.md lists them all",
    ),
    "error.no_setting.near": (
        "{where}: {setting}: 그런 설정이 없다. 혹시 {near}? 모든 설정은 docs/settings.md에 있다",
        "{where}: {setting}: no such setting; did you mean {near}? docs/settings.md lists them all",
    ),
    "error.setting.whole": (
        "{where}: {setting}: 정수여야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be a whole number (found {found})",
    ),
    "error.setting.number": (
        "{where}: {setting}: 수여야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be a number (found {found})",
    ),
    "error.setting.switch": (
        "{where}: {setting}: true나 false여야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be true or false (found {found})",
    ),
    "error.setting.choice": (
        "{where}: {setting}: {why} 가운데 하나여야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be one of {why} (found {found})",
    ),
    "error.setting.credentials": (
        "{where}: {setting}: 피드의 주소에 비밀번호를 둘 수 없다. 주소는 기록과 보관함에 남는다",
        "{where}: {setting}: an address of a feed may hold no password, as records and the archive keep it",
    ),
    "error.setting.site_url": (
        "{where}: {setting}: 비밀번호나 ?, #이 없어야 한다. 모든 피드에 실려 누구나 본다",
        "{where}: {setting}: may have no password, ? or #, as it stands in every feed for all to see",
    ),
    "error.setting.database_url": (
        "{where}: {setting}: 데이터베이스 주소가 아니다: postgresql://사용자@서버/이름처럼 쓰고, "
        "비밀번호의 @와 /는 %40과 %2F로 쓴다",
        "{where}: {setting} is no address of a database: write one like postgresql://USER@HOST/NAME, "
        "@ and / of a password as %40 and %2F",
    ),
    "error.setting.short_token": (
        "{where}: {setting}: {least}자 이상이어야 한다. "
        "`python -c 'import secrets; print(secrets.token_urlsafe())'`로 만든다",
        "{where}: {setting}: must have at least {least} characters; "
        "`python -c 'import secrets; print(secrets.token_urlsafe())'` makes one",
    ),
    "error.setting.long_text": (
        "{where}: {setting}: {most}자를 넘는다. 줄여서 적는다 (적힌 값 {found})",
        "{where}: {setting}: must have at most {most} characters (found {found})",
    ),
    "error.setting.text": (
        "{where}: {setting}: 글이어야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be text (found {found})",
    ),
    "error.setting.names_nothing": (
        "{where}: {setting}: 글자도 숫자도 없어 아무것도 가리키지 않는다 (적힌 값 {found})",
        "{where}: {setting}: names nothing: it holds no letter and no number (found {found})",
    ),
    "error.setting.no_paper": (
        "{where}: {setting}: 논문이 아니다. 2410.24198, doi:10.1000/xyz 또는 주소처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no paper; one is like 2410.24198, doi:10.1000/xyz or an address (found {found})",
    ),
    "error.setting.untold_paper": (
        "{where}: {setting}: 논문에는 id나 title이 있어야 한다",
        "{where}: {setting}: a paper needs an id or a title",
    ),
    "error.setting.profile_name": (
        "{where}: {setting}: ‘{name:’+은/는} 프로필 이름이 아니다. 영문자, 숫자, 붙임표로 짓는다",
        "{where}: {setting}: {name} is no profile name: letters, digits and hyphens",
    ),
    "error.setting.profile_default": (
        "{where}: {setting}: 프로필 default는 [interests] 그 자체다",
        "{where}: {setting}: the profile default is [interests] itself",
    ),
    "error.setting.profile_case": (
        "{where}: {setting}: {names:은/는} 대소문자만 다르다. 어떤 디스크에서는 같은 폴더가 된다",
        "{where}: {setting}: {names} differ by case alone, and name folders that some disks take for one",
    ),
    "error.setting.missing": (
        "{where}: {setting}: 빠져 있다",
        "{where}: {setting}: is missing",
    ),
    "error.setting.table": (
        "{where}: {setting}: 표여야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be a table (found {found})",
    ),
    "error.setting.list": (
        "{where}: {setting}: 목록이어야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be a list (found {found})",
    ),
    "error.setting.many": (
        "{where}: {setting}: {why}개를 넘는다",
        "{where}: {setting}: must have at most {why:item/items}",
    ),
    "error.setting.few": (
        "{where}: {setting}: {why}개 이상이어야 한다",
        "{where}: {setting}: must have at least {why:item/items}",
    ),
    "error.setting.least": (
        "{where}: {setting}: {why} 이상이어야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be at least {why} (found {found})",
    ),
    "error.setting.most": (
        "{where}: {setting}: {why} 이하여야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be at most {why} (found {found})",
    ),
    "error.setting.more": (
        "{where}: {setting}: {why}보다 커야 한다 (적힌 값 {found})",
        "{where}: {setting}: must be more than {why} (found {found})",
    ),
    "error.setting.other": (
        "{where}: {setting}: 적힌 값이 맞지 않는다: {why} (적힌 값 {found})",
        "{where}: {setting}: {why} (found {found})",
    ),
    "error.setting.time": (
        "{where}: {setting}: 시각이어야 한다. 07:00처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: must be a time of day, like 07:00 (found {found})",
    ),
    "error.setting.date": (
        "{where}: {setting}: 날짜여야 한다. 2026-05-05처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: must be a day, like 2026-05-05 (found {found})",
    ),
    "error.setting.form": (
        "{where}: {setting}: 쓸 수 없는 글자가 있거나 꼴이 맞지 않는다. "
        "docs/settings.md에 어떻게 쓰는지 있다 (적힌 값 {found})",
        "{where}: {setting}: is not of the form that docs/settings.md tells of it (found {found})",
    ),
    "error.setting.type_missing": ("{where}: {setting}: type이 빠져 있다", "{where}: {setting}: its `type` is missing"),
    "error.setting.type_unknown": (
        "{where}: {setting}: type은 {why} 가운데 하나여야 한다",
        "{where}: {setting}: its `type` must be one of {why}",
    ),
    "error.setting.time_zone": (
        "{where}: {setting}: 그런 시간대가 없다. Asia/Seoul이나 Europe/Berlin처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no time zone; names are like Asia/Seoul or Europe/Berlin (found {found})",
    ),
    "error.setting.web_address": (
        "{where}: {setting}: 웹 주소가 아니다. https://arxiv.org처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no web address; one is like https://arxiv.org (found {found})",
    ),
    "error.setting.category": (
        "{where}: {setting}: arXiv 분류가 아니다. cs.AI나 quant-ph처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no arXiv category; names are like cs.AI or quant-ph (found {found})",
    ),
    "error.setting.feed_name": (
        "{where}: {setting}: 피드 이름이 아니다. openai나 my-lab처럼 빈칸 없이 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no name for a feed; names are like openai or my-lab, without spaces (found {found})",
    ),
    "error.setting.feed_twice": (
        "{where}: {setting}: 피드 이름 {name:이/가} 둘이다",
        "{where}: {setting}: two feeds are named {name}",
    ),
    "error.setting.model": (
        "{where}: {setting}: 모델 이름이 아니다. openai:gpt-5처럼 openai, anthropic, "
        "google 가운데 하나를 앞에 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no model; names are like openai:gpt-5, with openai, "
        "anthropic or google before it (found {found})",
    ),
    "error.setting.flags_to": (
        "{where}: {setting}: 정정을 받을 곳이 아니다. mailto:me@example.org나 "
        "https://github.com/me/it처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no place for flags; one is like mailto:me@example.org or "
        "https://github.com/me/it (found {found})",
    ),
    "error.setting.site_id": (
        "{where}: {setting}: 언제까지나 한 사이트만 가리키는 이름이 아니다. "
        "example.org,2026처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: names no site for all time; a name is like example.org,2026 (found {found})",
    ),
    "error.setting.channel_name": (
        "{where}: {setting}: {name:은/는} 채널 이름이 아니다. 영문자, 숫자, 붙임표로 64자까지 짓는다",
        "{where}: {setting}: {name} is no name of a channel: letters, digits and hyphens, 64 at most",
    ),
    "error.setting.scheduler": (
        "{where}: {setting}: 스케줄러의 주소가 아니다. tcp://10.0.0.5:8786이나 tls://…처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no address of a scheduler; one is like tcp://10.0.0.5:8786 or tls://… (found {found})",
    ),
    "error.setting.mail_address": ("{where}: {setting}: {why:@note}", "{where}: {setting}: {why:@note}"),
    "error.setting.mail_leave": (
        "{where}: {setting}: https: 또는 mailto: 주소여야 한다. 그 안에 중괄호로 쓸 수 있는 "
        "것은 token과 address이다 (적힌 값 {found})",
        "{where}: {setting}: is an https: or mailto: address; in braces only token and "
        "address may stand in it (found {found})",
    ),
    "error.setting.mail_host": (
        "{where}: {setting}: 서버의 이름이나 주소여야 한다. smtp.example.org처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is a server's name or address, like smtp.example.org (found {found})",
    ),
    "error.setting.mail_unprotected": (
        '{where}: {setting}: security = "none"은 이 컴퓨터(localhost)의 서버에만 쓴다',
        '{where}: {setting}: security = "none" is for a server on this machine (localhost) only',
    ),
    "error.setting.mail_nobody": (
        "{where}: {setting}: 받는 사람이 없다. to나 recipients_file에 적는다",
        "{where}: {setting}: nobody gets it: name addresses in `to`, or a `recipients_file`",
    ),
    "error.setting.mail_one_click": (
        "{where}: {setting}: unsubscribe_one_click에는 unsubscribe에 https: 주소가 있어야 한다",
        "{where}: {setting}: `unsubscribe_one_click` needs an https: address in `unsubscribe`",
    ),
    "error.setting.mail_token": (
        "{where}: {setting}: unsubscribe에 token을 쓰려면 unsubscribe_key_file이 있어야 한다",
        "{where}: {setting}: token in `unsubscribe` needs `unsubscribe_key_file`",
    ),
    "error.setting.zoned": (
        "{where}: {setting}: 시각에 시간대를 붙이지 않는다. 시간대는 [edition]의 time_zone이다 (적힌 값 {found})",
        "{where}: {setting}: a time of day has no zone; it is of `time_zone` in `[edition]` (found {found})",
    ),
    "error.setting.host_name": (
        "{where}: {setting}: paper.example.org처럼 포트 없는 이름이어야 하고, "
        "모든 이름을 뜻할 수 없다 (적힌 값 {found})",
        "{where}: {setting}: must be a name like paper.example.org, without a port, "
        "and stand for no other (found {found})",
    ),
    "error.setting.folder_within": (
        "{where}: {setting}: 저장소 안의 폴더가 아니다. papers나 docs/papers처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no folder within a repository, like papers or docs/papers (found {found})",
    ),
    "error.setting.folder_signs": (
        "{where}: {setting}: 폴더 이름에 쓰지 말아야 할 글자가 있다 (적힌 값 {found})",
        "{where}: {setting}: has signs that no name of a folder should have (found {found})",
    ),
    "error.setting.reference": (
        "{where}: {setting}: 리모트나 브랜치의 이름이 아니다. origin이나 main처럼 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no name of a remote or branch, which are like origin and main (found {found})",
    ),
    "error.setting.author": (
        "{where}: {setting}: 지은이의 이름이나 주소가 아니다. <, >, 줄바꿈 없이 100자까지 쓴다 (적힌 값 {found})",
        "{where}: {setting}: is no name or address of an author: no <, > or line "
        "end, 100 characters at most (found {found})",
    ),
}
