"""Named wrong implementations, a file for each question."""
