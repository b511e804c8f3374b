"""Hand-ins as learning platforms deliver them, and what is made of each."""
