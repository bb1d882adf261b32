"""The planner: laying the puzzle of learning trajectories. Pure: no Django, no clock or chance but what is handed in.

The doors for one learner's route:

- `reading.read_problem(plain)` and `curriculum_csv.problem_of(learner, folder)` give a `problem.Problem`, or raise
  `plain.Wrong` with everything that is wrong in what came in.
- `routes.plan_routes(problem, work=, seconds=, seed=, on_progress=, cancel=, executor=)` gives `result.Routes`: up to
  three clearly different routes, and for every outcome not covered why not.
- `changing.replan(problem, agreed, change, ideal=...)` gives `result.Replan`: the fewest changes.
- `explaining.explain_gap(problem, outcome)` gives `result.Gap`.
- `checking.check_route(problem, taken)` gives the rules that are broken; it shares no code with the model.
- `words.Words(problem)` and `drawing.in_svg(problem, route)`; on the terminal `python -m leerruimte.planner`.

A cohort's places and seats are in `cohort/`.
"""
