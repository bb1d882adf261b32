"""Access of trajectories, a module a feature."""
