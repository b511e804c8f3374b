"""Grading on many machines with Dask. Nothing here is loaded unless `--scheduler` is given."""
