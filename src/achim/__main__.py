"""``python -m achim``."""

from achim.cli import main

main()
