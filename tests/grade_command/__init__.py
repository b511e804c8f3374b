"""`autograder grade` as a user runs it: exit statuses, formats, resuming, and whose fault it is."""
