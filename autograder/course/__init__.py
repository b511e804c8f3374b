"""A course on disk: where it lies, its assignments, and which files judge."""
