"""Wrong implementations of pooling, each wrong in one way that real students are."""
