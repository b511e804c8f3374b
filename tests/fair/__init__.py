"""Right hand-ins, each with one harmless thing in it: all of them get full marks."""
