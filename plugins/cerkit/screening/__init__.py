"""Screening on the terminal: one key a decision, each of them written at once."""
