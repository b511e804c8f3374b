"""Correct implementations of what the course teaches: obviously right, never fast.

Suites compare with them and misconceptions differ from them in one point. They know nothing of
grading, and no wheel holds them.
"""
