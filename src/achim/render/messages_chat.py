"""What chat channels and webhooks say."""

CHAT: dict[str, tuple[str, str]] = {
    "chat.corrected": ("〔정정〕", "〔Correction〕"),
    "chat.updated": ("〔업데이트〕", "〔Update〕"),
    "chat.full": ("전체 보고서 읽기", "Read the full report"),
    "chat.gap": ("빠진 곳: {where}: {why}", "Missing: {where}: {why}"),
    "chat.update": ("새 판: {title}: {changes}", "New version: {title}: {changes}"),
    "delivery.web_unreached": ("{service}에 닿지 못했다", "{service} could not be reached"),
    "delivery.web_lost": (
        "{service:이/가} 받았는지 알 수 없다: 답이 오지 않았다",
        "nobody knows whether {service} accepted it: its answer was lost",
    ),
    "delivery.web_busy": ("{service:이/가} 잠시 뒤에 보내라고 했다", "{service} asked to be left alone for a while"),
    "delivery.web_failed": ("{service}에 탈이 났다 ({status}) {why}", "{service} is out of order ({status}) {why}"),
    "delivery.web_refused": ("{service:이/가} 거절했다 ({status}) {why}", "{service} refused it ({status}) {why}"),
    "error.chat_secret": (
        "channels.{channel}: 비밀이 없다: 환경 변수 {variable}에 넣거나 secret_file로 파일을 가리킨다",
        "channels.{channel} has no secret: put it into the environment variable {variable}, or name its file with "
        "secret_file",
    ),
    "error.chat_url": (
        "channels.{channel}: 주소는 https://로 시작해야 한다. http는 이 컴퓨터로만 보낼 수 있고, 이름과 비밀번호는 "
        "넣지 않는다",
        "channels.{channel}: the address has to begin with https://; http goes to this machine only, and an address "
        "holds no name and password",
    ),
    "error.chat_token": (
        "channels.{channel}: 텔레그램 봇 토큰은 숫자, 쌍점, 글자로 이루어진다 (123456:ABC…)",
        "channels.{channel}: a token of a Telegram bot is digits, a colon and letters (123456:ABC…)",
    ),
    "error.chat_key": (
        "channels.{channel}: 서명 비밀은 whsec_ 뒤에 base64로 24바이트에서 64바이트를 적는다",
        "channels.{channel}: the signing secret is whsec_ and 24 to 64 bytes in base64",
    ),
    "error.chat_template": ("템플릿 {name:을/를} 쓸 수 없다: {why}", "the template {name} cannot be used: {why}"),
    "error.templates": (
        "channels.{channel}: {path}에 쓸 수 있는 틀이 없다: {known}",
        "channels.{channel}: {path} has none of the templates {known}",
    ),
}
