"""``[log]``: how work in progress is told where there is no terminal."""

from typing import Literal

from pydantic import Field

from achim.settings_fields import Table


class LogSettings(Table):
    """What achim writes to standard error while it works."""

    format: Literal["text", "json"] = Field(
        default="text",
        description="text: lines to read. json: an object a line, with the moment, edition, step and item, for a "
        "collector of logs.",
    )
