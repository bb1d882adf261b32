"""A conversation of three: a career changer, a mentor by a personal link on a phone, an educator of the institute."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.stories.conftest import LAPTOP, PHONE, SMALL_PHONE, Screens, Site, scrolls_sideways

pytestmark = [pytest.mark.stories, pytest.mark.xdist_group("stories")]
# Makes the three; `answer`s with the cookies of who has an account and the link of who has none.
THREE = """
    from leerruimte.people.models import Role
    from leerruimte.people.tests.make import a_person, a_role, an_organisation, browser_of
    from leerruimte.trajectories.access.triangle import link_of
    from leerruimte.trajectories.tests import make as routes, make_triangle as triangles
    partnership = routes.a_partnership({slug!r})
    school = an_organisation(partnership)
    noor, ben = a_person("Noor", email="noor@{slug}.example"), a_person("Ben", email="ben@{slug}.example")
    a_role(noor, Role.CAREER_CHANGER, partnership, school)
    a_role(ben, Role.INSTITUTE_EDUCATOR, partnership)
    trajectory = routes.a_trajectory(partnership, learner=noor, school=school)
    els = triangles.a_guest(trajectory)
    routes.an_educator(trajectory, ben)
    triangles.a_piece(trajectory, "Meekijken in groep 6")
"""
ANSWER = """
    cookie = lambda person: next(iter(browser_of(person).cookies.values())).value
    answer(dict(id=str(triangle.pk), noor=cookie(noor), ben=cookie(ben), link="/driehoek/met/" + link_of(els) + "/"))
"""


def signed_in(screens: Screens, session: str, **device: object) -> Page:
    """A screen of somebody with an account."""
    context = screens.device(**device)
    context.add_cookies([{"name": "leerruimte", "value": session, "url": screens.site.address}])
    return context.new_page()


def test_three_prepare_negotiate_and_stand_for_one_version(
    site: Site, screens: Screens, axe_finds_nothing: Callable[[Page], None]
):
    made = site.script(THREE.format(slug="drie") + "    triangle = triangles.a_triangle(trajectory)\n" + ANSWER)
    screens.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Failed to load resource"]
    here = f"/driehoek/{made['id']}/"
    noor, ben = signed_in(screens, made["noor"], **LAPTOP), signed_in(screens, made["ben"], **LAPTOP)
    els = screens.device(**PHONE).new_page()

    # Each prepares on their own. The mentor's phone loses its network: what she types stays, and arrives later.
    els.goto(made["link"])
    axe_finds_nothing(els)
    els.get_by_role("link", name="Bereid je voor").click()
    expect(els.locator("html.runs-script")).to_have_count(1)
    els.context.set_offline(True)
    els.get_by_label("Wat gaat Noor leren?").first.fill("Heldere uitleg bij rekenen.")
    expect(els.get_by_text("Wacht op verbinding").first).to_be_visible()
    els.context.set_offline(False)
    expect(els.get_by_text("Bewaard").first).to_be_visible()
    els.reload()
    expect(els.get_by_label("Wat gaat Noor leren?").first).to_have_value("Heldere uitleg bij rekenen.")
    axe_finds_nothing(els)
    els.get_by_role("button", name="Ik ben klaar").click()
    ben.goto(f"{here}voorbereiden/")
    expect(ben.get_by_text("Heldere uitleg")).to_have_count(0)
    ben.get_by_label("Wat gaat Noor leren?").first.fill("Uitleg geven bij rekenen, in stappen.")
    ben.get_by_role("button", name="Ik ben klaar").click()
    noor.goto(f"{here}voorbereiden/")
    noor.get_by_label("Wat ga ik leren?").first.fill("Rustig uitleg geven bij rekenen.")
    noor.get_by_role("button", name="Ik ben klaar").click()

    # Side by side: what is close is said, and seen by all.
    noor.get_by_role("button", name="Leg het naast elkaar").click()
    expect(noor.locator("#deel-1-outcome mark")).to_have_count(6)
    axe_finds_nothing(noor)
    ben.goto(f"{here}samen/")
    els.goto(f"{made['link']}{made['id']}/samen/")
    assert not scrolls_sideways(els)
    els.locator("#deel-1-outcome .said.learner").get_by_role("button", name="Neem dit over").click()
    expect(noor.locator("#deel-1-outcome .common")).to_contain_text("Rustig uitleg", timeout=3000)

    # Two write in one line at the same time: nothing is overwritten, the third chooses.
    for page, words in ((noor, "Zonder papier."), (ben, "Kinderen beginnen zelf.")):
        part = page.locator("#deel-1-sufficient")
        part.locator("summary").click()
        part.get_by_role("textbox").fill(words)
    noor.locator("#deel-1-sufficient").get_by_role("button", name="Leg dit neer").click()
    expect(ben.locator("#deel-1-sufficient .common")).to_contain_text("Zonder papier.", timeout=3000)
    expect(ben.locator("#tekst-1-sufficient")).to_have_value("Kinderen beginnen zelf.")
    ben.locator("#deel-1-sufficient").get_by_role("button", name="Leg dit neer").click()
    expect(els.locator("#deel-1-sufficient .two .common")).to_have_count(2, timeout=3000)
    axe_finds_nothing(els)
    els.locator("#deel-1-sufficient .two .common").last.get_by_role("button", name="Deze").click()
    expect(noor.locator("#deel-1-sufficient .two")).to_have_count(0, timeout=3000)

    # The rest of it, quickly; then three names.
    site.script(f"""
        from leerruimte.trajectories.models import TriangleConversation
        from leerruimte.trajectories.tests import make_triangle as triangles
        learner = triangles.seats_of(TriangleConversation.objects.get(pk={made["id"]!r}))[0]
        triangles.writes(learner, "route", "Ik kijk mee.")
        for field in ("outcome", "sufficient", "route"):
            triangles.writes(learner, field, "Samen.", outcome="DID-11")
    """)
    for page, name in ((noor, "Noor"), (ben, "Ben")):
        page.get_by_role("button", name=f"Ik, {name}, sta hierachter").click()
        expect(page.locator("#bevestigen")).to_contain_text("staat hierachter")
    els.get_by_role("button", name="Ik, Els, sta hierachter").click()
    expect(noor.get_by_text("Jullie staan allemaal achter deze versie")).to_be_visible(timeout=3000)

    # Back in a minute, and the agreement on one sheet.
    els.get_by_text("fijn").click()
    els.get_by_text("wij drieën").click()
    els.get_by_role("button", name="Bewaar").click()
    axe_finds_nothing(els)
    els.get_by_role("link", name="Lees wat jullie afspraken").click()
    expect(els.get_by_text("Kinderen beginnen zelf.")).to_be_visible()
    axe_finds_nothing(els)
    noor.get_by_role("link", name="Lees wat jullie afspraken").first.click()
    assert noor.pdf(format="A4").count(b"/Type /Page\n") == 1


BESIDE = """
    triangle = triangles.a_triangle(trajectory)
    learner = triangles.side_by_side(triangle)[0]
    triangles.all_written(learner)
"""


def test_what_was_typed_without_network_and_refused_is_still_there_with_the_reason(site: Site, screens: Screens):
    made = site.script(THREE.format(slug="trein") + BESIDE + ANSWER)
    screens.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Failed to load resource"]
    here = f"/driehoek/{made['id']}/samen/"
    noor = signed_in(screens, made["noor"], **PHONE)
    noor.goto(here)
    part = noor.locator("#deel-1-route")
    typed = part.get_by_role("textbox")

    # Laid down in the train, twice, with a piece that somebody takes away meanwhile. Then the page is opened again.
    noor.context.set_offline(True)
    part.locator("summary").click()
    part.get_by_text("Meekijken in groep 6").click()
    typed.fill("Ik kijk op dinsdag.")
    part.get_by_role("button", name="Leg dit neer").click()
    expect(part.get_by_text("Wacht op verbinding")).to_be_visible()
    typed.fill("Ik kijk op dinsdag en vraag door.")
    part.get_by_role("button", name="Leg dit neer").click()
    site.script("from leerruimte.trajectories.models import Piece; Piece.objects.all().delete()")
    noor.route("**/samen/regel/", lambda route: route.abort("internetdisconnected"))
    noor.context.set_offline(False)
    noor.reload()
    expect(typed).to_have_value("Ik kijk op dinsdag en vraag door.")
    expect(part.get_by_text("Wacht op verbinding")).to_be_visible()
    noor.unroute("**/samen/regel/")
    expect(part.get_by_text("Dat stuk ligt niet op het bord.")).to_be_visible(timeout=8000)
    expect(typed).to_have_value("Ik kijk op dinsdag en vraag door.")
    noor.reload()
    expect(typed).to_have_value("Ik kijk op dinsdag en vraag door.")
    expect(part.get_by_text("Dat stuk ligt niet op het bord.")).to_be_visible()
    part.get_by_role("button", name="Leg dit neer").click()
    expect(part.locator(".common")).to_contain_text("Ik kijk op dinsdag en vraag door.")
    expect(part.get_by_text("Dat stuk ligt niet op het bord.")).to_have_count(0)

    # What is only typed stays too. All confirm meanwhile: it is too late for it, and it is not thrown away.
    good = noor.locator("#deel-1-good")
    good.locator("summary").click()
    good.get_by_role("textbox").fill("Nog niet neergelegd.")
    noor.reload()
    expect(good.get_by_role("textbox")).to_have_value("Nog niet neergelegd.")
    example = noor.locator("#deel-1-example")
    example.locator("summary").click()
    example.get_by_role("textbox").fill("Zoals gisteren.")
    noor.context.set_offline(True)
    example.get_by_role("button", name="Leg dit neer").click()
    expect(example.get_by_text("Wacht op verbinding")).to_be_visible()
    site.script(f"""
        from leerruimte.trajectories.models import TriangleConversation
        from leerruimte.trajectories.tests import make_triangle as triangles
        triangles.all_sign(TriangleConversation.objects.get(pk={made["id"]!r}))
    """)
    noor.context.set_offline(False)
    left = noor.locator("[data-left] > li")
    expect(left).to_have_count(2, timeout=8000)
    for _again in range(2):
        expect(left.filter(has_text="Nog niet neergelegd.")).to_be_visible()
        expect(left.filter(has_text="Zoals gisteren.")).to_contain_text("Jullie staan nu allemaal achter deze versie")
        noor.reload()
    left.first.get_by_role("button", name="Laat deze tekst los").click()
    left.first.get_by_role("button", name="Laat deze tekst los").click()
    noor.reload()
    expect(left).to_have_count(0)


def test_what_is_typed_before_the_script_of_the_page_runs_is_kept_as_well(site: Site, screens: Screens):
    made = site.script(THREE.format(slug="vroeg") + "    triangle = triangles.a_triangle(trajectory)\n" + ANSWER)
    noor = signed_in(screens, made["noor"], **PHONE)
    held: list[Route] = []
    noor.route("**/triangle-words*.js", lambda route: held.append(route))
    noor.goto(f"/driehoek/{made['id']}/voorbereiden/", wait_until="commit")
    field = noor.get_by_label("Wat ga ik leren?").first
    field.fill("Al getypt.")
    expect(noor.locator("html.runs-script")).to_have_count(0)
    held[0].continue_()
    expect(noor.get_by_text("Bewaard").first).to_be_visible()
    noor.unroute("**/triangle-words*.js")
    noor.reload()
    expect(field).to_have_value("Al getypt.")


def test_an_agreement_is_what_three_signed_however_edits_and_confirmations_meet(site: Site):
    """Threads with connections of their own, on the database that the server uses: which is first is chance."""
    found = site.script(
        THREE.format(slug="tegelijk")
        + """
    import threading, time
    from django.db import connection
    from leerruimte.base.refused import Refused
    from leerruimte.trajectories.actions.triangle_together import sign
    from leerruimte.trajectories.models import TriangleConversation

    def at_once(*acts):
        gate, said = threading.Barrier(len(acts)), [None] * len(acts)
        def run(number, act, wait):
            gate.wait()
            time.sleep(wait)
            try:
                said[number] = bool(act())
            except Refused as no:
                said[number] = no.code
            finally:
                connection.close()
        threads = [threading.Thread(target=run, args=(n, act, wait)) for n, (act, wait) in enumerate(acts)]
        [one.start() for one in threads]
        [one.join() for one in threads]
        return said

    rounds = []
    for number in range(10):
        triangle = triangles.a_triangle(trajectory)
        seats = triangles.side_by_side(triangle)
        triangles.all_written(seats[0])
        seen = triangles.now(triangle)
        [sign(by=seat, revision=seen) for seat in seats[:2]]
        edit = (lambda: triangles.writes(seats[1], "good", "Meteen."), 0.01 * (number % 3 == 1))
        last = (lambda: sign(by=seats[2], revision=seen), 0.01 * (number % 3 == 2))
        edited, signed = at_once(edit, last)
        now = TriangleConversation.objects.get(pk=triangle.pk)
        content = now.agreement.content if now.phase == "confirmed" else None
        rounds.append([edited, signed, now.phase, content and "Meteen." in str(content)])
        TriangleConversation.objects.filter(phase="together").update(phase="called_off")
    answer(rounds)
"""
    )
    assert len(found) == 10
    for edited, signed, phase, in_it in found:
        # The edit was first, and the confirmation refused; or all had confirmed, and the edit was too late.
        assert (edited, signed, phase, in_it) in [
            (True, "changed", "together", None),
            ("confirmed", True, "confirmed", False),
        ]
    # Both orders were met.
    assert {phase for _edited, _signed, phase, _in_it in found} == {"together", "confirmed"}


def test_the_smallest_phone_holds_every_page(site: Site, screens: Screens, axe_finds_nothing: Callable[[Page], None]):
    made = site.script(
        THREE.format(slug="klein") + "    triangle = triangles.a_triangle(trajectory, dates=3)\n" + ANSWER
    )
    phone = signed_in(screens, made["noor"], **SMALL_PHONE)
    for page in ("", "voorbereiden/"):
        phone.goto(f"/driehoek/{made['id']}/{page}")
        assert not scrolls_sideways(phone)
    # Who may, hands somebody a new link, on the screen or on paper.
    ben = signed_in(screens, made["ben"], **SMALL_PHONE)
    ben.goto(f"/driehoek/{made['id']}/")
    ben.get_by_role("button", name="Nieuwe link").click()
    code = ben.locator(".link-to-hand .qr svg").bounding_box()
    assert code
    assert code["width"] > 150
    assert not scrolls_sideways(ben)
    axe_finds_nothing(ben)
    assert ben.pdf(format="A4").count(b"/Type /Page\n") == 1
