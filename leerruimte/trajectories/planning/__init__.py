"""To the planner and back: rows made into its problems, its answers made into what pages show and boards take."""
