"""Wrong trainings, each wrong in one way that real students are."""
