"""The lessons' comparisons as programs, on CIFAR-10 or on pictures made here: tables, files, plots.

Run one from the root of the repository: `python -m examples.experiments.batch_norm`; also `dropout`,
`architectures` and `predictions`. `--help` lists the options.
"""
