"""Template tags of trajectories."""
