"""A message of a chat, in the markup of its service."""

from dataclasses import dataclass

from achim.domain.ids import PaperId


@dataclass(frozen=True, slots=True)
class Block:
    """What is not split. ``entry`` is the work that it tells of, None where it is about the edition."""

    text: str
    entry: PaperId | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """``title`` is plain text, ``caption`` the same in the service's markup, for what a notification shows."""

    title: str
    caption: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)
