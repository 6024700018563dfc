"""The single checks of verification; ``steps.verify`` puts them together."""
