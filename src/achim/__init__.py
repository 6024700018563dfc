"""achim: the AI reader's morning paper."""

__version__ = "0.1.0"
