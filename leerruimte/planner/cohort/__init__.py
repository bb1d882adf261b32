"""A cohort: places at schools, and seats in shared opportunities, fair and proven. Pure: values in, values out.

Doors: `place(problem, run)`, `change(problem, before, run)`, `place_in_parts(problem, executor, run)`,
`seat(problem, run)`; `report_of` and `in_svg` tell an answer to people, `faults_in` checks it from the rules alone,
`read_places` and `read_seating` read the JSON form (schemas beside this file).
"""

from leerruimte.planner.cohort.changing import Changed, Move, change, without_school
from leerruimte.planner.cohort.checking import Fault, faults_in
from leerruimte.planner.cohort.checking_seats import faults_in_seats
from leerruimte.planner.cohort.drawing import in_svg
from leerruimte.planner.cohort.form import Wrong, to_json
from leerruimte.planner.cohort.parts import place_in_parts
from leerruimte.planner.cohort.placing import Fairness, fairness_of, place
from leerruimte.planner.cohort.problem import (
    APART,
    TOGETHER,
    Board,
    Learner,
    Mentors,
    Pair,
    Pin,
    Places,
    Points,
    School,
    Seats,
)
from leerruimte.planner.cohort.report import Report, report_of
from leerruimte.planner.cohort.result import Answer, Placement
from leerruimte.planner.cohort.running import CANCELLED, TIME, WORK, Progress, Run
from leerruimte.planner.cohort.seating import Seated, seat
from leerruimte.planner.cohort.seats_problem import COUNT, SHARE, Choice, Chooser, Opportunity, Seat, Seating
from leerruimte.planner.cohort.stages import Reached
from leerruimte.planner.cohort.wrong import faults_of, faults_of_seating, read_places, read_seating

__all__ = [
    "APART",
    "CANCELLED",
    "COUNT",
    "SHARE",
    "TIME",
    "TOGETHER",
    "WORK",
    "Answer",
    "Board",
    "Changed",
    "Choice",
    "Chooser",
    "Fairness",
    "Fault",
    "Learner",
    "Mentors",
    "Move",
    "Opportunity",
    "Pair",
    "Pin",
    "Placement",
    "Places",
    "Points",
    "Progress",
    "Reached",
    "Report",
    "Run",
    "School",
    "Seat",
    "Seated",
    "Seating",
    "Seats",
    "Wrong",
    "change",
    "fairness_of",
    "faults_in",
    "faults_in_seats",
    "faults_of",
    "faults_of_seating",
    "in_svg",
    "place",
    "place_in_parts",
    "read_places",
    "read_seating",
    "report_of",
    "seat",
    "to_json",
    "without_school",
]
