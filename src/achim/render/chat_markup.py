"""How the chat services write text down: each one's markup escaped, so that what a stranger wrote is shown, no more.

No value begins a line in our templates, so that nothing in it can be a list, a heading or a quotation.
"""

import re
from collections.abc import Callable

from achim.render.inert import line

Escape = Callable[[str], str]
_JOINER = "\u2060"
"""Takes no room and joins two characters, so that an address or a mention is none any more."""
_SLACK_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SLACK_LOOKALIKES = {"*": "∗", "~": "∼", "`": "ˋ", "_": "ˍ", ":": "∶", "|": "∣"}
_SLACK_MARKUP = re.compile(r"[*~`|]|(?<![^\W_])_|_(?![^\W_])|:(?=[\w+'-]+:)")
_DISCORD_MARKUP = re.compile(r"[\\*_~`|<>\[\]()]|:(?=//)|^[#+-]|(?<=^\d)\.|(?<=^\d\d)\.")
_TELEGRAM_LIVE = re.compile(r"@(?=[A-Za-z])|(?<!\w)[#/$](?=\w)|(?<=:/)/|(?<=\w)\.(?=[^\W\d_])")


def slack(text: str) -> str:
    """Slack's mrkdwn has no escape but for ``& < >``: what formats at a word's edge becomes a character like it.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    entities = re.sub("[&<>]", lambda found: _SLACK_ENTITIES[found[0]], line(text))
    return _SLACK_MARKUP.sub(lambda found: _SLACK_LOOKALIKES[found[0]], entities)


def discord(text: str) -> str:
    """A backslash before Markdown, and nothing that follows an at sign.

    https://docs.discord.com/developers/reference#message-formatting
    """
    escaped = _DISCORD_MARKUP.sub(lambda found: "\\" + found[0], line(text))
    return escaped.replace("@", "@\u200b")


def telegram(text: str) -> str:
    """Entities for ``& < > "``; names, tags, commands and addresses that a client would link are broken up.

    https://core.telegram.org/bots/api#html-style
    """
    inert = _TELEGRAM_LIVE.sub(lambda found: found[0] + _JOINER, line(text))
    return inert.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def units(text: str) -> int:
    """UTF-16 code units: what Telegram counts (https://core.telegram.org/api/entities#entity-length), and never fewer
    than characters."""
    return len(text.encode("utf-16-le")) // 2
