"""The networks of the course, one file each, written as tables that read like the figures."""
