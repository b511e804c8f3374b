"""System calls by name, for what Python has no function for. Linux only."""
