"""Rules of trajectories, a module a feature."""
