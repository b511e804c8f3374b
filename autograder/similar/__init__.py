"""Hand-ins that share more than what was handed out explains. A hint for a person, never a finding."""
