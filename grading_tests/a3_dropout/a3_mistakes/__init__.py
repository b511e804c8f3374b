"""Wrong implementations, by the question in which they lose points."""
