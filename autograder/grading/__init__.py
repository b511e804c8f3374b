"""The command's side of grading: hand-ins to results, and who is asked for verdicts."""
