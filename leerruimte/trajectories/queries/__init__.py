"""Queries of trajectories, a module a feature."""
