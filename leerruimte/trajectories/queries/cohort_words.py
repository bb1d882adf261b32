"""What the planner says of a cohort, in sentences: how evenly it fell, what stood in the way, what would help."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leerruimte.trajectories.models import PlannerRun
from leerruimte.trajectories.rules.cohort import Fairness


def fairness_words(fair: Fairness) -> Iterator[str]:
    """How evenly it fell."""
    yield ngettext(
        "%(placed)d of %(number)d learner has a place.",
        "%(placed)d of %(number)d learners have a place.",
        fair.learners,
    ) % {"placed": fair.placed, "number": fair.learners}
    if fair.wishing:
        yield _(
            "Of the %(wishing)d with wishes %(first)d got their first wish, %(later)d another wish and "
            "%(none)d none of them."
        ) % {"wishing": fair.wishing, "first": fair.first, "later": fair.later, "none": fair.none}
    if fair.middle is not None:
        yield _(
            "Half of them travel at most %(middle)d minutes, nine in ten at most %(nine)d; the longest journey is "
            "%(longest)d minutes (estimates)."
        ) % {"middle": fair.middle, "nine": fair.nine_in_ten, "longest": fair.longest}
    if fair.by_hand:
        yield ngettext(
            "%(number)d place was settled by hand.", "%(number)d places were settled by hand.", fair.by_hand
        ) % {"number": fair.by_hand}


def proof_words(run: PlannerRun) -> Iterator[str]:
    """How sure it is that nothing better exists."""
    result = run.result
    reached = {one["name"]: one for one in result.get("reached", [])}
    if run.kind == PlannerRun.Kind.MOVES and "moved" in reached:
        moved = reached["moved"]
        count, bound = round(moved["value"]), moved["bound"]
        if bound is not None and bound > count - 0.5:
            yield ngettext(
                "%(number)d learner moves who could have stayed. Fewer is not possible: that is proven.",
                "%(number)d learners move who could have stayed. Fewer is not possible: that is proven.",
                count,
            ) % {"number": count}
        else:
            yield ngettext(
                "%(number)d learner moves who could have stayed. It is not proven that fewer is impossible.",
                "%(number)d learners move who could have stayed. It is not proven that fewer is impossible.",
                count,
            ) % {"number": count}
    if result.get("proven") and run.kind == PlannerRun.Kind.PLACES:
        yield _("Nothing fairer exists with these places and wishes: that is proven.")
    elif result.get("stopped"):
        yield _("The planner was stopped before it was done: this is the best so far.")
    elif not result.get("proven"):
        yield _("This is the best that was found; it is not proven that nothing better exists.")


def board_words(run: PlannerRun) -> str:
    """Whether each board has its part of the learners, by the places it offers."""
    boards = [one for one in run.result.get("boards", []) if one[1]]
    short = sum(got < least for _board, _seats, got, least in boards)
    if len(boards) < 2:
        return ""
    if not short:
        return _("Each of the %(number)d boards has learners to the measure of its places.") % {"number": len(boards)}
    return ngettext(
        "%(number)d board has fewer learners than fits the places it offers.",
        "%(number)d boards have fewer learners than fits the places they offer.",
        short,
    ) % {"number": short}


STEPS = {
    "reading": gettext_lazy("Reads what everybody asks and what schools have."),
    "unplaced": gettext_lazy("Looks for a place for as many as can be."),
    "short": gettext_lazy("Gives each board its part."),
    "moved": gettext_lazy("Looks for the fewest moves."),
    "points": gettext_lazy("Makes journeys shorter and grants more wishes."),
    "checking": gettext_lazy("Holds every rule against what was found."),
}


def step_words(progress: Mapping[str, Any]) -> str:
    """What the planner is at."""
    step = str(progress.get("step", ""))
    if step.startswith("step"):
        return _("Makes the hardest places less hard.")
    return str(STEPS[step]) if step in STEPS else _("Waits for its turn.")


def best_words(progress: Mapping[str, Any]) -> str:
    """The best so far, with its gap."""
    value, gap = progress.get("value"), progress.get("gap")
    if value is None:
        return ""
    words = ""
    if progress.get("step") == "unplaced":
        words = ngettext(
            "So far %(number)d learner is without a place.",
            "So far %(number)d learners are without a place.",
            round(value),
        ) % {"number": round(value)}
    elif progress.get("step") == "moved":
        words = ngettext("So far %(number)d move.", "So far %(number)d moves.", round(value)) % {"number": round(value)}
    if gap:
        more = _("In this it can become at most %(gap)s %% better.") % {"gap": f"{gap:g}"}
        words = f"{words} {more}".strip()
    return words


def obstacle_words(obstacle: Mapping[str, Any]) -> str:
    """What stood in the way, of one school."""
    values = [*obstacle.get("values", []), "", ""]
    sentences = {
        "too_far": _("it is about %(one)s minutes away, the longest journey is %(two)s"),
        "earlier": _("has been there before"),
        "refused": _("was ruled out by people"),
        "no_seats": _("has no places in this period"),
        "no_band": _("only has room in grades %(one)s"),
        "no_mentor": _("has no places in this period"),
        "mentors_taken": _("is full"),
        "not_sure": _("has no place with a mentor who is known"),
        "full": _("is full"),
        "kept_apart": _("somebody is there with whom it must not be"),
        "for_others": _("the room there is kept for who would be worse off"),
    }
    code = str(obstacle["code"])
    return sentences.get(code, code) % {"one": values[0], "two": values[1]}


def needed_words(needed: Mapping[str, Any]) -> str:
    """What would make it possible."""
    values = [*needed.get("values", []), "", ""]
    sentences = {
        "minutes": _("a journey of %(one)s minutes"),
        "seat": _("one more place"),
        "mentor": _("one more place"),
        "known_mentor": _("a mentor who is known"),
        "band": _("another grade: %(one)s"),
        "people": _("taking back what people ruled out"),
    }
    code = str(needed["code"])
    return sentences.get(code, code) % {"one": values[0].replace("any", _("any"))}


def wishes_words(reasons: Mapping[str, Any], names: Mapping[int, str]) -> list[tuple[str, str, str]]:
    """Each wish that did not come true: the school, why not, and what would have made it possible."""
    return [
        (
            names.get(int(wish["school"]), "?"),
            "; ".join(dict.fromkeys(obstacle_words(one) for one in wish["obstacles"])),
            _together(wish["opening"]["needed"]) if wish.get("opening") else "",
        )
        for wish in reasons.get("wishes", [])
    ]


def ways_words(
    reasons: Mapping[str, Any], names: Mapping[int, str], without: int | None = None
) -> list[tuple[str, str]]:
    """For who is without a place: the shortest ways to one; none by a school that drops out (`without`)."""
    return [
        (names.get(int(way["school"]), "?"), _together(way["needed"]))
        for way in reasons.get("ways", [])
        if int(way["school"]) != without
    ]


def _together(needed: Sequence[Mapping[str, Any]]) -> str:
    return _(" and ").join(dict.fromkeys(needed_words(one) for one in needed))


def in_the_way_words(reasons: Mapping[str, Any]) -> list[str]:
    """For who is without a place: what stood in the way, and at how many schools."""
    words = {
        "too_far": _("too far"),
        "earlier": _("been there before"),
        "no_seats": _("no places"),
        "no_band": _("no room in a grade that suits"),
        "full": _("full"),
        "mentors_taken": _("full"),
        "no_mentor": _("no places"),
        "kept_apart": _("somebody is there with whom it must not be"),
        "for_others": _("kept for who would be worse off"),
    }
    counts: dict[str, int] = {}
    for code, count in reasons.get("in_the_way", []):
        word = words.get(code, code)
        counts[word] = max(counts.get(word, 0), count)
    return [
        ngettext("%(number)d school: %(why)s", "%(number)d schools: %(why)s", count) % {"number": count, "why": word}
        for word, count in counts.items()
    ]


def moved_words(code: str) -> str:
    """Why somebody goes elsewhere."""
    return {
        "gone": _("the place is no longer there"),
        "made_room": _("moves so that another has a place"),
        "new": _("is new in this cohort"),
        "left": _("is no longer in this cohort"),
        "found": _("had no place and has one now"),
    }.get(code, "")


def _place(values: Mapping[str, Any]) -> str:
    if values.get("before"):
        return _("Your place to learn in %(period)s is %(school)s now. It was %(before)s.") % values
    return _("Your place to learn in %(period)s is %(school)s.") % values


def _at_school(values: Mapping[str, Any]) -> str:
    """Who comes to a school and who does not any more, in numbers: the page has the names."""
    told = []
    if values["comes"]:
        told.append(
            ngettext(
                "%(comes)d learner comes to %(school)s in %(period)s.",
                "%(comes)d learners come to %(school)s in %(period)s.",
                values["comes"],
            )
        )
    if values["goes"]:
        told.append(
            ngettext(
                "%(goes)d learner does not come to %(school)s in %(period)s any more.",
                "%(goes)d learners do not come to %(school)s in %(period)s any more.",
                values["goes"],
            )
        )
    return " ".join(told) % values


def _beside(values: Mapping[str, Any]) -> str:
    if values["school"]:
        return (
            _("A learner you stand beside has another place to learn in %(period)s: %(school)s. It was %(before)s.")
            % values
        )
    return _("A learner you stand beside has no place to learn any more in %(period)s. It was %(before)s.") % values


# What a learner, the educators of a school and who stands beside a learner are told, by the kind of notice.
PLACE_NOTICES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "place": _place,
    "place_school": _at_school,
    "place_beside": _beside,
    "place_none": lambda values: _("There is no place to learn for you yet in %(period)s.") % values,
    "appeal_granted": lambda values: _("You asked for another place: it is %(school)s now. Read why.") % values,
    "appeal_declined": lambda values: _("You asked for another place: it stays as it is. Read why.") % values,
}
