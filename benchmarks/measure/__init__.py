"""What the benchmarks share: hand-ins to grade, clocks, a look into processes, and the report."""
