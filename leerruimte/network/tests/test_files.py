"""Networks from and to elsewhere: what goes out comes back, and what is no network is told."""

import contextlib

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leerruimte.network.files import (
    Graph,
    Node,
    NotAGraph,
    Tie,
    read_csv,
    read_gexf,
    read_graphml,
    write_csv,
    write_gexf,
    write_graphml,
)

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><graphml><graph><node id="&c;"/></graph></graphml>"""

# What XML can hold: no control characters; and a name that begins or ends with a space is no name.
words = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    ids = draw(st.lists(words, min_size=2, max_size=6, unique=True))
    nodes = tuple(Node(one, {"name": draw(words), "met": draw(st.integers(0, 99))}) for one in ids)
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=8, unique=True))
    ties = tuple(Tie(a, b, {"times": draw(st.integers(1, 9)), "about": draw(words)}) for a, b in pairs if a != b)
    return Graph(nodes, ties)


def as_sets(graph: Graph, *, as_text: bool = False) -> tuple[set[object], set[object]]:
    def known(of: dict[str, object]) -> tuple[tuple[str, object], ...]:
        # The reader of one of them adds numbers of its own.
        return tuple(sorted((k, str(v) if as_text else v) for k, v in of.items() if k not in ("id", "label")))

    return (
        {(node.id, known(node.known)) for node in graph.nodes},
        {(tie.source, tie.target, known(tie.known)) for tie in graph.ties},
    )


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_a_graph_comes_back_from_graphml_and_gexf_as_it_went(graph: Graph) -> None:
    assert as_sets(read_graphml(write_graphml(graph))) == as_sets(graph)
    assert as_sets(read_gexf(write_gexf(graph))) == as_sets(graph)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_a_graph_comes_back_from_csv_with_words_for_numbers(graph: Graph) -> None:
    assert as_sets(read_csv(*write_csv(graph))) == as_sets(graph, as_text=True)


def test_files_of_networkx_are_read() -> None:
    graph = nx.davis_southern_women_graph()
    graph.graph.clear()
    data = "\n".join(nx.generate_graphml(graph)).encode()
    found = read_graphml(data)
    assert len(found.nodes) == 32
    assert len(found.ties) == 89
    assert {node.known["bipartite"] for node in found.nodes} == {0, 1}


@pytest.mark.parametrize("read", [read_graphml, read_gexf])
def test_a_bomb_is_not_opened(read: object) -> None:
    with pytest.raises(NotAGraph, match="entities of its own"):
        read(BOMB)


@pytest.mark.parametrize("read", [read_graphml, read_gexf])
@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe\x00", b"<a>", b"<a/>", b"<graphml/>", b"<gexf/>"])
def test_what_is_no_graph_is_told(read: object, data: bytes) -> None:
    with pytest.raises(NotAGraph):
        read(data)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 30))
@example(b"", 363, 13)
def test_a_spoiled_file_is_told_and_never_breaks(noise: bytes, at: int, gone: int) -> None:
    whole = write_graphml(Graph((Node("a", {"met": 1}), Node("b", {})), (Tie("a", "b", {"times": 2}),)))
    gexf = write_gexf(Graph((Node("a", {"met": 1}), Node("b", {})), (Tie("a", "b", {"times": 2}),)))
    for data, read in ((whole, read_graphml), (gexf, read_gexf)):
        with contextlib.suppress(NotAGraph):
            read(data[:at] + noise + data[at + gone :])


def test_tables_are_told_where_they_are_wrong() -> None:
    nodes, ties = b"id,name\na,A\nb,B\n", b"source,target\na,b\n"
    assert len(read_csv(nodes, ties).ties) == 1
    for broken, said in (
        ((b"name\nA\n", ties), "nodes: no column id"),
        ((nodes, b"source\na\n"), "ties: no column target"),
        ((nodes, b"source,target\na\n"), "ties, line 2"),
        ((nodes, b"source,target\na,b,c\n"), "ties, line 2"),
        ((nodes, b"source,target\na,z\n"), "tie 1 names z, which is no node"),
        ((nodes, b"source,target\na,a\n"), "tie 1 ties a to itself"),
        ((b"id\na\na\n", ties), "a node stands there twice"),
        ((b"\xff\xfe", ties), "nodes: no table in UTF-8"),
    ):
        with pytest.raises(NotAGraph, match=said):
            read_csv(*broken)


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leerruimte.network.files.MOST_BYTES", 10)
    for read in (read_graphml, read_gexf, lambda data: read_csv(data, data)):
        with pytest.raises(NotAGraph, match="more than"):
            read(b"x" * 11)
