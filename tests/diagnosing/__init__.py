"""How wrong answers are explained, with a small catalogue."""
