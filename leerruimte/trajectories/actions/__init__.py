"""Actions of trajectories, a module a feature."""
