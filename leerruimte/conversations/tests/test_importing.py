"""Reading in a conversation that was held in another tool: whole, or not at all."""

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import leerruimte.example
from leerruimte.base.links import sign_link
from leerruimte.base.refused import Refused
from leerruimte.conversations.actions.importing import import_export
from leerruimte.conversations.forms import importing
from leerruimte.conversations.import_words import skipped_sentences
from leerruimte.conversations.mapping import vote_table
from leerruimte.conversations.models import Conversation, PerspectiveMap
from leerruimte.conversations.polis import read_export
from leerruimte.conversations.queries.report import report_of
from leerruimte.conversations.tests.make import a_partnership, a_stranger, refreshed, the_host
from leerruimte.encounters.models import Contribution, Encounter, Participation, Stance
from leerruimte.perspectives import MISSING

OURS = Path(leerruimte.example.__file__).parent / "opinions"
REAL = os.environ.get("LEERRUIMTE_OPINIONS", "")

COMMENTS = "timestamp,comment-id,author-id,moderated,comment-body"
VOTES = "timestamp,comment-id,voter-id,vote"


def an_export(comments=("1000,0,7,1,Eerste",), votes=("2000,0,8,1",), summary="topic,Onderwerp\n"):
    """The files of a small export; None leaves one out."""
    files = {}
    if comments is not None:
        files["comments.csv"] = "\n".join([COMMENTS, *comments]).encode()
    if votes is not None:
        files["votes.csv"] = "\n".join([VOTES, *votes]).encode()
    if summary is not None:
        files["summary.csv"] = summary.encode()
    return files


def our_files():
    """The invented export that comes with the project."""
    return {path.name: path.read_bytes() for path in OURS.glob("*.csv")}


def read_in(files, partnership=None, **more):
    """Read an export into a partnership."""
    partnership = partnership or a_partnership()
    return import_export(
        by=the_host(partnership), partnership=partnership, export=read_export(files), files=files, **more
    )


def skipped(files):
    """What reading leaves out."""
    return {one.reason: one.count for one in read_export(files).skipped}


def test_the_last_vote_of_a_person_counts_whatever_the_order_of_the_file():
    files = an_export(votes=("9000,0,8,-1", "2000,0,8,1", "3000,0,9,0"))
    export = read_export(files)
    assert {(vote.voter, vote.value) for vote in export.votes} == {("8", -1), ("9", 0)}
    assert skipped(files) == {"vote_repeated": 1}


def test_what_moderators_rejected_is_left_out_with_its_votes():
    files = an_export(comments=("1,0,7,1,Goed", "1,1,7,-1,Fout", "1,2,7,0,Niet gezien"), votes=("2,0,8,1", "2,1,8,1"))
    assert [comment.text for comment in read_export(files).comments] == ["Goed", "Niet gezien"]
    assert skipped(files) == {"rejected": 1, "vote_rejected": 1}


def test_votes_on_what_is_not_there_and_empty_texts_are_left_out():
    files = an_export(comments=("1,0,7,1,Goed", "1,1,7,1,  "), votes=("2,0,8,1", "2,5,8,1", "2,1,8,1"))
    assert skipped(files) == {"empty": 1, "vote_unknown": 1, "vote_rejected": 1}


def test_long_texts_are_shortened_and_that_is_told():
    files = an_export(comments=(f"1,0,7,1,{'x' * 400}",))
    assert len(read_export(files).comments[0].text) == 280
    assert skipped(files) == {"shortened": 1}
    with translation.override("en"):
        assert skipped_sentences(read_export(files).skipped) == [
            "1 contribution was longer than 280 characters and was shortened."
        ]


def test_quotes_newlines_and_a_byte_order_mark_are_read():
    files = an_export()
    files["comments.csv"] = ("\ufeff" + COMMENTS + '\r\n1,0,7,1,"Zij zei ""ja"",\r\nen toen nee"\r\n').encode()
    assert read_export(files).comments[0].text == 'Zij zei "ja",\nen toen nee'


def test_files_without_times_authors_or_summary_can_be_read():
    files = {
        "comments.csv": b"comment-id,comment-body\n0,Goed\n",
        "participants-votes.csv": b"participant,group-id,0\n3,,1\n4,,\n",
    }
    export = read_export(files)
    assert [(vote.voter, vote.value) for vote in export.votes] == [("3", 1)]
    assert export.comments[0].author == ""


BROKEN = {
    "no comments": (an_export(comments=None), "comments.csv"),
    "no votes": (an_export(votes=None), "votes.csv"),
    "column missing": ({**an_export(), "votes.csv": b"comment-id,vote\n0,1\n"}, "votes.csv, line 1"),
    "no number": (an_export(comments=("1,0,7,1,Goed", "1,x,7,1,Fout")), "comments.csv, line 3"),
    "twice": (an_export(comments=("1,0,7,1,Goed", "1,0,7,1,Weer")), "comments.csv, line 3"),
    "no vote": (an_export(votes=("2,0,8,1", "2,0,9,5")), "votes.csv, line 3"),
    "no time": (an_export(votes=("99999999999999999999,0,8,1",)), "votes.csv, line 2"),
    "open quote": (an_export(comments=('1,0,7,1,"Goed', "1,1,7,1,Ook")), "comments.csv, line 3"),
    "too many columns": (an_export(comments=("1,0,7,1,Goed,en,meer",)), "comments.csv, line 2"),
    "not text": ({**an_export(), "votes.csv": b"\xff\xfe\x00\x01"}, "votes.csv, line 1"),
    "not UTF-8": ({**an_export(), "comments.csv": COMMENTS.encode() + b"\n1,0,7,1,caf\xe9\n"}, "comments.csv, line 2"),
    "binary": ({**an_export(), "comments.csv": COMMENTS.encode() + b"\n1,0,7,1,a\x00b\n"}, "comments.csv, line 2"),
    "a very long field": (an_export(comments=(f"1,0,7,1,{'x' * 200_000}",)), "comments.csv, line 2"),
    "empty file": ({**an_export(), "comments.csv": b""}, "comments.csv, line 1"),
    "cut off": (an_export(votes=("2,0,8,1", "2,0")), "votes.csv, line 3"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_says_in_which_line_it_broke(case):
    files, where = BROKEN[case]
    with translation.override("en"), pytest.raises(Refused) as no:
        read_export(files)
    assert no.value.message.startswith(where)
    assert no.value.field == "export"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["comments.csv", "votes.csv", "summary.csv"]))
def test_any_file_is_read_or_refused(contents, name):
    with suppress(Refused):
        read_export({**an_export(), name: contents})


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=40))
def test_any_line_is_read_or_refused(comment, vote):
    with suppress(Refused):
        read_export(an_export(comments=(comment,), votes=(vote,)))


@pytest.mark.django_db
def test_an_export_becomes_a_conversation_with_its_people_and_stances():
    conversation, is_new = read_in(our_files())
    assert is_new
    assert conversation.encounter.title == "Wat kan er anders op onze school?"
    assert conversation.encounter.closed_at is not None
    assert Participation.objects.filter(encounter=conversation.pk).count() == 34
    assert Contribution.objects.filter(encounter=conversation.pk).count() == 19
    assert Stance.objects.filter(encounter=conversation.pk).count() == 523
    asked = conversation.questions.get()
    assert asked.text["nl"] == "Wat kan er anders op onze school?"


@pytest.mark.django_db
def test_the_votes_are_those_of_the_files_other_table():
    """participants-votes.csv holds each person's last votes: another road to the same."""
    files = our_files()
    conversation, _new = read_in(files)
    del files["votes.csv"]
    expected = sorted((comment.text, value) for comment, value in matrix_votes(files))
    table = vote_table(conversation.pk)
    texts = {row.pk.hex: row.text for row in Contribution.objects.filter(encounter=conversation.pk)}
    found = sorted(
        (texts[statement], int(vote))
        for row in table.votes
        for statement, vote in zip(table.statements, row, strict=True)
        if vote != MISSING
    )
    assert found == expected


def matrix_votes(files):
    """(comment, value) of each vote in an export."""
    export = read_export(files)
    by_id = {comment.id: comment for comment in export.comments}
    return [(by_id[vote.comment], vote.value) for vote in export.votes]


@pytest.mark.django_db
def test_reading_in_twice_changes_nothing():
    partnership = a_partnership()
    first, _new = read_in(our_files(), partnership)
    before = (Encounter.objects.count(), Stance.objects.count(), refreshed(first).encounter.version)
    again, is_new = read_in(our_files(), partnership)
    assert not is_new
    assert again.pk == first.pk
    assert (Encounter.objects.count(), Stance.objects.count(), refreshed(first).encounter.version) == before


@pytest.mark.django_db
def test_another_partnership_gets_its_own():
    first, _new = read_in(our_files())
    second, is_new = read_in(our_files(), a_stranger())
    assert is_new
    assert second.pk != first.pk


@pytest.mark.django_db
def test_a_broken_file_changes_nothing():
    with pytest.raises(Refused):
        read_in({**our_files(), "votes.csv": our_files()["votes.csv"] + b"1,x,y,z,w\n"})
    with pytest.raises(Refused):
        read_in(an_export(comments=("1,0,7,-1,Fout",)))
    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_the_report_of_an_imported_conversation_carries_its_attribution_and_no_plate():
    conversation, _new = read_in(our_files(), attribution="CC BY 4.0, door een ander gemaakt")
    report = report_of(refreshed(conversation))
    assert report.attribution == "CC BY 4.0, door een ander gemaakt"
    assert not report.has_plate


@pytest.mark.django_db
def test_the_command_makes_the_map_and_tells_what_it_left_out(capsys):
    partnership = a_partnership()
    call_command("import_conversation", OURS, partnership=partnership.slug, language="en")
    told = capsys.readouterr().out
    assert "34 people, 19 contributions, 523 votes" in told
    assert "1 contribution was left out: the moderators had rejected it." in told
    assert "2 votes were left out: they are about contributions that are not in the files." in told
    assert PerspectiveMap.objects.get().result["verdict"] == "pattern"


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(tmp_path):
    a_partnership()
    with pytest.raises(CommandError, match="not a folder"):
        call_command("import_conversation", tmp_path / "nergens")
    (tmp_path / "comments.csv").write_text("niets\n")
    (tmp_path / "votes.csv").write_text(VOTES)
    with pytest.raises(CommandError, match="line 1"):
        call_command("import_conversation", tmp_path, language="en")
    a_stranger()
    with pytest.raises(CommandError, match="--partnership"):
        call_command("import_conversation", tmp_path)


# ---- the page ----


def host_browser(partnership):
    """A browser that may open conversations in a partnership."""
    client = Client()
    client.cookies["taal"] = "en"
    client.post(f"/begin/{sign_link('host', str(partnership.pk), partnership.host_number)}/")
    return client


def zipped(files):
    """Files as one ZIP."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files.items():
            archive.writestr(name, contents)
    return written.getvalue()


def upload(partnership, *files, client=None):
    """Send files with the form."""
    uploads = [SimpleUploadedFile(name, contents) for name, contents in files]
    data = {"partnership": partnership.pk, "attribution": "", "export": uploads}
    return (client or host_browser(partnership)).post("/leiden/inlezen/", data)


@pytest.mark.django_db
@pytest.mark.parametrize("as_zip", [True, False])
def test_an_upload_becomes_a_conversation(as_zip):
    partnership = a_partnership()
    files = our_files()
    sent = [("export.zip", zipped({f"map/{name}": c for name, c in files.items()}))] if as_zip else files.items()
    answer = upload(partnership, *sent)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/verslag/")
    assert Conversation.objects.get().encounter.partnership == partnership


@pytest.mark.django_db
def test_uploading_twice_says_so():
    partnership = a_partnership()
    client = host_browser(partnership)
    upload(partnership, *our_files().items(), client=client)
    answer = upload(partnership, *our_files().items(), client=client)
    assert answer.status_code == 302
    assert Conversation.objects.count() == 1


@pytest.mark.django_db
def test_a_broken_upload_shows_where_beside_the_field_and_changes_nothing():
    answer = upload(a_partnership(), *an_export(votes=("2,0,9,5",)).items())
    assert answer.status_code == 422
    assert "votes.csv, line 2" in answer.content.decode()
    assert not Conversation.objects.exists()


def a_bomb():
    """A small file that is large when unpacked."""
    return zipped({"comments.csv": b"0" * (importing.LARGEST_UNPACKED + 10), "votes.csv": b""})


def with_a_lie(contents):
    """A ZIP that says its files are one byte long."""
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        size = archive.getinfo("comments.csv").file_size
    return contents.replace(size.to_bytes(4, "little"), (1).to_bytes(4, "little"))


HOSTILE = {
    "not a zip": lambda: b"dit is geen zip",
    "cut off": lambda: zipped(our_files())[:2000],
    "bomb": a_bomb,
    "bomb that lies": lambda: with_a_lie(a_bomb()),
    "nothing in it": lambda: zipped({"plaatje.png": b"x"}),
    "twice the same": lambda: zipped({"a/comments.csv": b"x", "b/comments.csv": b"y"}),
    "many files": lambda: zipped({f"{number}.txt": b"" for number in range(500)}),
    "damaged": lambda: zipped(our_files()).replace(our_files()["summary.csv"][:8], b"xxxxxxxx")[:-40],
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_zip_is_refused_with_a_sentence(case):
    answer = upload(a_partnership(), ("export.zip", HOSTILE[case]()))
    assert answer.status_code == 422
    assert 'class="msg"' in answer.content.decode()
    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_path_names_in_a_zip_write_nothing_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {f"../../..\\{name}": contents for name, contents in our_files().items()}
    assert upload(a_partnership(), ("export.zip", zipped(files))).status_code == 302
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_files_that_are_too_large_are_refused(monkeypatch):
    monkeypatch.setattr(importing, "LARGEST_UPLOAD", 1000)
    answer = upload(a_partnership(), *our_files().items())
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("comments.csv", "comments.csv"),
        ("x/y/Votes.CSV", "votes.csv"),
        ("2026-r5abc-participant-votes.csv", "participants-votes.csv"),
        ("2026-r5abc-votes.csv", "votes.csv"),
        ("..\\..\\summary.csv", "summary.csv"),
        ("mycomments.csv", ""),
        ("comments.csv.exe", ""),
    ],
)
def test_files_are_known_by_their_name(path, name):
    assert importing.known_name(path) == name


@pytest.mark.django_db
def test_only_hosts_read_in_and_only_into_their_own_partnership():
    assert Client().get("/leiden/inlezen/").status_code == 404
    mine, stranger = a_partnership(), a_stranger()
    client = host_browser(mine)
    assert client.get("/leiden/inlezen/").status_code == 200
    assert upload(stranger, *our_files().items(), client=client).status_code == 422
    assert not Conversation.objects.exists()


@pytest.mark.django_db
@pytest.mark.skipif(not REAL, reason="needs LEERRUIMTE_OPINIONS: a folder with folders of real exports")
def test_real_exports_can_be_read_in(capsys):
    partnership = a_partnership()
    for folder in sorted(path for path in Path(REAL).iterdir() if path.is_dir()):
        call_command("import_conversation", folder, partnership=partnership.slug, language="en")
        assert "read in" in capsys.readouterr().out
    assert PerspectiveMap.objects.count() == Conversation.objects.count() > 0
