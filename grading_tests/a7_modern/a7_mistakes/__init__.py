"""Wrong modern blocks and networks, each wrong in one way that real students are."""
