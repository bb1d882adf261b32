"""Trajectories: curriculum, opportunities, needs, the puzzle board, the triangle conversation, evidence, cohorts.

Each of these is a module of that name in `models`, `access`, `rules`, `queries`, `actions`, `forms`, `views`, `urls`
and `templates`; larger ones have a few (`triangle_preparing`, `triangle_together`, ..). What carries them to and from
elsewhere stands beside: `case_*` (1EdTech CASE), `curriculum_table` and `opportunities_table` (CSV), `record` (a
learner's own record), `badges` (Open Badges), `opportunities_ics` and `triangle_calendar` (iCalendar). `planning` turns
a trajectory or a cohort into a question to the planner and back; `jobs` works on those questions beside the server.
"""
