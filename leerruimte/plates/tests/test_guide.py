"""The facilitator's guide: headings and paragraphs, nothing else."""

from leerruimte.plates.guide import Section, sections


def test_headings_and_paragraphs():
    text = "Vooraf.\n## Openen\nLees voor.\n\nZwijg.\n\n## Met 8 mensen\nEén kring."
    assert list(sections(text)) == [
        Section("", ("Vooraf.",)),
        Section("Openen", ("Lees voor.", "Zwijg.")),
        Section("Met 8 mensen", ("Eén kring.",)),
    ]


def test_nothing_gives_nothing():
    assert list(sections("  \n ")) == []


def test_other_markup_stays_words():
    assert list(sections("[x](javascript:1) <b>**dik**</b>")) == [Section("", ("[x](javascript:1) <b>**dik**</b>",))]
