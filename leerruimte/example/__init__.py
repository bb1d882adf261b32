"""An example partnership, all invented: for the demo, for tests by hand and for benchmarks."""
