"""What is released of an assignment, from stub to notebook."""
