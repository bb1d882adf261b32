"""The pages of a cohort: from a file, through the planner, to a learner who asks for another place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import AuditEntry, PendingImport, Person, Role
from leerruimte.people.tests.make import a_coordinator, browser_of, somebody
from leerruimte.trajectories.models import Appeal, Cohort, CohortLearner, Notice
from leerruimte.trajectories.queries.notices import sentence_of
from leerruimte.trajectories.tests.make import a_partnership
from leerruimte.trajectories.tests.make_cohort import a_cohort, a_learner, a_period, a_school, work_on

pytestmark = pytest.mark.django_db

FILE = """naam;e-mailadres;groepen;woonplaats;auto;reistijd;dagen;wens 1;wens 2;samen met;leerplek;waarom daar;maat
Sanne;sanne@waardland.example;1-2, 3-5;8010;ja;90;ma, di;De Kade;De Brug;mo@waardland.example;;;38
Mo;mo@waardland.example;;8011;nee;;;;;;De Brug;Zo was het al.;
Fout;geen adres;;;;;;De Kade;;;;;
Iris;iris@waardland.example;9-9;;misschien;;;De Onbekende;;;;;
"""


@pytest.fixture
def cohort() -> Cohort:
    """A cohort in a partnership with two schools."""
    partnership = a_partnership()
    a_school(partnership, "De Kade", 2), a_school(partnership, "De Brug", 2, at=1)
    return a_cohort(partnership)


@pytest.fixture
def client(cohort: Cohort) -> Client:
    """The browser of who coordinates it."""
    return browser_of(a_coordinator(cohort.period.partnership))


def base(cohort: Cohort) -> str:
    """Where its pages are."""
    return f"/partnerschap/{cohort.period.partnership.slug}/lichtingen/{cohort.pk}/"


def bring_in(client: Client, cohort: Cohort, text: str) -> str:
    """Choose a file; the address of its preview."""
    file = SimpleUploadedFile("lichting.csv", text.encode())
    return client.post(base(cohort) + "inlezen/", {"file": file}).url


def confirm(client: Client, preview: str) -> None:
    """Confirm what the preview said."""
    digest = client.get(preview).context["plan"].digest
    client.post(preview + "bevestig/", {"proef": digest})


def test_a_file_is_looked_at_then_taken_in_and_again_makes_nobody_twice(client: Client, cohort: Cohort) -> None:
    preview = bring_in(client, cohort, FILE)
    page = client.get(preview)
    plan = page.context["plan"]
    assert [plan.counts[key] for key in ("new", "wrong", "changes", "same")] == [2, 2, 0, 0]
    assert "maat" in page.content.decode()
    assert "De Onbekende" in page.content.decode()
    assert not CohortLearner.objects.exists()
    confirm(client, preview)
    sanne, mo = CohortLearner.objects.get(name="Sanne"), CohortLearner.objects.get(name="Mo")
    assert sanne.asks["bands"] == ["1-2", "3-5"]
    assert (sanne.asks["days"], sanne.asks["car"], sanne.wished) == (["mo", "tu"], True, 2)
    assert (mo.school.name, mo.placed, mo.why) == ("De Brug", "hand", "Zo was het al.")
    again = client.get(bring_in(client, cohort, FILE)).context["plan"]
    assert [again.counts[key] for key in ("new", "wrong", "changes", "same")] == [0, 2, 0, 2]
    other = FILE.replace("8010;ja;90", "8011;;60")
    preview = bring_in(client, cohort, other)
    assert client.get(preview).context["plan"].counts["changes"] == 1
    confirm(client, preview)
    sanne.refresh_from_db()
    assert (sanne.asks["home"], sanne.asks["car"], sanne.asks["most_minutes"]) == ("8011", True, 60)
    assert CohortLearner.objects.count() == 2


def test_a_file_with_a_cohort_is_not_found_among_the_files_of_people(client: Client, cohort: Cohort) -> None:
    bring_in(client, cohort, FILE)
    pending = PendingImport.objects.get()
    at = f"/partnerschap/{cohort.period.partnership.slug}/inlezen/{pending.pk}/"
    assert client.get(at).status_code == 404
    assert client.post(at + "bevestig/", {"proef": "x"}).status_code == 404


def test_the_template_can_be_filled_in_and_brought_in(client: Client, cohort: Cohort) -> None:
    template = client.get(base(cohort) + "inlezen/sjabloon.csv").content.decode("utf-8-sig").strip()
    columns = template.split(";")
    row = ["" for _ in columns]
    row[columns.index("e-mailadres")] = "jip@waardland.example"
    preview = bring_in(client, cohort, f"{template}\n{';'.join(row)}\n")
    assert client.get(preview).context["plan"].counts["new"] == 1


def test_a_file_without_addresses_is_refused_beside_the_field(client: Client, cohort: Cohort) -> None:
    file = SimpleUploadedFile("x.csv", b"naam;schoen\nMo;38\n")
    page = client.post(base(cohort) + "inlezen/", {"file": file})
    assert page.status_code == 422
    assert "e-mailadres" in str(page.context["form"].errors["file"])


def test_the_same_period_and_title_make_one_cohort() -> None:
    partnership = a_partnership()
    client = browser_of(a_coordinator(partnership))
    at = f"/partnerschap/{partnership.slug}/lichtingen/"
    for _ in range(2):
        client.post(at, {"period": a_period(partnership).pk, "title": "Jaar 3"})
    assert Cohort.objects.count() == 1
    assert client.get(at).status_code == 200


def a_student(cohort: Cohort) -> tuple[Person, CohortLearner]:
    """A learner with an account."""
    person = somebody(Role.STUDENT, cohort.period.partnership)
    return person, a_learner(cohort, "Sanne", person=person)


def test_from_the_planner_to_a_place_that_is_asked_again(client: Client, cohort: Cohort) -> None:
    person, learner = a_student(cohort)
    client.post(base(cohort) + "wensen/", {"until": "2036-01-01"})
    phone = browser_of(person)
    assert phone.get("/mijn-leerplek/").url == f"/mijn-leerplek/{learner.pk}/"
    asks = {"version": "0", "wish_1": "De Brug (De Brug)", "home": "8010", "most_minutes": "90", "bands": ["3-5"]}
    wrong = phone.post(f"/mijn-leerplek/{learner.pk}/wensen/", {**asks, "wish_2": "Nergens"})
    assert wrong.status_code == 422
    assert "Nergens" in wrong.content.decode()
    assert phone.post(f"/mijn-leerplek/{learner.pk}/wensen/", asks).status_code == 302
    assert client.get(base(cohort) + f"lerende/{learner.pk}/").status_code == 200
    assert AuditEntry.objects.filter(verb="looked", kind="cohort_learner", about=person).count() == 1

    run_id = str(new_id())
    client.post(base(cohort) + "plan/vraag/", {"id": run_id})
    client.post(base(cohort) + "plan/vraag/", {"id": run_id})
    assert "plan/stand" in client.get(base(cohort) + "plan/").content.decode()
    assert client.get(base(cohort) + "plan/stand/").status_code == 200
    cohort.refresh_from_db()
    assert cohort.run
    work_on(cohort.run)
    assert client.get(base(cohort) + "plan/stand/").status_code == 204
    for shown in ("zonder", "anders", "zwaar", "iets"):
        assert client.get(base(cohort) + f"plan/?toon={shown}").status_code == 200
    client.post(base(cohort) + "plan/neem/", {"id": run_id})
    client.post(base(cohort) + "plan/neem/", {"id": run_id})
    assert "De Brug" not in phone.get(f"/mijn-leerplek/{learner.pk}/").content.decode().split("Wat ik vroeg")[0]
    assert not Notice.objects.exists()
    client.post(base(cohort) + "bekend/")
    page = phone.get(f"/mijn-leerplek/{learner.pk}/").content.decode()
    assert "De Brug" in page.split("Wat ik vroeg")[0]
    notice = Notice.objects.get(person=person)
    assert "De Brug" in sentence_of(notice.kind, notice.values)

    asked = {"id": str(new_id()), "words": "Ik breng mijn kind weg."}
    phone.post(f"/mijn-leerplek/{learner.pk}/", asked)
    phone.post(f"/mijn-leerplek/{learner.pk}/", asked)
    appeal = Appeal.objects.get()
    assert client.get(base(cohort) + "bezwaren/").status_code == 200
    at = base(cohort) + f"bezwaren/{appeal.pk}/"
    assert client.post(at, {"words": "", "school": "De Kade"}).status_code == 422
    assert client.post(at, {"words": "Dat kan.", "school": "De Kade"}).status_code == 302
    page = phone.get(f"/mijn-leerplek/{learner.pk}/").content.decode()
    assert "De Kade" in page.split("Wat ik vroeg")[0]
    assert "Dat kan." in page


def test_stopping_keeps_the_page_and_nothing_else_changes(client: Client, cohort: Cohort) -> None:
    a_learner(cohort, "Sanne")
    client.post(base(cohort) + "plan/vraag/", {"id": str(new_id())})
    client.post(base(cohort) + "plan/stop/")
    assert client.get(base(cohort) + "plan/").status_code == 200
    assert not CohortLearner.objects.exclude(school=None).exists()


def test_what_is_not_told_yet_is_not_on_the_learners_page(client: Client, cohort: Cohort) -> None:
    person, learner = a_student(cohort)
    client.post(base(cohort) + f"lerende/{learner.pk}/", {"school": "De Kade", "why": "dichtbij"})
    client.post(base(cohort) + "bekend/")
    client.post(base(cohort) + f"lerende/{learner.pk}/", {"school": "De Brug", "why": "geheime ruil"})
    page = browser_of(person).get(f"/mijn-leerplek/{learner.pk}/").content.decode()
    assert "De Kade" in page
    assert "De Brug" not in page
    assert "geheime ruil" not in page
