"""Codes to plain English sentences, for the command line; the application has words of its own, in its languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from leerruimte.planner.checking import Broken
from leerruimte.planner.plain import Mistake
from leerruimte.planner.problem import DAYS, Problem
from leerruimte.planner.result import (
    NO_ROUTE,
    ONLY,
    PROVEN,
    STOPPED,
    UNKNOWN,
    Balance,
    Gap,
    Loss,
    Piece,
    Proof,
    Reason,
    Replan,
    Route,
    Routes,
    Value,
    WayOut,
)

DAY_NAMES = dict(zip(DAYS, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), strict=True))
PART_NAMES = {"morning": "morning", "afternoon": "afternoon", "late": "after school", "evening": "evening", "": ""}
COLOUR_NAMES = {
    "balanced": "in balance",
    "needs": "with more of your own aims",
    "opportunities": "with more of what the places are good at",
}
WHY = {
    "pinned": "You hold to it.",
    "only_one": "Nothing else you can book gives {outcome_title}.",
    "aim": "It is for your own aim {outcome_title} ({points} of {asked} points).",
    "covers": "It gives {points} of the {asked} points of {outcome_title}.",
    "covers_more": "And it adds to {number} more outcomes.",
    "opens": "It comes before {opportunity_title}, which asks {outcome_title} beforehand.",
    "liked": "You like this kind ({what_title}).",
    "liked_itself": "You said that you would like {what_title}.",
    "breaks": "It no longer fits: {broken}.",
    "no_gain": "It adds nothing any more to what the other pieces give.",
    "strong_place": "{place_title} is strong in {domain} ({strength} of 5).",
}
BREAKS = {
    "clash": "it meets at the same time as another piece ({detail})",
    "one place": "you would be at two places on one day ({detail})",
    "load": "that week would be too full ({hours} hours)",
    "schools": "it would be at one school too many",
    "asks": "what it asks beforehand is no longer begun in time",
    "never": "you cannot then ({detail})",
    "missed": "too many of its meetings would be lost ({detail})",
    "travel": "it is too far",
    "alike": "you do the same thing elsewhere",
}
STANDS = {
    "never": "you cannot on {when}",
    "travel": "{place_title} is about {minutes} minutes away and you travel at most {most}",
    "refused": "you refused {opportunity_title}",
    "full": "{opportunity_title} is full",
    "missed": "too many meetings of {opportunity_title} fall on days off",
    "pin": "you hold to {opportunity_title}",
    "load": "you have at most {most} hours a week",
    "schools": "you learn at no more than {most} school(s)",
    "due": "{outcome_title} is due in week {week}",
    "not_enough_offered": "all that is offered together gives {points} of {asked} points",
}
GIVES_WAY = {
    "never": "you were free on {when}",
    "travel": "you would travel {minutes} minutes to {place_title}",
    "refused": "you would take {opportunity_title} after all",
    "full": "{opportunity_title} had one more seat",
    "missed": "{opportunity_title} made up for the meetings that fall on days off",
    "pin": "you let go of {opportunity_title}",
    "load": "you had {hours} hours in the busiest week",
    "schools": "you learned at one school more",
    "due": "{outcome_title} might come after week {week}",
}
MISTAKES = {
    "unknown_outcome": "no outcome is called {code}",
    "unknown_opportunity": "no opportunity is called {code}",
    "unknown_place": "no place is called {code}",
    "unknown_edition": "this opportunity has no edition {code}",
    "unknown_key": "this is not known here; known are: {known}",
    "missing": "this is missing",
    "code_twice": "the code {code} stands here more than once",
    "circle": "these ask each other beforehand: {codes}",
    "ends_before_it_begins": "it ends ({last}) before it begins ({first})",
    "not_a_monday": "{found} is not a Monday",
    "need_does_not_divide_12": "{found} points: it must be 1, 2, 3, 4, 6 or 12",
    "negative": "{found} is negative",
    "too_little": "{found} is less than {least}",
    "too_much": "{found} is more than {most}",
    "more_than_a_week_has": "a week has 168 hours, and this is more",
    "no_meetings": "there is no meeting",
    "day_without_part": "a day and a part of the day belong together (day '{day}', part '{part}')",
    "not_one_of": "'{found}' is not one of: {known}",
    "pinned_and_refused": "{code} is pinned and refused at once",
    "not_a_date": "'{found}' is not a date (2026-08-31)",
}


@dataclass(frozen=True, eq=False)
class Words:
    """Sentences about one problem: it knows the titles."""

    problem: Problem

    def title(self, code: str) -> str:
        """Give the title of an outcome, opportunity or place."""
        return self._titles.get(code, code)

    @cached_property
    def _titles(self) -> dict[str, str]:
        titles = {one.code: one.title for one in self.problem.places}
        titles |= {one.code: one.title for one in self.problem.opportunities}
        return titles | {one.code: one.title for one in self.problem.outcomes}

    def week(self, week: int) -> str:
        """Give a week as people know it: its number and its Monday."""
        monday = self.problem.calendar.day(week, "mo")
        return f"week {week} ({monday.day} {monday:%b})"

    def why(self, reason: Reason) -> str:
        """Say why a piece is there."""
        itself = reason.code == "liked" and reason.values.get("kind") in ("opportunity", "place")
        told = WHY["liked_itself" if itself else reason.code].format(**self._values(reason.values))
        return told.replace("to 1 more outcomes", "to 1 more outcome")

    def stands(self, reason: Reason) -> str:
        """Say what stands in the way."""
        return STANDS[reason.code].format(**self._values(reason.values))

    def gives_way(self, reason: Reason) -> str:
        """Say what would have to be otherwise."""
        return GIVES_WAY[reason.code].format(**self._values(reason.values))

    def _values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        titles = {f"{name}_title": self.title(str(value)) for name, value in values.items()}
        when = f"{DAY_NAMES.get(str(values.get('day')), '')} {PART_NAMES.get(str(values.get('part', '')), '')}".strip()
        why = f" ({values['why']})" if values.get("why") else ""
        return {**titles, **values, "when": when + why, "broken": self._broken(values)}

    def _broken(self, values: Mapping[str, Value]) -> str:
        rule, detail = str(values.get("rule", "")), str(values.get("detail", ""))
        hours = int(detail.split()[0]) // 60 if rule == "load" else 0
        for short, name in (*DAY_NAMES.items(), *PART_NAMES.items()):
            detail = " ".join(name if word == short else word for word in detail.split())
        return BREAKS.get(rule, rule).format(detail=detail, hours=hours)

    def routes(self, answer: Routes) -> Iterator[str]:
        """Tell the whole answer, a line each."""
        if answer.status == NO_ROUTE:
            yield "No route keeps to all that holds for you: " + self._joined(answer.reasons) + "."
            yield from self._ways(answer.ways_out)
        yield from (line for number, route in enumerate(answer.routes, 1) for line in self.route(route, number))
        yield from self._how_many(answer)
        if answer.gaps:
            yield ""
            yield "What route 1 does not reach (wholly), and why not:"
        told: dict[str, str] = {}
        for gap in answer.gaps:
            yield from self.gap(gap, told)

    def _how_many(self, answer: Routes) -> Iterator[str]:
        many = len(answer.routes)
        if many and answer.status == ONLY:
            yield ""
            noun = "route exists" if many == 1 else "routes exist"
            yield f"With these limits only {many} clearly different {noun} (proven)."
        if answer.status == UNKNOWN:
            yield ""
            yield "No further clearly different route was found in the time given; whether one exists is not known."
        if answer.status == STOPPED:
            yield ""
            yield "It was stopped before it was done."

    def route(self, route: Route, number: int) -> Iterator[str]:
        """Tell one route."""
        yield ""
        yield f"Route {number}, {COLOUR_NAMES[route.colour]}: {self.proof(route.proof)}"
        yield f"  Balance: {self._balance(route.balance)} (each of the best found for it alone)."
        full = sum(one.points >= one.asked for one in route.coverage)
        yield (
            f"  Outcomes reached: {full} of {len(route.coverage)}. Hours a week: at most {max(route.load) / 60:.0f},"
            f" {sum(route.load) / 60:.0f} in all; on the way some {route.travel_minutes / 60:.0f} hours (an estimate)."
        )
        for distance in route.distances:
            rung = f"; the ladder reached {route.rung.different} % / {route.rung.floor} %" if route.rung else ""
            yield f"  {distance.percent} % of the hours of route {distance.route} are not in it{rung}."
        yield from (line for piece in route.pieces for line in self.piece(piece))

    def piece(self, piece: Piece) -> Iterator[str]:
        """Tell one piece, why it is there, and what would go if it went."""
        weeks = self.week(piece.first_week)
        if piece.last_week != piece.first_week:
            weeks += f" to {self.week(piece.last_week)}"
        name = f"{self.title(piece.opportunity)} [{piece.opportunity}]"
        yield f"  * {name} at {self.title(piece.place)}: {weeks}, {piece.minutes / 60:.0f} hours"
        yield "      " + " ".join(self.why(reason) for reason in piece.why)
        yield "      Without it: " + (self._gone(piece) or "hardly anything would go.")

    def _gone(self, piece: Piece) -> str:
        gone = [self._loss(loss) for loss in piece.without.losses[:4]]
        if len(piece.without.losses) > 4:
            gone.append(f"{len(piece.without.losses) - 4} more outcomes lose points")
        gone += [f"{self.title(code)} falls with it" for code in piece.without.falls]
        if not gone and piece.without.needs < 0:
            gone.append(f"your needs are met {-piece.without.needs / 10:.1f} % less")
        if not gone and piece.without.opportunities < 0:
            gone.append(f"what places are good at is used {-piece.without.opportunities / 10:.1f} % less")
        return "; ".join(gone) + "." if gone else ""

    def _loss(self, loss: Loss) -> str:
        return f"{self.title(loss.outcome)} from {loss.points} to {loss.left} points"

    def proof(self, proof: Proof) -> str:
        """Say how sure it is."""
        if proof.status == PROVEN:
            return "proven to be the best there is for this question"
        if proof.gap_percent is None:
            return "the best found; it is not known how much better it could be"
        return f"the best found; nothing better by more than {max(proof.gap_percent, 0.1):.1f} % exists"

    def gap(self, gap: Gap, told: dict[str, str] | None = None) -> Iterator[str]:
        """Tell why an outcome is not (wholly) reached, and what would make it possible; not twice the same (`told`)."""
        yield f"  {self.title(gap.outcome)} [{gap.outcome}]: {gap.points} of {gap.asked} points."
        if gap.code == "nothing_contributes":
            yield "      No place offers anything that contributes to it."
        elif gap.code == "not_known":
            yield "      There was no time to find out why."
        elif gap.code == "given_up":
            yield f"      {gap.most} points are possible, but then: {self._once(gap, {} if told is None else told)}."
        if gap.reasons and gap.code != "nothing_contributes":
            yield "      More is impossible, because " + self._joined(gap.reasons) + "."
        elif gap.most < gap.asked and gap.code not in ("nothing_contributes", "not_known"):
            yield "      More is impossible: what it takes does not fit one after the other in this period."
        yield from self._ways(gap.ways_out)

    def _once(self, gap: Gap, told: dict[str, str]) -> str:
        instead = self._instead(gap)
        first = told.setdefault(instead, gap.outcome)
        return instead if first == gap.outcome else f"the same as for {self.title(first)}"

    def _instead(self, gap: Gap) -> str:
        told = [self._loss(loss) for loss in gap.given_up]
        if gap.takes:
            told.insert(0, "you would take " + ", ".join(self.title(code) for code in gap.takes))
        if gap.balance_then is not None:
            told.append(self._balance(gap.balance_then))
        return "; ".join(told) or "other pieces would have to go"

    def _balance(self, balance: Balance) -> str:
        figures = {name: getattr(balance, name) / 10 for name in ("curriculum", "opportunities", "needs")}
        return ", ".join(f"{name} {share:.0f} %" for name, share in figures.items())

    def _ways(self, ways: tuple[WayOut, ...]) -> Iterator[str]:
        for way in ways:
            if way.gives_way:
                told = " and ".join(self.gives_way(reason) for reason in way.gives_way)
                sure = "the easiest way" if way.proven else "a way"
                points = f" ({way.points} points)" if way.points else ""
                yield f"      It would be possible{points} if {told}: {sure}."

    def _joined(self, reasons: tuple[Reason, ...]) -> str:
        told = [self.stands(reason) for reason in reasons]
        return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 2 else told) or "what it takes does not fit"

    def replan(self, answer: Replan, before: "Words | None" = None) -> Iterator[str]:
        """Tell what changes, why, and whether fewer changes were possible; `before` knows the titles of what went."""
        old = before or self
        if answer.route is None:
            yield "No route keeps to all that holds now: " + self._joined(answer.reasons) + "."
            yield from self._ways(answer.ways_out)
            return
        told = "change" if answer.changes == 1 else "changes"
        yield f"{answer.changes} {told}; {answer.kept} pieces stay as they were agreed."
        yield from (f"  {old.title(code)} [{code}] fell away by the change itself." for code in answer.forced)
        for one in answer.altered:
            why = " ".join(self.why(reason) for reason in one.why)
            yield f"  {one.what}: {old.title(one.opportunity)} [{one.opportunity}]. {why}".rstrip()
        if answer.proof.status == PROVEN:
            good = "the agreed one" if all(step.changes is not None for step in answer.ladder) else "the best found now"
            yield f"Proven: with fewer changes no route is as good as {good} (within 1 %)."
        else:
            yield "Not proven that fewer changes would not do; the steps below say how far it got."
        for step in answer.ladder:
            most = (
                "as many changes as it takes"
                if step.changes is None
                else f"at most {step.changes} change" + "s" * (step.changes != 1)
            )
            best = max((one.score for one in answer.ladder), default=0)
            share = f": {100 * step.score / best:.0f} % as good as the best of these" if best > 0 else ""
            yield f"  With {most}{share}."
        yield from self.route(answer.route, 1)


def mistake_in_words(mistake: Mistake) -> str:
    """Say what is wrong and where."""
    told = MISTAKES.get(mistake.code, mistake.code.replace("_", " ") + " (found: {found})")
    return f"{mistake.where}: " + told.format(**{"found": "", **mistake.values})


def broken_in_words(broken: Broken) -> str:
    """Say which rule is broken by what."""
    return f"rule '{broken.rule}' is broken by {', '.join(broken.by)}" + (
        f" ({broken.detail})" if broken.detail else ""
    )
