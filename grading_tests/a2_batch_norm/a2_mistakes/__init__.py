"""Wrong implementations of batch normalisation, each wrong in one way that real students are."""
