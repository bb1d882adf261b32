"""Whom could I meet about lesson study?"""

from datetime import timedelta

from leerruimte.network import Encounter, EncounterTable, Organisation, Participation, table_of, ties_of, whom_to_meet
from leerruimte.network.tests.make import TODAY

ORGANISATIONS = [
    Organisation("noord", "board"),
    Organisation("zuid", "board"),
    Organisation("de linde", "school", "noord"),
    Organisation("de eik", "school", "zuid"),
    Organisation("instituut", "institute"),
]
# Encounter, days ago, about, who.
ENCOUNTERS = [
    ("one", 9, "lesson study", {"fatima": "de linde", "kim": "de linde"}),
    ("two", 8, "lesson study", {"ria": "de eik", "tess": "instituut"}),
    ("three", 1, "lesson study", {"olga": "de linde"}),
    ("four", 5, "mathematics", {"me": "de linde", "kim": "de linde"}),
    ("five", 4, "mathematics", {"kim": "de linde", "ria": "de eik"}),
    ("six", 2, "reading", {"sam": "de eik"}),
]


def encounters() -> EncounterTable:
    return table_of(
        [Encounter(name, TODAY - timedelta(days=ago), about) for name, ago, about, _ in ENCOUNTERS],
        [
            Participation(name, person, "school_educator" if home != "instituut" else "institute_educator", home)
            for name, _, _, who in ENCOUNTERS
            for person, home in who.items()
        ],
        ORGANISATIONS,
        today=TODAY,
    )


def names(found: object, table: EncounterTable) -> list[str]:
    return [table.people[one.person] for one in found]


def test_who_is_across_a_boundary_comes_first_and_why_is_told() -> None:
    table = encounters()
    about = [table.objects.index("lesson study")]
    me = table.people.index("me")
    found = whom_to_meet(table, ties_of(table), me, about, may_be_found=lambda person: True)
    # Kim was met already; Tess is of the institute, Ria of another board; Fatima and I both met Kim.
    assert names(found, table) == ["tess", "ria", "fatima", "olga"]
    assert found[0].across == ("kind", "board", "organisation", "role")
    assert found[1].across == ("board", "organisation")
    assert [table.people[one] for one in found[1].by_way_of] == ["kim"]
    assert found[3].last_day == (TODAY - timedelta(days=1)).toordinal()


def test_only_who_may_be_found_is_named_and_no_more_than_asked() -> None:
    table = encounters()
    about = [table.objects.index("lesson study")]
    me = table.people.index("me")
    hidden = table.people.index("tess")
    found = whom_to_meet(table, ties_of(table), me, about, may_be_found=lambda person: person != hidden, most=2)
    assert names(found, table) == ["ria", "fatima"]


def test_about_what_nobody_met_nobody_is_suggested() -> None:
    table = encounters()
    assert whom_to_meet(table, ties_of(table), 0, [], may_be_found=lambda person: True) == ()
