"""Codes to plain sentences, English or Dutch, for the command line; the application has words of its own."""

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
    Rung,
    Value,
    WayOut,
)
from leerruimte.planner.words_dutch import DUTCH

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
    "covers_one_more": "And it adds to one more outcome.",
    "opens": "It comes before {opportunity_title}, which asks {outcome_title} beforehand.",
    "liked": "You like this kind ({what_title}).",
    "liked_itself": "You said that you would like {what_title}.",
    "breaks": "It no longer fits: {broken}.",
    "no_gain": "It adds nothing any more to what the other pieces give.",
    "strong_place": "{place_title} is strong in {domain} ({strength} of 5).",
}
NO_FURTHER = "No further clearly different route was found in the time given; whether one exists is not known."
REACHED = (
    "  Outcomes reached: {full} of {all}. Hours a week: at most {most:.0f}, {hours:.0f} in all;"
    " on the way some {travel:.0f} hours (an estimate)."
)
DIFFERS = "  {percent} % of the hours of route {route} are not in it."
RUNG = (
    "  To find it, less was asked than at first: {different} % other hours, {floor} % of the score of route 1"
    " and {aims} % of what it reaches of your main aims."
)
TOP = Rung(50, 85)
CHANGES = "{changes} changes; {kept} pieces stay as they were agreed."
NOT_PROVEN = "Not proven that fewer changes would not do; the steps below say how far it got."
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
POSSIBLE = "      {points} points are possible, but then: {instead}."
POINTS = " ({points} points)"
MORE_LOSSES = "{more} more outcomes lose points"
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
    """Sentences about one problem, in English ("en") or Dutch ("nl"): it knows the titles."""

    problem: Problem
    language: str = "en"

    def say(self, text: str, **values: Value | float) -> str:
        """Give a sentence in the language, with its values filled in."""
        told = DUTCH.get(text, text) if self.language == "nl" else text
        return told.format(**values)

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
        return f"week {week} ({monday.day} {self.say(f'{monday:%b}')})"

    def why(self, reason: Reason) -> str:
        """Say why a piece is there."""
        code = reason.code
        if code == "liked" and reason.values.get("kind") in ("opportunity", "place"):
            code = "liked_itself"
        if code == "covers_more" and reason.values.get("number") == 1:
            code = "covers_one_more"
        return self.say(WHY[code], **self._values(reason.values))

    def stands(self, reason: Reason) -> str:
        """Say what stands in the way."""
        return self.say(STANDS[reason.code], **self._values(reason.values))

    def gives_way(self, reason: Reason) -> str:
        """Say what would have to be otherwise."""
        return self.say(GIVES_WAY[reason.code], **self._values(reason.values))

    def _values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        titles = {f"{name}_title": self.title(str(value)) for name, value in values.items()}
        if values.get("kind") in ("formality", "place_kind", "part"):
            titles["what_title"] = self.say(str(values["what"]))
        day, part = DAY_NAMES.get(str(values.get("day")), ""), PART_NAMES.get(str(values.get("part", "")), "")
        when = f"{self.say(day)} {self.say(part)}".strip()
        why = f" ({values['why']})" if values.get("why") else ""
        return {**titles, **values, "when": when + why, "broken": self._broken(values)}

    def _broken(self, values: Mapping[str, Value]) -> str:
        rule, words = str(values.get("rule", "")), str(values.get("detail", "")).split()
        hours = int(words[0]) // 60 if rule == "load" else 0
        names = {**DAY_NAMES, **PART_NAMES, "day": "by day", "meetings": "meetings", "lost": "lost"}
        detail = " ".join(self.say(names.get(word, word)) for word in words)
        return self.say(BREAKS.get(rule, rule), detail=detail, hours=hours)

    def routes(self, answer: Routes) -> Iterator[str]:
        """Tell the whole answer, a line each."""
        if answer.status == NO_ROUTE:
            yield self.say("No route keeps to all that holds for you: {why}.", why=self._joined(answer.reasons))
            yield from self._ways(answer.ways_out)
        yield from (line for number, route in enumerate(answer.routes, 1) for line in self.route(route, number))
        yield from self._how_many(answer)
        if answer.gaps:
            yield ""
            yield self.say("What route 1 does not reach (wholly), and why not:")
        told: dict[str, str] = {}
        for gap in answer.gaps:
            yield from self.gap(gap, told)

    def _how_many(self, answer: Routes) -> Iterator[str]:
        many = len(answer.routes)
        if many and answer.status == ONLY:
            yield ""
            one = "With these limits only 1 clearly different route exists (proven)."
            more = "With these limits only {many} clearly different routes exist (proven)."
            yield self.say(one if many == 1 else more, many=many)
        if answer.status == UNKNOWN:
            yield ""
            yield self.say(NO_FURTHER)
        if answer.status == STOPPED:
            yield ""
            yield self.say("It was stopped before it was done.")

    def route(self, route: Route, number: int) -> Iterator[str]:
        """Tell one route."""
        yield ""
        yield f"Route {number}, {self.say(COLOUR_NAMES[route.colour])}: {self.proof(route.proof)}"
        yield self.say(
            "  Balance: {balance} (each of the best found for it alone).", balance=self._balance(route.balance)
        )
        yield self.say(
            REACHED,
            full=sum(one.points >= one.asked for one in route.coverage),
            all=len(route.coverage),
            most=max(route.load) / 60,
            hours=sum(route.load) / 60,
            travel=route.travel_minutes / 60,
        )
        for distance in route.distances:
            yield self.say(DIFFERS, percent=distance.percent, route=distance.route)
        if route.rung and route.rung != TOP:
            yield self.say(RUNG, different=route.rung.different, floor=route.rung.floor, aims=route.rung.aims)
        yield from (line for piece in route.pieces for line in self.piece(piece))

    def piece(self, piece: Piece) -> Iterator[str]:
        """Tell one piece, why it is there, and what would go if it went."""
        weeks = self.week(piece.first_week)
        if piece.last_week != piece.first_week:
            weeks += self.say(" to {week}", week=self.week(piece.last_week))
        yield self.say(
            "  * {title} [{code}] at {place}: {weeks}, {hours:.0f} hours",
            title=self.title(piece.opportunity),
            code=piece.opportunity,
            place=self.title(piece.place),
            weeks=weeks,
            hours=piece.minutes / 60,
        )
        yield "      " + " ".join(self.why(reason) for reason in piece.why)
        yield self.say("      Without it: {gone}", gone=self._gone(piece) or self.say("hardly anything would go."))

    def _gone(self, piece: Piece) -> str:
        gone = [self._loss(loss) for loss in piece.without.losses[:4]]
        if len(piece.without.losses) > 4:
            gone.append(self.say(MORE_LOSSES, more=len(piece.without.losses) - 4))
        gone += [self.say("{title} falls with it", title=self.title(code)) for code in piece.without.falls]
        if not gone and piece.without.needs < 0:
            gone.append(self.say("your needs are met {less:.1f} % less", less=-piece.without.needs / 10))
        if not gone and piece.without.opportunities < 0:
            gone.append(
                self.say("what places are good at is used {less:.1f} % less", less=-piece.without.opportunities / 10)
            )
        return "; ".join(gone) + "." if gone else ""

    def _loss(self, loss: Loss) -> str:
        title = self.title(loss.outcome)
        return self.say("{title} from {points} to {left} points", title=title, points=loss.points, left=loss.left)

    def proof(self, proof: Proof) -> str:
        """Say how sure it is."""
        if proof.status == PROVEN:
            return self.say("proven to be the best there is for this question")
        if proof.gap_percent is None:
            return self.say("the best found; it is not known how much better it could be")
        return self.say(
            "the best found; nothing better by more than {gap:.1f} % exists", gap=max(proof.gap_percent, 0.1)
        )

    def gap(self, gap: Gap, told: dict[str, str] | None = None) -> Iterator[str]:
        """Tell why an outcome is not (wholly) reached, and what would make it possible; not twice the same (`told`)."""
        yield self.say(
            "  {title} [{code}]: {points} of {asked} points.",
            title=self.title(gap.outcome),
            code=gap.outcome,
            points=gap.points,
            asked=gap.asked,
        )
        if gap.code == "nothing_contributes":
            yield self.say("      No place offers anything that contributes to it.")
        elif gap.code == "not_known":
            yield self.say("      There was no time to find out why.")
        elif gap.code == "given_up":
            instead = self._once(gap, {} if told is None else told)
            yield self.say(POSSIBLE, points=gap.most, asked=gap.asked, instead=instead)
        if gap.reasons and gap.code != "nothing_contributes":
            yield self.say("      More is impossible, because {why}.", why=self._joined(gap.reasons))
        elif gap.most < gap.asked and gap.code not in ("nothing_contributes", "not_known"):
            yield self.say("      More is impossible: what it takes does not fit one after the other in this period.")
        yield from self._ways(gap.ways_out, gap.asked)

    def _once(self, gap: Gap, told: dict[str, str]) -> str:
        instead = self._instead(gap)
        first = told.setdefault(instead, gap.outcome)
        if first == gap.outcome:
            return instead
        return self.say("the same as for {title}", title=self.title(first))

    def _instead(self, gap: Gap) -> str:
        told = [self._loss(loss) for loss in gap.given_up]
        if gap.takes:
            told.insert(
                0, self.say("you would take {titles}", titles=", ".join(self.title(code) for code in gap.takes))
            )
        if gap.balance_then is not None:
            told.append(self._balance(gap.balance_then))
        return "; ".join(told) or self.say("other pieces would have to go")

    def _balance(self, balance: Balance) -> str:
        figures = {name: getattr(balance, name) / 10 for name in ("curriculum", "opportunities", "needs")}
        return ", ".join(f"{self.say(name)} {share:.0f} %" for name, share in figures.items())

    def _ways(self, ways: tuple[WayOut, ...], asked: int = 0) -> Iterator[str]:
        for way in ways:
            if way.gives_way:
                told = self.say(" and ").join(self.gives_way(reason) for reason in way.gives_way)
                sure = self.say("the easiest way" if way.proven else "a way")
                points = self.say(POINTS, points=way.points, asked=asked) if way.points else ""
                yield self.say(
                    "      It would be possible{points} if {what}: {sure}.", points=points, what=told, sure=sure
                )

    def _joined(self, reasons: tuple[Reason, ...]) -> str:
        told = [self.stands(reason) for reason in reasons]
        parts = [", ".join(told[:-1]), told[-1]] if len(told) > 2 else told
        return self.say(" and ").join(parts) or self.say("what it takes does not fit")

    def replan(self, answer: Replan, before: "Words | None" = None) -> Iterator[str]:
        """Tell what changes, why, and whether fewer changes were possible; `before` knows the titles of what went."""
        old = before or self
        if answer.route is None:
            yield self.say("No route keeps to all that holds now: {why}.", why=self._joined(answer.reasons))
            yield from self._ways(answer.ways_out)
            return
        one, more = "1 change; {kept} pieces stay as they were agreed.", CHANGES
        yield self.say(one if answer.changes == 1 else more, changes=answer.changes, kept=answer.kept)
        for code in answer.forced:
            yield self.say("  {title} [{code}] fell away by the change itself.", title=old.title(code), code=code)
        for altered in answer.altered:
            why = " ".join(self.why(reason) for reason in altered.why)
            title = old.title(altered.opportunity)
            yield f"  {self.say(altered.what)}: {title} [{altered.opportunity}]. {why}".rstrip()
        yield from self._how_few(answer)
        yield from self.route(answer.route, 1)

    def _how_few(self, answer: Replan) -> Iterator[str]:
        if answer.proof.status != PROVEN:
            yield self.say(NOT_PROVEN)
        elif all(step.changes is not None for step in answer.ladder):
            yield self.say("Proven: with fewer changes no route is as good as the agreed one (within 1 %).")
        else:
            yield self.say("Proven: with fewer changes no route is as good as the best found now (within 1 %).")
        best = max((step.score for step in answer.ladder), default=0)
        for step in answer.ladder if best > 0 else ():
            told = "  With at most {changes} changes: {share:.0f} % as good as the best of these."
            if step.changes is None:
                told = "  With as many changes as it takes: {share:.0f} % as good as the best of these."
            yield self.say(told, changes=step.changes or 0, share=100 * step.score / best)


def mistake_in_words(mistake: Mistake) -> str:
    """Say what is wrong and where."""
    told = MISTAKES.get(mistake.code, mistake.code.replace("_", " ") + " (found: {found})")
    return f"{mistake.where}: " + told.format(**{"found": "", **mistake.values})


def broken_in_words(broken: Broken) -> str:
    """Say which rule is broken by what."""
    return f"rule '{broken.rule}' is broken by {', '.join(broken.by)}" + (
        f" ({broken.detail})" if broken.detail else ""
    )
