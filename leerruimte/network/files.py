"""A network from and to elsewhere: GraphML, GEXF, and two tables in CSV (one of nodes, one of ties).

What programs such as Gephi and R read and write. Reading trusts nothing: a file that is too large, that brings a
document type of its own (how a small file grows to gigabytes) or that ties what it does not name is told, not
swallowed.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MOST_BYTES = 50_000_000
MOST_NODES, MOST_TIES = 200_000, 2_000_000

Value = str | int | float | bool


class NotAGraph(ValueError):
    """A file that cannot be read as a network; the message says why."""


@dataclass(frozen=True)
class Node:
    """A person, an organisation or a thing, with what is known of it."""

    id: str
    known: Mapping[str, Value]


@dataclass(frozen=True)
class Tie:
    """Two nodes that are tied, with what is known of that."""

    source: str
    target: str
    known: Mapping[str, Value]


@dataclass(frozen=True)
class Graph:
    """Nodes and ties as they stand in a file; each node once, ties only between nodes. Raises NotAGraph."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    def __post_init__(self) -> None:
        if len(self.nodes) > MOST_NODES or len(self.ties) > MOST_TIES:
            raise NotAGraph(f"more than {MOST_NODES} nodes or {MOST_TIES} ties")
        ids = {node.id for node in self.nodes}
        if len(ids) < len(self.nodes):
            raise NotAGraph("a node stands there twice")
        for number, tie in enumerate(self.ties, start=1):
            if missing := {tie.source, tie.target} - ids:
                raise NotAGraph(f"tie {number} names {sorted(missing)[0]}, which is no node")
            if tie.source == tie.target:
                raise NotAGraph(f"tie {number} ties {tie.source} to itself")


def read_graphml(data: bytes) -> Graph:
    """Read GraphML. Raises NotAGraph."""
    return _read_xml(data, lambda text: networkx.parse_graphml(text, node_type=str))


def read_gexf(data: bytes) -> Graph:
    """Read GEXF. Raises NotAGraph."""
    return _read_xml(data, lambda text: networkx.read_gexf(io.BytesIO(text.encode()), node_type=str))


def write_graphml(graph: Graph) -> bytes:
    """Write GraphML."""
    return "\n".join(networkx.generate_graphml(_to_networkx(graph))).encode()


def write_gexf(graph: Graph) -> bytes:
    """Write GEXF."""
    return "\n".join(networkx.generate_gexf(_to_networkx(graph))).encode()


def read_csv(nodes: bytes, ties: bytes) -> Graph:
    """Read two tables: nodes with a column `id`, ties with the columns `source` and `target`. Raises NotAGraph."""
    return Graph(
        nodes=tuple(Node(row.pop("id"), row) for row in _rows(nodes, "nodes", ("id",))),
        ties=tuple(Tie(row.pop("source"), row.pop("target"), row) for row in _rows(ties, "ties", ("source", "target"))),
    )


def write_csv(graph: Graph) -> tuple[bytes, bytes]:
    """Write two tables: of nodes, of ties."""
    nodes = _table(("id",), ({"id": node.id, **node.known} for node in graph.nodes))
    ties = _table(("source", "target"), ({"source": t.source, "target": t.target, **t.known} for t in graph.ties))
    return nodes, ties


def _read_xml(data: bytes, read: Any) -> Graph:
    if len(data) > MOST_BYTES:
        raise NotAGraph(f"more than {MOST_BYTES // 1_000_000} MB")
    try:
        fromstring(data, forbid_dtd=True)
        found = read(data.decode("utf-8-sig"))
    except DefusedXmlException:
        raise NotAGraph("the file brings a document type or entities of its own") from None
    except (ParseError, UnicodeDecodeError) as error:
        raise NotAGraph(f"no XML in UTF-8: {error}") from None
    except Exception as error:
        # Over what is well-formed and no graph the reader stumbles in more ways than it tells of.
        raise NotAGraph(f"the file is not as it should be: {error}") from None
    return Graph(
        nodes=tuple(Node(str(node), known) for node, known in found.nodes(data=True)),
        ties=tuple(Tie(str(source), str(target), known) for source, target, known in found.edges(data=True)),
    )


def _to_networkx(graph: Graph) -> Any:
    made = networkx.MultiDiGraph()
    for node in graph.nodes:
        made.add_node(node.id, **node.known)
    for tie in graph.ties:
        made.add_edge(tie.source, tie.target, **tie.known)
    return made


def _rows(data: bytes, name: str, needed: tuple[str, ...]) -> list[dict[str, str]]:
    if len(data) > MOST_BYTES:
        raise NotAGraph(f"{name}: more than {MOST_BYTES // 1_000_000} MB")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), restkey="")
        if missing := set(needed) - set(reader.fieldnames or ()):
            raise NotAGraph(f"{name}: no column {sorted(missing)[0]}")
        rows = []
        for row in reader:
            if "" in row or any(not row[column] for column in needed):
                raise NotAGraph(f"{name}, line {reader.line_num}: a cell is missing or there is one too many")
            rows.append({column: value or "" for column, value in row.items()})
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotAGraph(f"{name}: no table in UTF-8: {error}") from None
    return rows


def _table(first: tuple[str, ...], rows: Iterable[Mapping[str, Value]]) -> bytes:
    rows = list(rows)
    columns = list(dict.fromkeys([*first, *(column for row in rows for column in row)]))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
