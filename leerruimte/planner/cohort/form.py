"""The JSON form of any of this package's dataclasses, and the JSON schema of it (draft 2020-12)."""

import dataclasses
import math
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


@dataclass(frozen=True)
class Wrong:
    """Something wrong with the input: a code, where it stands (as in `learners[3].wishes[0]`), and values."""

    code: str
    at: str
    values: tuple[str, ...] = ()


def to_json(thing: Any) -> Any:
    """Give the JSON form: objects for dataclasses, lists for tuples."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: to_json(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    if isinstance(thing, tuple):
        return [to_json(one) for one in thing]
    return thing


def from_json(kind: type[T], data: Any) -> T:
    """Read the JSON form, which has to be free of `shape_faults`."""
    read: T = _read(kind, data)
    return read


def shape_faults(kind: Any, data: Any, at: str = "") -> Iterator[Wrong]:
    """Name everything in a JSON form that is not of the right shape: missing, not known, of another type."""
    if dataclasses.is_dataclass(kind):
        yield from _object_faults(kind, data, at)
    elif typing.get_origin(kind) is tuple:
        yield from _list_faults(typing.get_args(kind), data, at)
    elif isinstance(kind, types.UnionType):
        fitting = next((one for one in typing.get_args(kind) if not list(shape_faults(one, data, at))), None)
        if fitting is None:
            yield _of_type(kind, at)
    elif not _is_scalar(kind, data):
        yield _of_type(kind, at)


def schema_of(kind: Any) -> dict[str, Any]:
    """Give the JSON schema of a dataclass."""
    definitions: dict[str, Any] = {}
    root = _schema(kind, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": definitions}


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if dataclasses.is_dataclass(kind):
        return _object_schema(kind, definitions)
    if typing.get_origin(kind) is tuple:
        of = typing.get_args(kind)
        if of[-1] is Ellipsis:
            return {"type": "array", "items": _schema(of[0], definitions)}
        items = [_schema(one, definitions) for one in of]
        return {"type": "array", "prefixItems": items, "minItems": len(of), "maxItems": len(of)}
    if isinstance(kind, types.UnionType):
        return {"anyOf": [_schema(one, definitions) for one in typing.get_args(kind)]}
    return {"type": SCALARS[kind]}


def _object_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = typing.get_type_hints(kind)
        definitions[name] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {field.name: _schema(hints[field.name], definitions) for field in dataclasses.fields(kind)},
            "required": [field.name for field in dataclasses.fields(kind) if _needed(field)],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _read(kind: Any, data: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return typing.cast(Any, kind)(**{name: _read(hints[name], value) for name, value in data.items()})
    if typing.get_origin(kind) is tuple:
        of = typing.get_args(kind)
        each = [of[0]] * len(data) if of[-1] is Ellipsis else of
        return tuple(_read(one, value) for one, value in zip(each, data, strict=True))
    if isinstance(kind, types.UnionType):
        return _read(next(one for one in typing.get_args(kind) if not list(shape_faults(one, data))), data)
    return float(data) if kind is float else data


def _object_faults(kind: Any, data: Any, at: str) -> Iterator[Wrong]:
    if not isinstance(data, dict):
        yield Wrong("object_expected", at)
        return
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    prefix = f"{at}." if at else ""
    yield from (Wrong("missing", prefix + name) for name in fields if name not in data and _needed(fields[name]))
    yield from (Wrong("not_known", f"{prefix}{name}") for name in data if name not in fields)
    for name in fields:
        if name in data:
            yield from shape_faults(hints[name], data[name], prefix + name)


def _list_faults(of: tuple[Any, ...], data: Any, at: str) -> Iterator[Wrong]:
    if not isinstance(data, list):
        yield Wrong("list_expected", at)
        return
    if of[-1] is not Ellipsis and len(data) != len(of):
        yield Wrong("length", at, (str(len(of)),))
        return
    each = [of[0]] * len(data) if of[-1] is Ellipsis else of
    for number, (one, value) in enumerate(zip(each, data, strict=True)):
        yield from shape_faults(one, value, f"{at}[{number}]")


def _is_scalar(kind: Any, data: Any) -> bool:
    if kind is float:
        return isinstance(data, int | float) and not isinstance(data, bool) and math.isfinite(data)
    return isinstance(data, kind) and (kind is bool or not isinstance(data, bool))


def _of_type(kind: Any, at: str) -> Wrong:
    kinds = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    return Wrong("type", at, tuple(SCALARS.get(one, "list") for one in kinds))


def _needed(field: Any) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
