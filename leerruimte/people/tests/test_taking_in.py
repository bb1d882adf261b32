"""What a file would change is said row by row; confirmed it is exactly that, once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from leerruimte.base.refused import Refused
from leerruimte.conversations.tests.make import a_partnership, a_stranger
from leerruimte.people.actions.importing import confirm_file, keep_file, take_in
from leerruimte.people.importing.columns import read_file
from leerruimte.people.importing.plans import Outcome, Plan, Planned
from leerruimte.people.models import (
    AuditEntry,
    Invitation,
    Organisation,
    OrganisationMembership,
    Partnership,
    PendingImport,
    Person,
    Role,
    RoleAssignment,
)
from leerruimte.people.queries.importing import plan_of
from leerruimte.people.tests.make import (
    a_coordinator,
    a_person,
    a_role,
    an_organisation,
    somebody,
    who_is,
)

pytestmark = pytest.mark.django_db
Share = OrganisationMembership.Share


@pytest.fixture(autouse=True)
def words_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def partnership() -> Partnership:
    return a_partnership()


def plan(partnership: Partnership, text: str) -> Plan:
    read = read_file(text.encode())
    return plan_of(partnership, read.kind, read.rows)


def confirm(partnership: Partnership, text: str, *, by: Person | None = None) -> Plan:
    """Take in what a file says, as it was looked at."""
    read = read_file(text.encode())
    who = who_is(by or a_coordinator(partnership))
    digest = plan_of(partnership, read.kind, read.rows).digest
    return take_in(by=who, partnership=partnership, kind=read.kind, rows=read.rows, digest=digest)


def outcomes(plan: Plan) -> list[str]:
    return [one.outcome.value for one in plan.rows]


def why(one: Planned) -> str:
    return " ".join(f"{problem.column}: {problem.why}" for problem in one.problems)


BOARD_AND_SCHOOL = (
    "kind;code;name;board;place;street and number\n"
    "school;91AB00;De Kantelboom;95001;Zandermeer;Brink 1\n"
    "board;95001;Lindegroep;;;\n"
    "institute;;Hogeschool Zandermeer;;Zandermeer;\n"
)


def test_a_new_partnership_from_one_file_and_again_makes_no_doubles(partnership: Partnership):
    assert outcomes(confirm(partnership, BOARD_AND_SCHOOL)) == ["new"] * 3
    school = Organisation.objects.get(code="91AB00")
    assert (school.name, school.board.name, school.street) == ("De Kantelboom", "Lindegroep", "Brink 1")
    assert school.sought == "de kantelboom zandermeer 91ab00"
    assert school.memberships.get().shares == Share.values
    again = confirm(partnership, BOARD_AND_SCHOOL)
    assert outcomes(again) == ["same"] * 3
    assert not again.does_something
    assert Organisation.objects.count() == 3


def test_what_changes_is_told_from_and_to_and_an_empty_cell_changes_nothing(partnership: Partnership):
    confirm(partnership, BOARD_AND_SCHOOL)
    file = "kind;code;name;board;place;until\nschool;91ab00;De Kantelboom;Nieuw;;31-7-2027\nboard;95002;Nieuw;;;\n"
    planned = plan(partnership, file)
    assert outcomes(planned) == ["changes", "new"]
    assert [(one.column, one.before, one.after) for one in planned.rows[0].changes] == [
        ("board", "Lindegroep", "Nieuw"),
        ("until", None, date(2027, 7, 31)),
    ]
    confirm(partnership, file)
    school = Organisation.objects.get(code="91AB00")
    assert (school.place, school.board.name, school.memberships.get().until_date) == (
        "Zandermeer",
        "Nieuw",
        date(2027, 7, 31),
    )


def test_without_a_code_the_name_and_the_place_say_which_one(partnership: Partnership):
    for code in ("98DH00", "98DH01"):
        an_organisation(partnership, name="De Lettersteen", code=code)
    an_organisation(partnership, name="De Brug")
    planned = plan(
        partnership,
        "kind;name;place;code\nschool;de lettersteen;;\nschool;De Brug;Zandermeer;\nschool;De Brug;Elders;\n"
        "school;De Lettersteen;;98DH01\nschool;De Brug;;77AA00\n",
    )
    assert outcomes(planned) == ["wrong", "same", "new", "same", "changes"]
    assert "2 with this name" in why(planned.rows[0])
    assert planned.rows[4].changes[0].column == "code"


def test_five_second_locations_under_one_name_stay_five(partnership: Partnership):
    rows = "".join(f"school;91AB0{n};’t Zandkasteeltje;Zandermeer\n" for n in range(5))
    assert outcomes(confirm(partnership, "kind;code;name;place\n" + rows)) == ["new"] * 5
    assert outcomes(confirm(partnership, "kind;code;name;place\n" + rows)) == ["same"] * 5
    assert Organisation.objects.count() == 5


def test_wrong_rows_say_why_and_the_others_are_taken_in(partnership: Partnership):
    file = (
        "kind;code;name;board\nschool;91AB00;De Brug;77777\nschool;;De Kade;\nschool;;de kade;\nwinkel;;Blokker;\n"
        "board;1;Twee;\nboard;2;Twee;\nschool;;De Boom;Twee\n"
    )
    planned = confirm(partnership, file)
    assert outcomes(planned) == ["wrong", "new", "wrong", "wrong", "new", "new", "wrong"]
    assert [why(planned.rows[index]) for index in (0, 2, 3, 6)] == [
        "board: The board “77777” is not in this file and does not take part here yet.",
        ": This stands in line 3 already.",
        "kind: “winkel” is no school, board or institute.",
        "board: More than one board is called “Twee”. Give its code.",
    ]
    assert set(Organisation.objects.values_list("name", flat=True)) == {"De Kade", "Twee"}


def test_a_school_of_strangers_gets_a_membership_and_keeps_its_own_data(partnership: Partnership):
    strangers = a_stranger()
    board = an_organisation(strangers, Organisation.Kind.BOARD, "Stichting Elders", code="95001")
    school = an_organisation(strangers, name="De Echte Naam", code="91AB00", board=board)
    Organisation.objects.filter(pk=school.pk).update(street="Geheim 1")
    known = plan(partnership, BOARD_AND_SCHOOL)
    confirm(partnership, BOARD_AND_SCHOOL)
    school.refresh_from_db()
    assert (school.name, school.street, school.board) == ("De Echte Naam", "Geheim 1", board)
    assert Organisation.objects.count() == 3
    here = OrganisationMembership.objects.get(partnership=partnership, organisation=school)
    assert here.shares == []
    # The preview said no more than it does where nobody knows these organisations.
    Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).delete()
    Organisation.objects.all().delete()
    assert plan(partnership, BOARD_AND_SCHOOL) == known


def test_what_is_not_shown_here_is_not_changed_and_cannot_be_guessed(partnership: Partnership):
    school = an_organisation(a_stranger(), name="De Kantelboom", code="91AB00")
    Organisation.objects.filter(pk=school.pk).update(street="Geheim 1")
    OrganisationMembership.objects.create(partnership=partnership, organisation=school, shares=[])
    right, wrong = (
        plan(partnership, f"kind;code;name;street and number\nschool;91AB00;De Kantelboom;{street}\n").rows[0]
        for street in ("Geheim 1", "Geheim 2")
    )
    assert (right.outcome, right.note) == (wrong.outcome, wrong.note) == (Outcome.SAME, wrong.note)
    assert "keeps its own data" in right.note


def test_who_left_comes_back_with_a_later_last_day_only(partnership: Partnership):
    school = an_organisation(partnership, name="De Brug")
    past = timezone.localdate() - timedelta(days=1)
    OrganisationMembership.objects.update(from_date=past, until_date=past)
    assert "left the partnership" in plan(partnership, "kind;name\nschool;De Brug\n").rows[0].note
    confirm(partnership, "kind;name;until\nschool;De Brug;1-1-2030\n")
    assert school.memberships.get().until_date == date(2030, 1, 1)


PEOPLE = "first name;last name;e-mail;role;organisation;from;until\n"


@pytest.fixture
def school(partnership: Partnership) -> Organisation:
    return an_organisation(partnership, code="91AB00")


def test_people_become_invitations_and_nobody_gets_an_account(partnership: Partnership, school: Organisation):
    coordinator = a_coordinator(partnership)
    people = Person.objects.count()
    file = PEOPLE + "Mo;Haddad;MO@school.nl;zij-instromer;91ab00;1-9-2026;31-7-2027\n;;ina@school.nl;onderzoeker;;;\n"
    assert outcomes(confirm(partnership, file, by=coordinator)) == ["new", "new"]
    assert Person.objects.count() == people
    mo = Invitation.objects.get(email="mo@school.nl")
    assert (mo.role, mo.organisation, mo.from_date, mo.until_date, mo.made_by, mo.sought) == (
        Role.CAREER_CHANGER,
        school,
        date(2026, 9, 1),
        date(2027, 7, 31),
        coordinator,
        "mo haddad mo@school.nl",
    )
    assert mo.sent_at is None
    again = confirm(partnership, file, by=coordinator)
    assert outcomes(again) == ["same", "same"]
    assert Invitation.objects.count() == 2


def test_who_has_the_role_is_left_alone_and_another_last_day_is_a_change(
    partnership: Partnership, school: Organisation
):
    person = a_person("Jan", email="jan@school.nl")
    role = a_role(person, Role.MENTOR, partnership, school, from_date=date(2020, 9, 1))
    assert outcomes(plan(partnership, PEOPLE + "Jan;;jan@school.nl;mentor;De Kantelboom;;\n")) == ["same"]
    file = PEOPLE + "Jan;;jan@school.nl;mentor;De Kantelboom;;31-7-2030\n"
    assert outcomes(confirm(partnership, file)) == ["changes"]
    role.refresh_from_db()
    assert role.until_date == date(2030, 7, 31)
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.filter(kind="role", about=person).exists()


def test_the_last_day_of_an_open_invitation_changes_too(partnership: Partnership, school: Organisation):
    confirm(partnership, PEOPLE + ";;mo@school.nl;student;91AB00;;\n")
    file = PEOPLE + ";;mo@school.nl;student;91AB00;;31-7-2030\n"
    assert outcomes(confirm(partnership, file)) == ["changes"]
    assert Invitation.objects.get().until_date == date(2030, 7, 31)
    assert outcomes(plan(partnership, file)) == ["same"]


def test_a_role_that_ended_is_a_new_invitation_unless_the_row_is_about_then(
    partnership: Partnership, school: Organisation
):
    person = a_person(email="jan@school.nl")
    a_role(person, Role.MENTOR, partnership, school, from_date=date(2020, 9, 1), until_date=date(2021, 7, 31))
    rows = ";;jan@school.nl;mentor;91AB00;1-9-2020;31-7-2021\n;;jan@school.nl;mentor;91AB00;;\n"
    assert outcomes(plan(partnership, PEOPLE + rows)) == ["same", "new"]


def test_the_role_of_strangers_says_nothing_here(partnership: Partnership, school: Organisation):
    strangers = a_stranger()
    person = a_person(email="jan@school.nl")
    a_role(person, Role.MENTOR, strangers, school)
    Invitation.objects.create(partnership=strangers, role=Role.MENTOR, email="mo@school.nl", ends_on=date(2030, 1, 1))
    rows = ";;jan@school.nl;mentor;91AB00;;\n;;mo@school.nl;mentor;;;\n"
    assert outcomes(plan(partnership, PEOPLE + rows)) == ["new", "new"]


def test_wrong_people_say_why(partnership: Partnership, school: Organisation):
    an_organisation(partnership, name="Dubbel", code="1")
    an_organisation(partnership, name="Dubbel", code="2")
    rows = (
        ";;jan;mentor;91AB00;;\n;;jan@school.nl;baas;91AB00;;\n;;jan@school.nl;mentor;Nergens;;\n"
        ";;jan@school.nl;mentor;Dubbel;;\n;;jan@school.nl;mentor;91AB00;;1-1-2020\n"
        ";;mo@school.nl;mentor;91AB00;;\n;;MO@school.nl;mentor;De Kantelboom;;\n;;;mentor;;;\n"
    )
    planned = plan(partnership, PEOPLE + rows)
    assert outcomes(planned) == ["wrong"] * 5 + ["new", "wrong", "wrong"]
    assert [why(one).split(":")[0] for one in planned.rows] == [
        "email", "role", "organisation", "organisation", "until", "", "", "email",
    ]  # fmt: skip
    assert "line 7" in why(planned.rows[6])


def test_the_last_coordinator_cannot_be_ended_by_a_file(partnership: Partnership):
    coordinator = a_coordinator(partnership)
    RoleAssignment.objects.update(from_date=date(2020, 1, 1))
    day = timezone.localdate().isoformat()
    with pytest.raises(Refused, match="nobody coordinates"):
        confirm(partnership, PEOPLE + f";;{coordinator.email};coordinator;;;{day}\n", by=coordinator)


def test_what_changed_after_the_preview_is_not_taken_in(partnership: Partnership, school: Organisation):
    coordinator = who_is(a_coordinator(partnership))
    pending = keep_file(
        by=coordinator,
        partnership=partnership,
        name="x.csv",
        read=read_file(b"kind;code;name\nschool;91AB00;Nieuwe naam\nschool;;De Brug"),
    )
    digest = plan_of(partnership, pending.kind, pending.rows).digest
    Organisation.objects.filter(pk=school.pk).update(name="Andere naam")
    with pytest.raises(Refused) as no:
        confirm_file(by=coordinator, pending=pending, digest=digest)
    assert no.value.code == "changed"
    assert not Organisation.objects.filter(name="De Brug").exists()
    now = plan_of(partnership, pending.kind, pending.rows).digest
    done = confirm_file(by=coordinator, pending=pending, digest=now)
    assert (done.counts["new"], done.counts["changes"], done.rows) == (1, 1, [])
    assert confirm_file(by=coordinator, pending=pending, digest=now).pk == done.pk
    assert Organisation.objects.filter(name="De Brug").count() == 1
    assert AuditEntry.objects.get(kind="organisations").words == "1 new, 1 changed"


def test_a_print_of_a_plan_is_the_same_in_each_language(partnership: Partnership):
    english = plan(partnership, BOARD_AND_SCHOOL).digest
    with translation.override("nl"):
        assert plan(partnership, BOARD_AND_SCHOOL).digest == english


def test_only_a_coordinator_takes_in(partnership: Partnership):
    educator = who_is(somebody(Role.SCHOOL_EDUCATOR, partnership))
    read = read_file(BOARD_AND_SCHOOL.encode())
    with pytest.raises(Refused):
        keep_file(by=educator, partnership=partnership, name="x", read=read)
    digest = plan_of(partnership, read.kind, read.rows).digest
    with pytest.raises(Refused):
        take_in(by=educator, partnership=partnership, kind=read.kind, rows=read.rows, digest=digest)
    assert not Organisation.objects.exists()


def test_a_file_that_nobody_confirmed_goes_after_a_day(partnership: Partnership):
    coordinator = who_is(a_coordinator(partnership))
    read = read_file(BOARD_AND_SCHOOL.encode())
    old = keep_file(by=coordinator, partnership=partnership, name="x", read=read)
    PendingImport.objects.update(made_at=timezone.now() - timedelta(days=2))
    keep_file(by=coordinator, partnership=partnership, name="y", read=read)
    assert not PendingImport.objects.filter(pk=old.pk).exists()
