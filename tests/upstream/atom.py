"""XML as feedgen writes it: two blanks of indent, apostrophes in the declaration."""

from xml.sax.saxutils import escape

DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"


def line(depth: int, name: str, text: str | None = None, /, **attributes: str) -> str:
    """One element on a line, empty without a text."""
    start = f"{'  ' * depth}<{name}{written(attributes)}"
    return f"{start}/>\n" if text is None else f"{start}>{legal(text)}</{name}>\n"


def block(depth: int, name: str, inside: str, /, **attributes: str) -> str:
    """An element with lines inside."""
    margin = "  " * depth
    return f"{margin}<{name}{written(attributes)}>\n{inside}{margin}</{name}>\n"


def written(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{legal(value, {chr(34): "&quot;"})}"' for key, value in attributes.items())


def legal(text: str, more: dict[str, str] | None = None) -> str:
    """Escaped, and without the control characters that XML forbids."""
    return escape("".join(character for character in text if character >= " " or character in "\n\t"), more or {})
