"""Results as pages: a student's feedback and a class report. Pure functions; nothing is graded again."""
