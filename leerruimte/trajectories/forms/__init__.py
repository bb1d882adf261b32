"""Forms of trajectories, a module a feature."""
