"""Editions as text or bytes. Pure: the same edition gives the same bytes; nothing here reads a clock or a network."""
