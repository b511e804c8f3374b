"""Grading on Dask's workers: the same grades as here, and whatever dies, the rest goes on."""
