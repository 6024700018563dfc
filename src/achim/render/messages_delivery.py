"""What the schedule and the ways out say."""

DELIVERY: dict[str, tuple[str, str]] = {
    "step.deliver": ("보내기", "deliver"),
    "run.idle": ("지금 할 일이 없다", "nothing is due"),
    "run.begins": (
        "설정은 {config}, 자료는 {home}. 판은 {at}({zone})에 나간다",
        "settings: {config}; data: {home}; editions go out at {at} ({zone})",
    ),
    "run.defaults": ("기본값", "the defaults"),
    "run.waits": ("{until}까지 기다렸다가 다시 한다", "waiting until {until} before trying again"),
    "run.left": (
        "다른 프로세스가 아직 일하고 있어 맡겨 두고 다시 살핀다",
        "another process is still at it: leaving it to that one, and looking again",
    ),
    "run.is_well": ("서비스가 일하고 있다", "the service is at work"),
    "run.is_ill": (
        "서비스가 15분 넘게 할 일을 살피지 않았다",
        "no service has looked for what is due within the last quarter of an hour",
    ),
    "run.made": ("{day} {kind}: 만들었다", "{day} {kind}: made"),
    "run.revised": ("{day} {kind}: 고쳐 만들었다", "{day} {kind}: revised"),
    "run.complete": ("{day} {kind}: 이미 다 되어 있다", "{day} {kind}: complete already"),
    "run.unchanged": ("{day} {kind}: 달라진 것이 없다", "{day} {kind}: nothing new"),
    "run.unanswered": ("{day} {kind}: 어떤 출처도 답하지 않았다", "{day} {kind}: no source answered"),
    "run.failed": ("{edition}: 만들지 못했다: {error}", "{edition}: could not be made: {error}"),
    "run.site": ("사이트를 쓰지 못했다: {error}", "the site could not be written: {error}"),
    "run.incident": ("알림: {what}", "notice: {what}"),
    "run.trouble": ("문제: {what}", "trouble: {what}"),
    "deliver.channel": ("채널 {channel}: {told}", "{channel}: {told}"),
    "deliver.none": ("보낸 것 없음", "nothing sent"),
    "deliver.delivered": ("{count}통 전달", "{count} delivered"),
    "deliver.waiting": ("{count}통은 다시 보낸다", "{count} will be tried again"),
    "deliver.refused": ("{count}통 거절됨", "{count} refused"),
    "deliver.given_up": ("{count}통 포기", "{count} given up"),
    "deliver.unsure": ("{count}통은 두 번 갔을 수 있다", "{count} perhaps received twice"),
    "deliver.nothing": ("{day}: 보낼 것이 없다. 모두 받았다", "{day}: nothing to send: all have got it"),
    "deliver.parcel": (
        "{channel} → {recipient} [{part}/{parts}] {name} ({media}, {size}바이트)",
        "{channel} → {recipient} [{part}/{parts}] {name} ({media}, {size} bytes)",
    ),
    "deliver.file": ("  함께: {name} ({size}바이트)", "  with it: {name} ({size} bytes)"),
    "delivery.files": ("{folder}에 쓸 수 없다: {why}", "{folder} cannot be written to: {why}"),
    "delivery.said": ("보내지 못했다: {why}", "not sent: {why}"),
    "delivery.broken": ("achim의 잘못으로 보내지 못했다: {error}", "not sent through a fault of achim's: {error}"),
    "delivery.whose": ("{recipient}: {fault:@note}", "{recipient}: {fault:@note}"),
    "delivery.on": ("채널 {channel}: {what:@note}", "channel {channel}: {what:@note}"),
    "channels.line": ("{name} ({type}): 받는 곳 {count}, {kinds}", "{name} ({type}): {count} recipients, {kinds}"),
    "channels.none": (
        "보내는 길이 없다: achim.toml에 [channels.이름]을 쓴다. docs/channels.md",
        "there are no channels: write [channels.NAME] into achim.toml; see docs/channels.md",
    ),
    "channels.test_subject": ("achim 시험", "achim test"),
    "channels.test_text": (
        "achim이 '{name}' 채널을 시험하려고 보낸 글이다. 이것이 보이면 판도 이리로 온다.",
        "achim sent this to try the channel “{name}”. Where you read it, editions will arrive.",
    ),
    "channels.tested": ("{name} → {recipient}에서 답함: {answer}", "{name} → {recipient}: {answer}"),
    "incident.subject": ("아침 알림: {what}", "achim: {what}"),
    "incident.what_to_do": (
        "자세한 것은 `achim status`와 `achim doctor`가 말한다. 이 일은 한 번만 알린다.",
        "`achim status` and `achim doctor` tell more. You hear of this once.",
    ),
    "incident.late": (
        "{day:@day} {kind:@cli.kind} 판이 아직 없다",
        "the {kind:@cli.kind} edition of {day:@day} is late",
    ),
    "incident.missed": (
        "{day:@day} {kind:@cli.kind} 판은 만들어지지 않았다",
        "the {kind:@cli.kind} edition of {day:@day} was never made",
    ),
    "incident.empty": (
        "{day:@day} {kind:@cli.kind} 판이 까닭 없이 비었다",
        "the {kind:@cli.kind} edition of {day:@day} is empty although something should have been announced",
    ),
    "incident.source": (
        "출처 {source:@source+이/가} {days}일째 답하지 않는다",
        "the source {source:@source} has been dead for {days} days",
    ),
    "incident.source_why": (
        "출처 {source:@source+이/가} {days}일째 답하지 않는다: {reason:@note}",
        "the source {source:@source} has been dead for {days} days: {reason:@note}",
    ),
    "incident.undelivered": (
        "{channel}: {day:@day} 판을 {count}곳에 전하지 못했다",
        "{channel}: the edition of {day:@day} did not reach {count} recipients",
    ),
    "error.secret_file": (
        "channels.{channel}: {path}에서 비밀을 읽을 수 없다: 한 줄짜리 UTF-8 글이어야 한다",
        "channels.{channel}: no secret can be read from {path}: it must be one line of UTF-8 text",
    ),
    "error.ping_file": (
        "watch.ping_file: {path}를 읽을 수 없다",
        "watch.ping_file: {path} cannot be read",
    ),
    "error.ping_url": (
        "watch.ping_url: https 주소가 아니다",
        "watch.ping_url is no https address",
    ),
    "error.once_or_check": ("--once와 --check 가운데 하나만 준다", "give --once or --check, not both"),
    "error.out_dry": ("--out은 --dry-run과 함께 쓴다", "--out goes with --dry-run"),
    "error.replay_sent": (
        "{home}: 표본이나 재현한 판이 들어 있어 보내지 않는다. --dry-run으로는 볼 수 있고, `achim build`나 "
        "`achim run`이 새 판을 만들면 그것이 나간다",
        "{home} holds a sample or a replay, which is sent to nobody: look with --dry-run, or let `achim build` or "
        "`achim run` make an edition of your own",
    ),
    "run.stopped": (
        "끝내라는 신호를 받아 그만두었다. 남은 일은 다음 실행이 한다",
        "told to end before all was done; the next run does the rest",
    ),
    "run.cut_off": (
        "끝내라는 신호 뒤 {seconds}초 안에 끝나지 않아 끊었다. 남은 일은 다음 실행이 한다",
        "cut off: what was under way took more than {seconds} s after the signal to end; the next run does the rest",
    ),
    "error.no_channels": (
        "보내는 길이 없다: achim.toml에 [channels.이름]을 쓰거나 --dry-run으로 본다",
        "there are no channels: write [channels.NAME] into achim.toml, or look with --dry-run",
    ),
    "error.no_channel": (
        "채널 {name:은/는} 설정에 없다. 있는 것: {known}",
        "no channel is named {name}; there are {known}",
    ),
    "error.channel_test": ("channels.{channel}: 보내지 못했다", "channels.{channel}: it could not be sent"),
    "error.channel_profile": (
        "channels.{channel}.profile: {profile:이라는/라는} 프로필이 없다. 있는 것: {known}",
        "channels.{channel}.profile: no profile is named {profile}; there are {known}",
    ),
    "error.owner": (
        "watch.channel: {name:이라는/라는} 채널이 없다. 있는 것: {known}",
        "watch.channel: no channel is named {name}; there are {known}",
    ),
}
