"""A simulated year: upstream at every moment, what goes wrong with it, a reader's machine, and what must hold."""
