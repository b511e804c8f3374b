"""A new assignment, or a new course: files that release, selftest and grade at once, to be filled in.

It writes new files only; nothing that exists is changed.
"""
