"""Commands of trajectories."""
