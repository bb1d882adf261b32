"""Trajectories: curriculum, opportunities, needs, the puzzle board, the triangle conversation, evidence, cohorts."""
