"""The example partnership itself: who belongs to it, and who can sign in. What is there already is left alone."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from leerruimte.example.people import FULL, KANTELBOOM, SMALL, WOLKENKADE, ZILVERSPOOR, Places, roster, school_year
from leerruimte.people.actions.accounts import make_account
from leerruimte.people.actions.importing import take_in
from leerruimte.people.actions.inviting import invite, invite_list
from leerruimte.people.actions.moving_in import Held, Mover, move_in
from leerruimte.people.actions.partnerships import open_partnership
from leerruimte.people.actions.roles import give_role
from leerruimte.people.importing.columns import FileRead, read_file
from leerruimte.people.importing.plans import Outcome
from leerruimte.people.models import Invitation, Organisation, Partnership, Person, Role, RoleAssignment
from leerruimte.people.queries.importing import plan_of
from leerruimte.people.who import NOBODY, HeldRole, Who
from leerruimte.plates.actions.adapting import make_own, publish_draft, save_section
from leerruimte.plates.adapting.sections import WORDS, section_of, stamp
from leerruimte.plates.models import Plate
from leerruimte.plates.queries import current_version, draft_seen

NAME, NEIGHBOUR = "Waardland Leert Samen", "Heuvelland Samen"
# The small example has these boards, and of each no more schools than this.
SMALL_BOARDS = ("95019", "95002", "95035")
SMALL_SCHOOLS = 6
COORDINATOR, EDUCATOR = "ria@waardland.example", "els@waardland.example"
NEIGHBOURS = """soort;code;naam;bestuur;plaats;vakantieregio
bestuur;96001;Stichting Heuvelscholen;;Hoogveld;
school;99RZ00;De Wolkenkade;;;
school;96HV00;De Heuvelrug;96001;Hoogveld;Zuid
"""


def fill_partnership(size: str, today: date) -> Partnership:
    """The partnership with its organisations and people, and its neighbour; `size` is "small" or "full"."""
    partnership, _new = open_partnership(by=NOBODY, name=NAME)
    _take_in(partnership, _rows(size))
    places = places_of(partnership)
    by = whoever_runs_this(partnership)
    move_in(by=by, partnership=partnership, people=roster(places, FULL if size == "full" else SMALL, today))
    _let_in(partnership, places, today)
    _invite(partnership, places, today)
    make_own_plate(partnership)
    _fill_neighbour(today)
    return partnership


def whoever_runs_this(partnership: Partnership) -> Who:
    """Who can run the command may do what a coordinator may."""
    return Who(roles=(HeldRole(partnership.pk, Role.COORDINATOR),), second_factor=True)


@cache
def organisations() -> FileRead:
    """The file with the organisations, in the form in which any partnership can bring its own."""
    return read_file((Path(__file__).parent / "organisations.csv").read_bytes())


def _rows(size: str) -> list[dict[str, Any]]:
    rows = [dict(row) for row in organisations().rows]
    if size == "full":
        return rows
    schools = [row for row in rows if row["board"] in SMALL_BOARDS]
    few = [row for board in SMALL_BOARDS for row in [one for one in schools if one["board"] == board][:SMALL_SCHOOLS]]
    return [row for row in rows if row["kind"] == "opleiding" or row["code"] in SMALL_BOARDS] + few


def _take_in(partnership: Partnership, rows: list[dict[str, Any]]) -> None:
    plan = plan_of(partnership, "organisations", rows)
    # What somebody corrected by hand since then stays.
    if plan.counts[Outcome.NEW]:
        by = whoever_runs_this(partnership)
        take_in(by=by, partnership=partnership, kind="organisations", rows=rows, digest=plan.digest)


def places_of(partnership: Partnership) -> Places:
    """Where people of the partnership can have roles."""
    here = Organisation.objects.filter(memberships__partnership=partnership).order_by("code")
    of_kind = {kind: [one for one in here if one.kind == kind] for kind in Organisation.Kind}
    return Places(
        institute=of_kind[Organisation.Kind.INSTITUTE][0],
        boards=of_kind[Organisation.Kind.BOARD],
        schools=of_kind[Organisation.Kind.SCHOOL],
    )


def password_of(email: str) -> str:
    """The password of somebody of the example: of this installation alone, and the same each time."""
    letters = salted_hmac("leerruimte.example", email, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    return "-".join(letters[first : first + 4] for first in range(0, 16, 4))


def _let_in(partnership: Partnership, places: Places, today: date) -> None:
    """The two who can sign in with a password: who coordinates, and an educator of two schools."""
    at_two = [places.school(KANTELBOOM), places.school(ZILVERSPOOR)]
    for email, first, last, role, where in (
        (COORDINATOR, "Ria", "Vos", Role.COORDINATOR, [None]),
        (EDUCATOR, "Els", "de Graaf", Role.SCHOOL_EDUCATOR, at_two),
    ):
        if Person.objects.filter(email=email).exists():
            continue
        person, _codes = make_account(
            by=NOBODY, email=email, first_name=first, last_name=last, password=password_of(email)
        )
        for organisation in where:
            give_role(
                by=whoever_runs_this(partnership),
                person=person,
                partnership=partnership,
                role=role.value,
                organisation=organisation,
                from_date=date(school_year(today) - 2, 8, 1),
                until_date=None,
            )


def _invite(partnership: Partnership, places: Places, today: date) -> None:
    """Three people who did not come in yet, and a link for a whole list."""
    if Invitation.objects.filter(partnership=partnership).exists():
        return
    by = _ria(partnership)
    for first, last, role, where in (
        ("Fenna", "Terpstra", Role.STUDENT, places.school(KANTELBOOM)),
        ("Bram", "van ’t Veer", Role.MENTOR, places.school(WOLKENKADE)),
        ("Samira", "Haddou", Role.INSTITUTE_EDUCATOR, places.institute),
    ):
        invite(
            by=by,
            partnership=partnership,
            email=f"{first.lower()}.nieuw@waardland.example",
            role=role.value,
            organisation=where,
            first_name=first,
            last_name=last,
            from_date=today,
            until_date=None,
        )
    invite_list(
        by=by,
        partnership=partnership,
        role=Role.MENTOR.value,
        organisation=places.school(ZILVERSPOOR),
        from_date=today,
        until_date=None,
        ends_on=timezone.localdate() + timedelta(days=60),
    )


def make_own_plate(partnership: Partnership) -> None:
    """A plate that the partnership made its own, with a name of its own."""
    if Plate.objects.filter(object__partnership=partnership).exists():
        return
    by = _ria(partnership)
    plate = make_own(by=by, plate=current_version("leerlandschap").plate, partnership=partnership).plate
    words = section_of(draft_seen(plate).plain, WORDS)
    title = {"nl": "Het landschap van Waardland", "en": "The landscape of Waardland"}
    save_section(by=by, plate=plate, section=WORDS, value=words | {"title": title}, begun=stamp(words))
    publish_draft(by=by, plate=plate)


def _ria(partnership: Partnership) -> Who:
    ria = Person.objects.get(email=COORDINATOR)
    return Who(person=ria.pk, roles=(HeldRole(partnership.pk, Role.COORDINATOR),), second_factor=True)


def _fill_neighbour(today: date) -> None:
    """Strangers, but for one school that belongs to both, and one mentor there who works for both."""
    neighbour, _new = open_partnership(by=NOBODY, name=NEIGHBOUR)
    _take_in(neighbour, [dict(row) for row in read_file(NEIGHBOURS.encode()).rows])
    shared = Organisation.objects.get(memberships__partnership=neighbour, code=WOLKENKADE)
    own = Organisation.objects.get(memberships__partnership=neighbour, code="96HV00")
    since = date(school_year(today) - 1, 8, 1)
    people = [
        Mover(f"{first.lower()}.{last.lower()}@heuvelland.example", first, last, (Held(role.value, where, since),))
        for first, last, role, where in (
            ("Ank", "Bos", Role.COORDINATOR, None),
            ("Toon", "Smeets", Role.SCHOOL_EDUCATOR, own.pk),
            ("Lieve", "Maes", Role.STUDENT, own.pk),
        )
    ]
    by = whoever_runs_this(neighbour)
    move_in(by=by, partnership=neighbour, people=people)
    both = RoleAssignment.objects.filter(organisation=shared, role=Role.MENTOR).order_by("pk").first()
    if both and not RoleAssignment.objects.filter(partnership=neighbour, organisation=shared).exists():
        give_role(
            by=by,
            person=both.person,
            partnership=neighbour,
            role=Role.MENTOR.value,
            organisation=shared,
            from_date=since,
            until_date=None,
        )
