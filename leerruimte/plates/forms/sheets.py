"""Forms that are described, not written: words in two languages, choices, numbers, and rows of those in an order.

A sheet is an object of plain values (a section of a plate, the settings of a working part). What a form does not show
(another language, a setting it does not know) stays as it was. Adding, moving and taking away rows works without
scripts: a button sends the form, and it comes back with everything that was typed.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.encounters.rules import clean_text
from leerruimte.look.templatetags.look import in_language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"
SHOWN = ("nl", "en")
# What rows may be known by: those of a plate itself, and those in the settings of a part.
ROW_KEYS = {"key": re.compile(r"[a-z0-9][a-z0-9-]{0,39}"), "": re.compile(r"[a-z0-9_-]{1,40}")}
NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Words:
    """Words in Dutch and English; `lines`: how high the field is, 1 for a single line."""

    name: str
    label: Label
    help: Label = ""
    lines: int = 1
    required: bool = True
    longest: int = 300
    # When each line is one of a few: how many there may be.
    entries: tuple[int, int] | None = None


@dataclass(frozen=True)
class Text:
    """Words that are the same in every language: a sign, an address."""

    name: str
    label: Label
    help: Label = ""
    required: bool = True
    longest: int = 200
    address: bool = False


@dataclass(frozen=True)
class Number:
    """A number; with `decimals` it need not be a whole one."""

    name: str
    label: Label
    lowest: float = 0
    highest: float = 600
    decimals: bool = False
    required: bool = True


@dataclass(frozen=True)
class Choice:
    """One of a few."""

    name: str
    label: Label
    choices: Sequence[tuple[str, Label]]
    help: Label = ""
    required: bool = True


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    name: str
    label: Label
    help: Label = ""


Spec = Words | Text | Number | Choice | Flag


@dataclass(frozen=True)
class Rows:
    """A list in an order. `key`: by what a row is known; "": by its place. `bare`: each row is only its words."""

    name: str
    label: Label
    specs: Sequence[Spec]
    # What one is called: "Question", and the button that adds one.
    one: Label
    add: Label
    fewest: int = 0
    most: int = 40
    key: str = "id"
    bare: bool = False
    # New rows begin with this.
    begin: Mapping[str, Any] | None = None
    # None at all may be, whatever `fewest` is.
    may_be_empty: bool = False


@dataclass(frozen=True)
class Sheet:
    """All that one page asks."""

    specs: Sequence[Spec] = ()
    rows: Sequence[Rows] = ()


@dataclass(frozen=True)
class Shown:
    """A spec with its fields on the page: one, or two side by side."""

    spec: Spec
    fields: Sequence[BoundField]

    @property
    def languages(self) -> Sequence[tuple[str, BoundField]]:
        """Of words: each language with its field."""
        return list(zip(SHOWN, self.fields, strict=True)) if isinstance(self.spec, Words) else []


class EntryForm(forms.Form):
    """The fields of some specs. `old`: the values as they are; `typed`: a form that comes back without being judged."""

    def __init__(
        self, specs: Sequence[Spec], old: Mapping[str, Any], prefix: str, data: QueryDict | None, *, judge: bool = True
    ) -> None:
        self.specs, self.old = specs, old
        initial = _initial(specs, old)
        if data is not None and not judge:
            initial = {name: data.get(f"{prefix}-{name}", "") for name in initial}
            initial |= {one.name: f"{prefix}-{one.name}" in data for one in specs if isinstance(one, Flag)}
        super().__init__(data if judge else None, prefix=prefix, initial=initial)
        for spec in specs:
            for name, field in _fields(spec):
                self.fields[name] = field

    @cached_property
    def shown(self) -> list[Shown]:
        """What the template draws."""
        return [Shown(spec, [self[name] for name in _names(spec)]) for spec in self.specs]

    @property
    def heading(self) -> str:
        """The first words in it, as a name for a row: in the reader's language when they are there."""
        first = next((spec for spec in self.specs if isinstance(spec, Words)), None)
        return (
            in_language({one: text for one in SHOWN if (text := self[f"{first.name}_{one}"].value())}) if first else ""
        )

    def value(self) -> dict[str, Any]:
        """What was filled in, over what was there."""
        return {**self.old, **{spec.name: self._one(spec) for spec in self.specs}}

    def _one(self, spec: Spec) -> Any:
        found = self.cleaned_data
        if isinstance(spec, Words):
            others = {one: text for one, text in (self.old.get(spec.name) or NO_WORDS).items() if one not in SHOWN}
            typed = {one: clean_text(found[f"{spec.name}_{one}"]) for one in SHOWN}
            return {one: text for one, text in typed.items() if text} | others
        if isinstance(spec, Text):
            return clean_text(found[spec.name])
        return found[spec.name]


class RowsForm:
    """A list of entries in the order in which they stand on the page."""

    def __init__(self, rows: Rows, old: Sequence[Any], data: QueryDict | None, *, judge: bool = True) -> None:
        self.rows = rows
        self.known = {_key_of(rows, one, place): _as_row(rows, one) for place, one in enumerate(old, start=1)}
        self.data, self.judge = data, judge
        keys = list(self.known) if data is None else _keys_in(data, rows)
        self.entries = {key: self._entry(key) for key in keys}

    def _entry(self, key: str) -> EntryForm:
        old = self.known.get(key) or {**(self.rows.begin or {})}
        return EntryForm(self.rows.specs, old, f"{self.rows.name}-{key}", self.data, judge=self.judge)

    @property
    def listed(self) -> Iterator[tuple[str, EntryForm]]:
        """Key and form of each row."""
        yield from self.entries.items()

    @cached_property
    def template(self) -> EntryForm:
        """An empty row, for the script that adds one."""
        return EntryForm(self.rows.specs, {**(self.rows.begin or {})}, f"{self.rows.name}-NIEUW", None)

    def change(self, does: str, key: str) -> None:
        """Move a row up or down, take it away, or add one."""
        order = list(self.entries)
        if does == "erbij":
            key = f"n{secrets.token_hex(4)}"
            self.entries[key] = EntryForm(self.rows.specs, {**(self.rows.begin or {})}, f"{self.rows.name}-{key}", None)
            return
        if key not in order:
            return
        place = order.index(key)
        order.remove(key)
        if does in ("op", "neer"):
            order.insert(max(place + (-1 if does == "op" else 1), 0), key)
        self.entries = {one: self.entries[one] for one in order}

    @cached_property
    def error(self) -> str:
        """What is wrong with how many there are."""
        if not self.entries and self.rows.may_be_empty:
            return ""
        if not self.rows.fewest <= len(self.entries) <= self.rows.most:
            words = {"fewest": self.rows.fewest, "most": self.rows.most, "many": len(self.entries)}
            return _("There must be %(fewest)d to %(most)d here; there are %(many)d now.") % words
        return ""

    def is_valid(self) -> bool:
        """Whether all rows are right, and there are as many as there may be."""
        return all(entry.is_valid() for entry in self.entries.values()) and not self.error

    def value(self) -> list[Any]:
        """The rows in their order."""
        found = []
        for key, entry in self.entries.items():
            value = entry.value()
            if self.rows.bare:
                value = value["words"]
            elif self.rows.key:
                value[self.rows.key] = key
            found.append(value)
        return found


class SheetForm:
    """A page's form: what stands once, and lists."""

    def __init__(self, sheet: Sheet, old: Mapping[str, Any], data: QueryDict | None = None) -> None:
        self.old = old
        what, _colon, key = (data.get("doe", "") if data else "").partition(":")
        self.changing = what in ("op", "neer", "weg", "erbij")
        judge = data is not None and not self.changing
        self.top = EntryForm(sheet.specs, old, "blad", data, judge=judge)
        self.lists = [RowsForm(rows, old.get(rows.name) or [], data, judge=judge) for rows in sheet.rows]
        if self.changing:
            name, _colon, row = key.partition(":")
            for one in self.lists:
                if one.rows.name == name:
                    one.change(what, row)

    def is_valid(self) -> bool:
        """Whether all of it can be kept."""
        return self.top.is_valid() and all(one.is_valid() for one in self.lists)

    def value(self) -> dict[str, Any]:
        """What was filled in, over what was there."""
        return {**self.top.value(), **{one.rows.name: one.value() for one in self.lists}}


def only_there(sheet: Sheet, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What people said in `theirs` and not in `mine` (both as values of the sheet): where it stands, and the words."""
    found = [
        (str(spec.label), text)
        for spec in sheet.specs
        for text in _spoken(spec, theirs)
        if text not in _spoken(spec, mine)
    ]
    for rows in sheet.rows:
        kept = [_as_row(rows, row) for row in mine.get(rows.name) or []]
        for number, row in enumerate(theirs.get(rows.name) or [], start=1):
            for spec in rows.specs:
                known = {text for one in kept for text in _spoken(spec, one)}
                place = f"{rows.one} {number}" + ("" if rows.bare else f", {spec.label}")
                found += [(place, text) for text in _spoken(spec, _as_row(rows, row)) if text not in known]
    return found


# ---- what specs are made of ----


def _spoken(spec: Spec, values: Mapping[str, Any]) -> list[str]:
    """What a value says to people; of the place of something in a drawing a number says nothing."""
    value = values.get(spec.name)
    if isinstance(spec, Words):
        return [text for text in (value or NO_WORDS).values() if text]
    if isinstance(spec, Choice):
        return [str(label) for key, label in spec.choices if key == value]
    shown = isinstance(spec, Text) or (isinstance(spec, Number) and not spec.decimals)
    return [str(value)] if shown and value not in (None, "") else []


def _names(spec: Spec) -> list[str]:
    return [f"{spec.name}_{language}" for language in SHOWN] if isinstance(spec, Words) else [spec.name]


def _initial(specs: Sequence[Spec], old: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in specs:
        value = old.get(spec.name)
        if isinstance(spec, Words):
            found |= {f"{spec.name}_{one}": (value or NO_WORDS).get(one, "") for one in SHOWN}
        elif isinstance(spec, Number) and isinstance(value, float):
            found[spec.name] = int(value) if value.is_integer() else value
        else:
            found[spec.name] = value
    return found


def _fields(spec: Spec) -> Iterator[tuple[str, forms.Field]]:
    if isinstance(spec, Words):
        for language in SHOWN:
            yield f"{spec.name}_{language}", _words_field(spec, language)
    elif isinstance(spec, Text):
        yield spec.name, _text_field(spec)
    elif isinstance(spec, Number):
        yield spec.name, _number_field(spec)
    elif isinstance(spec, Choice):
        yield (
            spec.name,
            forms.ChoiceField(
                label=spec.label, help_text=spec.help, choices=list(spec.choices), required=spec.required
            ),
        )
    else:
        yield spec.name, forms.BooleanField(label=spec.label, help_text=spec.help, required=False)


def _words_field(spec: Words, language: str) -> forms.Field:
    attributes = {"lang": language, "class": "field"}
    widget: forms.Widget = forms.TextInput(attrs=attributes)
    if spec.lines > 1:
        widget = forms.Textarea(attrs={**attributes, "rows": spec.lines})
    return forms.CharField(
        label=spec.label,
        max_length=spec.longest,
        required=spec.required and language == "nl",
        validators=[_lines_between(*spec.entries)] if spec.entries else [],
        widget=widget,
        error_messages={"required": gettext_lazy("Write it in Dutch; English may stay empty.")},
    )


def _lines_between(fewest: int, most: int) -> Callable[[str], None]:
    def check(text: str) -> None:
        many = len(text.splitlines())
        if not fewest <= many <= most or not all(line.strip() for line in text.splitlines()):
            words = {"fewest": fewest, "most": most, "many": many}
            raise forms.ValidationError(_("There must be %(fewest)d to %(most)d here; there are %(many)d now.") % words)

    return check


def _text_field(spec: Text) -> forms.Field:
    if not spec.address:
        return forms.CharField(label=spec.label, help_text=spec.help, max_length=spec.longest, required=spec.required)
    return forms.RegexField(
        # As in the published schema: what would break an exchange is refused here.
        r"^https?://[^\s<>\"'\\]+\Z",
        label=spec.label,
        help_text=spec.help,
        max_length=spec.longest,
        required=spec.required,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("An address begins with https:// and has no spaces.")},
    )


def _number_field(spec: Number) -> forms.Field:
    kind, mode, step = (forms.FloatField, "decimal", "any") if spec.decimals else (forms.IntegerField, "numeric", "1")
    return kind(
        label=spec.label,
        required=spec.required,
        validators=[MinValueValidator(spec.lowest), MaxValueValidator(spec.highest)],
        widget=forms.NumberInput(attrs={"inputmode": mode, "step": step}),
    )


def _key_of(rows: Rows, row: Any, place: int) -> str:
    return str(row[rows.key]) if rows.key and not rows.bare else f"r{place}"


def _as_row(rows: Rows, row: Any) -> dict[str, Any]:
    return {"words": row} if rows.bare else dict(row)


def _keys_in(data: QueryDict, rows: Rows) -> list[str]:
    """The rows that a page sent, each once; what is no key is not there."""
    right = ROW_KEYS.get(rows.key, ROW_KEYS[""])
    return list(dict.fromkeys(key for key in data.getlist(f"{rows.name}-rij") if right.fullmatch(key)))
