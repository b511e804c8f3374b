"""What a module leaves out when it is imported, and what follows."""
