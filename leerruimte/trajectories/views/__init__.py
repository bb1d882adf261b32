"""Views of trajectories, a module a feature."""
