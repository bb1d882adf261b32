"""A board as it is drawn: weeks by places, what each square and figure says in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.look.templatetags.look import in_language
from leerruimte.trajectories.models import Piece
from leerruimte.trajectories.queries.board import Known, place_of
from leerruimte.trajectories.queries.board_words import BalanceSeen, CoverRow, balance_seen, cover_row, heavy_said
from leerruimte.trajectories.queries.moves import landings_of_pieces, weeks_in_words
from leerruimte.trajectories.rules.board import coverage, gaps, lanes, load, longest_free, too_heavy
from leerruimte.trajectories.rules.meetings import WEEK, week_of
from leerruimte.trajectories.weekdays import short_day_names

# A board of more weeks is seen through a window of so many.
MOST_WEEKS, WINDOW, BEFORE_NOW = 16, 12, 3
# So many columns and rows have a class in grid.css.
MOST_COLUMNS = 60
MOST_GAPS = 4
# Of a word that stands upright, so many signs fit in a row of the board.
SIGNS_A_ROW = 13
# One or two weeks of many are too narrow for a title.
SHORT = 2
# Before these stand the names of places, and above them the numbers of weeks.
FIRST_COLUMN, FIRST_ROW = 2, 2


@dataclass(frozen=True)
class Week:
    """A week at the head of the board; `column` is where it stands, `height` (0-10) how full it is drawn.

    Why nothing meets in it stands in `why_height` rows from `why_row` on: the most that no piece lies over (0: none).
    """

    monday: date
    number: int
    column: int
    is_now: bool
    why_free: str
    hours: int
    height: int
    is_over: bool
    why_row: int = 0
    why_height: int = 0


@dataclass(frozen=True)
class Square:
    """A piece or a gap on the board, with where it lies and what it says."""

    key: str
    kind: str
    title: str
    sub: str
    weeks: str
    place: str
    numbers: Sequence[tuple[int, str]] = ()
    classes: str = ""
    # Where it lies; row 0: outside the weeks that are shown.
    column: int = 0
    width: int = 0
    row: int = 0
    piece: Piece | None = None
    code: str = ""
    needs_before: bool = False
    counts_not: bool = False
    landings: str = ""
    first: date | None = None
    last: date | None = None
    # Stands in a piece that is too short for its title, and in the list under the board.
    letter: str = ""

    @property
    def at(self) -> str:
        """Where it lies, as classes of grid.css."""
        return f"c{self.column} n{self.width} r{self.row}" if self.row else "out"


@dataclass
class PlaceRow:
    """A place down the side of the board."""

    key: str
    side: str
    name: str
    sub: str
    row: int = 2
    height: int = 1


@dataclass(frozen=True)
class BoardSeen:
    """Everything that is drawn of a board."""

    known: Known
    weeks: Sequence[Week]
    places: Sequence[PlaceRow]
    squares: Sequence[Square]
    covers: Sequence[CoverRow]
    balance: BalanceSeen
    load_row: int
    limit: int | None
    heavy: str
    more_gaps: int
    week: date | None
    before: date | None
    after: date | None
    window_before: date | None
    window_after: date | None
    all_weeks: bool
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hours_of_week(self) -> int | None:
        """Hours in the week that is looked at by itself."""
        return next((one.hours for one in self.weeks if one.monday == self.week), None)

    @property
    def week_is_over(self) -> bool:
        """Whether that week is above the limit."""
        return any(one.is_over for one in self.weeks if one.monday == self.week)

    @property
    def short(self) -> Sequence[Square]:
        """Pieces whose title stands under the board, for it does not fit in them."""
        return [one for one in self.squares if one.letter]

    @property
    def height(self) -> int:
        """How many rows the places take together."""
        return self.load_row - FIRST_ROW


def board_seen(known: Known, *, week: date | None = None, all_weeks: bool = False) -> BoardSeen:
    """The board as it is drawn. `week`: the week that a small screen shows by itself, and a wide one shows around."""
    mondays = known.mondays
    if week is not None:
        week = min(max(week_of(week), mondays[0]), mondays[-1])
    window = _window(mondays, week, all_weeks=all_weeks)
    weeks = _weeks(known, window)
    squares, places, load_row = _laid_out(known, window, week)
    weeks = [_with_why(one, squares, load_row) if one.why_free else one for one in weeks]
    heavy = too_heavy(known.board)
    return BoardSeen(
        known=known,
        weeks=weeks,
        places=places,
        squares=squares,
        covers=[cover_row(known, cover) for cover in coverage(known.board)],
        balance=balance_seen(known),
        load_row=load_row,
        limit=known.board.limit,
        heavy=heavy_said(known, heavy),
        more_gaps=max(0, len(gaps(known.board)) - MOST_GAPS),
        week=week,
        before=week - WEEK if week and week > mondays[0] else None,
        after=week + WEEK if week and week < mondays[-1] else None,
        window_before=max(mondays[0], window[0] - WEEK * (WINDOW - BEFORE_NOW)) if window[0] > mondays[0] else None,
        window_after=window[-1] + WEEK * (BEFORE_NOW + 1) if window[-1] < mondays[-1] else None,
        all_weeks=len(window) == len(mondays),
        data={
            "mondays": [one.monday.isoformat() for one in weeks],
            "numbers": [one.number for one in weeks],
            "revision": known.trajectory.revision,
        },
    )


def _window(mondays: Sequence[date], week: date | None, *, all_weeks: bool) -> Sequence[date]:
    if (all_weeks and len(mondays) <= MOST_COLUMNS) or len(mondays) <= MOST_WEEKS:
        return mondays
    focus = week or min(max(week_of(timezone.localdate()), mondays[0]), mondays[-1])
    start = min(max(0, mondays.index(focus) - BEFORE_NOW), len(mondays) - WINDOW)
    return mondays[start : start + WINDOW]


def _weeks(known: Known, window: Sequence[date]) -> list[Week]:
    minutes = load(known.board)
    heavy = set(too_heavy(known.board))
    now = week_of(timezone.localdate())
    most = max(max(minutes, default=0), (known.board.limit or 0) * 60, 1)
    weeks = []
    for column, monday in enumerate(window, FIRST_COLUMN):
        number = known.mondays.index(monday) + 1
        weeks.append(
            Week(
                monday=monday,
                number=monday.isocalendar().week,
                column=column,
                is_now=monday == now,
                why_free=known.why_free(monday),
                hours=round(minutes[number - 1] / 60),
                height=-(-10 * minutes[number - 1] // most),
                is_over=number in heavy,
            )
        )
    return weeks


def _with_why(week: Week, squares: Sequence[Square], load_row: int) -> Week:
    """Let why nothing meets stand where most rows together are free; a long word does not fit in one."""
    taken = {one.row for one in squares if one.column <= week.column < one.column + one.width}
    row, height = longest_free(range(FIRST_ROW, load_row), taken)
    fits = len(week.why_free) <= height * SIGNS_A_ROW
    return replace(week, why_row=row, why_height=height) if fits else week


def _laid_out(known: Known, window: Sequence[date], week: date | None) -> tuple[list[Square], list[PlaceRow], int]:
    places = _places(known)
    by_place: dict[str, list[Piece]] = {place.key: [] for place in places}
    for piece in known.pieces:
        by_place[place_of(piece)].append(piece)
    landings = landings_of_pieces(known.trajectory, known.pieces, known.free) if known.may_move else {}
    squares: list[Square] = []
    row = FIRST_ROW
    for place in places:
        mine = by_place[place.key]
        seen = [one for one in mine if one.last_week >= window[0] and one.first_week <= window[-1]]
        rows = dict(zip((one.pk for one in seen), lanes([_columns(one, window) for one in seen]), strict=True))
        place.row, place.height = row, max([1, *(lane + 1 for lane in rows.values())])
        for piece in mine:
            at = row + rows[piece.pk] if piece.pk in rows else 0
            moved = ",".join(f"{one.first.isoformat()}:{one.edition or ''}" for one in landings.get(piece.pk, ()))
            squares.append(_square(known, piece, place, window, week, at, moved))
        row += place.height
    found = list(_gap_squares(known, window, row))
    if found:
        places.append(PlaceRow("gap", "mixed", _("No place yet"), _("no piece gives this"), row))
        squares += found
        row += 1
    squares.sort(key=lambda one: (one.first or date.max, one.title))
    return list(_lettered(squares, window)), places, row


def _lettered(squares: Sequence[Square], window: Sequence[date]) -> Iterator[Square]:
    """On a board of many weeks what is short has a letter instead of the beginning of its title."""
    number = 0
    for square in squares:
        is_short = len(window) > MOST_WEEKS and square.piece and square.row and square.width <= SHORT
        if not is_short:
            yield square
            continue
        yield replace(square, letter=letter_of(number))
        number += 1


def letter_of(number: int) -> str:
    """A to Z, and then AA."""
    before, letter = divmod(number, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + letter)


def _places(known: Known) -> list[PlaceRow]:
    """The institute, each school (one's own first), elsewhere; the first three are always there."""
    rows: dict[str, PlaceRow] = {}
    own = known.trajectory.school
    ordered = sorted(
        known.pieces,
        key=lambda one: (
            list(Piece.Where).index(Piece.Where(one.where)),
            own is None or one.organisation_id != own.pk,
            one.organisation.name if one.organisation else "",
        ),
    )
    if not any(one.where == Piece.Where.INSTITUTE for one in ordered):
        rows["institute"] = PlaceRow("institute", "institute", _("The institute"), "")
    for piece in ordered:
        if piece.where == Piece.Where.INSTITUTE:
            rows.setdefault(place_of(piece), _place_row(piece))
    if own is not None:
        rows[f"school-{own.pk}"] = PlaceRow(f"school-{own.pk}", "school", own.name, own.place)
    for piece in ordered:
        rows.setdefault(place_of(piece), _place_row(piece))
    rows.setdefault("elsewhere", PlaceRow("elsewhere", "elsewhere", _("Elsewhere"), _("outside institute and school")))
    return list(rows.values())


def _place_row(piece: Piece) -> PlaceRow:
    names = {
        Piece.Where.INSTITUTE.value: _("The institute"),
        Piece.Where.SCHOOL.value: _("A school"),
        Piece.Where.ELSEWHERE.value: _("Elsewhere"),
    }
    organisation = piece.organisation
    name, sub = (organisation.name, organisation.place) if organisation else (names[piece.where], "")
    return PlaceRow(place_of(piece), piece.where, name, sub)


def _columns(piece: Piece, window: Sequence[date]) -> tuple[int, int]:
    """The first and last column of the window that a piece lies in, from 0."""
    first = max(0, (piece.first_week - window[0]) // WEEK)
    return first, min(len(window) - 1, (piece.last_week - window[0]) // WEEK)


def _square(
    known: Known,
    piece: Piece,
    place: PlaceRow,
    window: Sequence[date],
    week: date | None,
    row: int,
    landings: str,
) -> Square:
    key = str(piece.pk)
    counts = known.board.counts(key)
    before = {code for code in piece.contributes if code in known.outcome}
    asks = next(one.asks for one in known.board.laid if one.key == key)
    needs_before = bool(asks) or any(
        one.code in known.outcome for code in before for one in known.outcome[code].prerequisites.all()
    )
    classes = [piece.where, piece.state]
    classes += ["first"] * (not needs_before) + ["pinned"] * piece.pinned
    first, last = _columns(piece, window)
    if week and not piece.first_week <= week <= piece.last_week:
        classes.append("off")
    return Square(
        key=key,
        kind="piece",
        title=piece.title,
        sub=_sub(piece),
        weeks=weeks_in_words(piece.first_week, piece.last_week),
        place=place.name,
        numbers=sorted((known.number[code], in_language(known.outcome[code].title)) for code in before),
        classes=" ".join(classes),
        column=first + FIRST_COLUMN,
        width=last - first + 1,
        row=row,
        piece=piece,
        needs_before=needs_before,
        counts_not=bool(before - known.board.reached) and not counts,
        landings=landings,
        first=piece.first_week,
        last=piece.last_week,
    )


def _sub(piece: Piece) -> str:
    days = ", ".join(short_day_names(piece.edition.days if piece.edition else ()))
    hours = ngettext("%(n)d hour", "%(n)d hours", piece.hours) % {"n": piece.hours} if piece.hours else ""
    return " · ".join(one for one in (days, hours) if one)


def _gap_squares(known: Known, window: Sequence[date], row: int) -> Iterator[Square]:
    """Gaps lie side by side from now on, where there is room; the list under the board names them all."""
    codes = gaps(known.board)[:MOST_GAPS]
    if not codes:
        return
    now = week_of(timezone.localdate())
    start = next((number for number, monday in enumerate(window) if monday >= now), 0)
    width = max(2, min(3 if len(window) <= MOST_WEEKS else 6, len(window) // len(codes)))
    start = max(0, min(start, len(window) - width * len(codes)))
    for number, code in enumerate(codes):
        column = start + number * width
        if column + width > len(window):
            return
        yield Square(
            key=f"gap-{code}",
            kind="gap",
            title=_("A piece is missing here"),
            sub=in_language(known.outcome[code].title),
            weeks="",
            place=_("no place yet"),
            classes="gap",
            column=column + FIRST_COLUMN,
            width=width,
            row=row,
            code=code,
            numbers=[(known.number[code], in_language(known.outcome[code].title))],
        )
