"""Adapting plates in tests, in the domain's words."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict

from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.actions.adapting import make_own, publish_draft, save_section
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.adapting.sections import section_of, stamp
from leerruimte.plates.models import Plate, PlateVersion
from leerruimte.plates.queries import current_version, draft_seen
from leerruimte.plates.tests.make_own import who_hosts


def a_copy(partnership: Partnership, of: str = "leerlandschap") -> Plate:
    """A shipped plate that a partnership made its own."""
    load_shipped()
    plate = current_version(of).plate
    return make_own(by=who_hosts(partnership), plate=plate, partnership=partnership).plate


def section(plate: Plate, name: str) -> Any:
    """What stands in a section of the draft."""
    return section_of(draft_seen(plate).plain, name)


def change(plate: Plate, name: str, value: Any, *, by: Who | None = None, begun: str = "") -> None:
    """Keep something in a section of the draft; as if the form was filled in on what is there now."""
    who = by or who_hosts(partnership_of(plate))
    save_section(by=who, plate=plate, section=name, value=value, begun=begun or stamp(section(plate, name)))


def publish(plate: Plate) -> PlateVersion:
    """Make the draft the new version."""
    return publish_draft(by=who_hosts(partnership_of(plate)), plate=plate)


def partnership_of(plate: Plate) -> Partnership:
    """Whose it is."""
    partnership = plate.object.partnership
    assert partnership
    return partnership


def typed(page: str) -> QueryDict:
    """The form of a page that changes something, as a browser sends it when nobody touches it."""
    reader = _FormReader()
    reader.feed(page)
    sent = QueryDict(mutable=True)
    for name, value in reader.found:
        sent.appendlist(name, value)
    return sent


class _FormReader(HTMLParser):
    """Reads the fields of the form that is marked `data-adapt`; what stands in a template is not sent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside, self.hidden, self.select, self.text = False, 0, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = "data-adapt" in given
        self.hidden += tag == "template"
        if self.inside and not self.hidden:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.found.append((given["name"], given.get("value", "on" if given.get("type") == "checkbox" else "")))
        elif tag == "textarea":
            self.text = given["name"]
            self.found.append((self.text, ""))
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.found.append((self.select, given["value"]))

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag == "template"
        if tag == "textarea":
            self.text = ""
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.text:
            name, text = self.found.pop()
            # The line end right after the tag is no part of the text.
            self.found.append((name, text + (data if text else data.removeprefix("\n"))))
