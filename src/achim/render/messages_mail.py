"""What a mail says around an edition, in 합니다체, and what its way out says of itself."""

MAIL: dict[str, tuple[str, str]] = {
    "mail.subject": ("아침 {day} 논문 · {what}", "Morning papers, {day} · {what}"),
    "news/mail.subject": ("아침 {day} 소식 · {what}", "Morning news, {day} · {what}"),
    "mail.corrects": ("〔정정〕", "[Correction]"),
    "mail.updates": ("〔업데이트〕", "[Update]"),
    "mail.in_browser": ("사이트에서 보기", "Read it on the site"),
    "mail.sources": ("출처", "Sources"),
    "mail.left": (
        "이 편지에 다 싣지 못했습니다: {what}.",
        "Not all of it fits into this mail. Left out: {what}.",
    ),
    "mail.left.papers": ("논문 {count}편", "{count:paper/papers}"),
    "news/mail.left.papers": ("소식 {count}건", "{count:story/stories}"),
    "mail.left.lead": ("머리 문장 {count}개", "{count:line/lines} on top"),
    "mail.left.updates": ("업데이트 {count}건", "{count:update/updates}"),
    "mail.left.corrections": ("정정 {count}건", "{count:correction/corrections}"),
    "mail.left.listed": ("제목 {count}개", "{count:title/titles}"),
    "mail.whole_at": ("사이트에 모두 있습니다", "All of it is on the site"),
    "mail.whole_in": ("전체는 파일 {file}에 있습니다.", "All of it is in the file {file}."),
    "mail.ledger": (
        "출처가 알린 것은 {announced}건입니다: {parts}.",
        "The sources announced {announced}: {parts}.",
    ),
    "mail.unsubscribe": ("그만 받기", "Unsubscribe"),
    "mail.sent_by": ("achim이 만들어 보냈습니다.", "Made and sent by achim."),
    "delivery.mail_connect": ("{host}:{port}에 연결하지 못했다: {why}", "no connection to {host}:{port}: {why}"),
    "delivery.mail_tls": (
        "{host}:{port}의 인증서를 확인하지 못했다: {why}",
        "the certificate of {host}:{port} could not be verified: {why}",
    ),
    "delivery.mail_no_tls": ("{host}:{port}: STARTTLS를 할 줄 모른다", "{host}:{port} offers no STARTTLS"),
    "delivery.mail_auth": (
        "{host}에 로그인하지 못했다 ({status}): 사용자와 비밀번호를 살펴본다",
        "{host} refused the sign-in ({status}): look at user and password",
    ),
    "delivery.mail_sender": (
        "{host:이/가} 보내는 이를 받지 않았다 ({status}): {answer}",
        "{host} refused the sender ({status}): {answer}",
    ),
    "delivery.mail_refused": ("{host:이/가} 거절했다 ({status}): {answer}", "{host} refused it ({status}): {answer}"),
    "delivery.mail_later": (
        "{host:이/가} 나중에 보내라고 했다 ({status}): {answer}",
        "{host} asked to try later ({status}): {answer}",
    ),
    "delivery.mail_dropped": ("{host}의 연결이 끊겼다 ({why})", "the connection to {host} was lost ({why})"),
    "delivery.mail_unsure": (
        "{host:이/가} 다 받고 나서 답하지 않았다 ({why}): 받았는지 알 수 없다",
        "{host} had all of it and did not answer ({why}): nobody knows whether it was accepted",
    ),
    "error.mail_password": (
        "channels.{channel}: {user}의 비밀번호가 없다: 환경 변수 {variable} 또는 secret_file",
        "channels.{channel}: no password for {user}: set the variable {variable}, or secret_file",
    ),
    "error.mail_nobody": (
        "channels.{channel}: {path}에 주소가 하나도 없다",
        "channels.{channel}: there is no address in {path}",
    ),
    "error.mail_file": (
        "channels.{channel}: {path:을/를} 읽을 수 없다: UTF-8 글이어야 한다",
        "channels.{channel}: {path} cannot be read: it must be UTF-8 text",
    ),
    "mail.no_at": ("{text}에 @가 없어 메일 주소가 아니다", "{text} is no mail address: it has no @"),
    "mail.not_ascii": (
        "{text}: @ 앞에 영문자가 아닌 글자가 있으면 SMTPUTF8이 있어야 하는데 achim은 쓰지 않는다",
        "{text}: letters beyond ASCII before the @ need SMTPUTF8, which achim does not speak",
    ),
    "mail.no_local": (
        "{text}: @ 앞이 메일 주소의 꼴이 아니다",
        "{text} is no mail address: what stands before the @ is none",
    ),
    "mail.no_domain": (
        "{text}: @ 뒤가 도메인이 아니라 메일 주소가 아니다",
        "{text} is no mail address: what stands after the @ is no domain",
    ),
    "mail.long": ("{text}: 메일 주소로는 너무 길다", "{text} is longer than a mail address can be"),
    "mail.no_name": (
        "{text}: 이름 <me@example.org> 꼴이 아니다",
        "{text} is not of the form Name <me@example.org>",
    ),
    "error.mail_line": (
        "channels.{channel}: {path} {line}번째 줄: {why:@note}",
        "channels.{channel}: {path}, line {line}: {why:@note}",
    ),
    "error.mail_ca": (
        "channels.{channel}: {path}에 쓸 수 있는 인증서가 없다",
        "channels.{channel}: {path} holds no certificates that can be used",
    ),
    "error.mail_key": (
        "channels.{channel}: {path}에서 열쇠를 읽을 수 없다",
        "channels.{channel}: no key can be read from {path}",
    ),
    "error.templates": (
        "channels.{channel}: {path}에 쓸 수 있는 틀이 없다: {known}",
        "channels.{channel}: {path} has none of the templates {known}",
    ),
    "error.mail_template": (
        "편지의 틀 {name:이/가} 잘못되었다: {why}",
        "the mail template {name} is broken: {why}",
    ),
}
