"""How a suite asks a student's code, and what comes back."""
