"""Results in the formats of other systems: pure functions, nothing is graded again or read here."""
