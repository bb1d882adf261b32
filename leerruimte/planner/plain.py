"""Frozen dataclasses to plain JSON values and back, and the JSON Schema that describes them."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Mistake:
    """Something wrong in what was handed in: where it stands (a JSON path), a code and the values that belong to it."""

    where: str
    code: str
    values: Mapping[str, Any]


class Wrong(Exception):
    """What was handed in cannot be read; all mistakes at once."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("; ".join(f"{m.where}: {m.code}" for m in mistakes))
        self.mistakes = mistakes


def to_plain(value: Any) -> Any:
    """Turn a dataclass into JSON values; what equals its default is left out."""
    if is_dataclass(value):
        kept = ((one.name, getattr(value, one.name), one) for one in fields(value))
        return {name: to_plain(inner) for name, inner, one in kept if not _is_default(one, inner)}
    if isinstance(value, Mapping):
        return {key: to_plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: Any, plain: Any) -> Any:
    """Read JSON values as `kind`, a dataclass; raises `Wrong` with everything that does not fit."""
    mistakes: list[Mistake] = []
    value = _read(kind, plain, "$", mistakes)
    if mistakes:
        raise Wrong(tuple(mistakes))
    return value


def schema(kind: Any, title: str) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a dataclass."""
    found: dict[str, Any] = {}
    top = _schema(kind, found)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **top, "$defs": found}


def _is_default(one: Field[Any], value: Any) -> bool:
    if one.default is not MISSING:
        return bool(one.default == value)
    return one.default_factory is not MISSING and bool(one.default_factory() == value)


def _read(kind: Any, plain: Any, where: str, mistakes: list[Mistake]) -> Any:
    if is_dataclass(kind):
        return _read_dataclass(kind, plain, where, mistakes)
    origin = get_origin(kind)
    if origin is Union or origin is types.UnionType:
        return _read_union(get_args(kind), plain, where, mistakes)
    if origin is tuple:
        return _read_tuple(get_args(kind), plain, where, mistakes)
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping(get_args(kind)[1], plain, where, mistakes)
    return _read_scalar(kind, plain, where, mistakes)


def _read_dataclass(kind: Any, plain: Any, where: str, mistakes: list[Mistake]) -> Any:
    if not isinstance(plain, dict):
        return _no(where, "not_an_object", mistakes, found=_name(plain))
    hints = get_type_hints(kind)
    known = {one.name: one for one in fields(kind)}
    for name in plain.keys() - known.keys():
        _no(f"{where}.{name}", "unknown_key", mistakes, known=", ".join(known))
    missing = [name for name, one in known.items() if name not in plain and _required(one)]
    for name in missing:
        _no(f"{where}.{name}", "missing", mistakes)
    values = {name: _read(hints[name], plain[name], f"{where}.{name}", mistakes) for name in known if name in plain}
    return None if missing else kind(**values)


def _read_union(kinds: tuple[Any, ...], plain: Any, where: str, mistakes: list[Mistake]) -> Any:
    if plain is None and type(None) in kinds:
        return None
    tried: list[list[Mistake]] = []
    for kind in (kind for kind in kinds if kind is not type(None)):
        wrong: list[Mistake] = []
        value = _read(kind, plain, where, wrong)
        if not wrong:
            return value
        tried.append(wrong)
    mistakes.extend(tried[0])
    return None


def _read_tuple(kinds: tuple[Any, ...], plain: Any, where: str, mistakes: list[Mistake]) -> Any:
    if not isinstance(plain, list):
        return _no(where, "not_a_list", mistakes, found=_name(plain)) or ()
    return tuple(_read(kinds[0], one, f"{where}[{at}]", mistakes) for at, one in enumerate(plain))


def _read_mapping(kind: Any, plain: Any, where: str, mistakes: list[Mistake]) -> Any:
    if not isinstance(plain, dict):
        return _no(where, "not_an_object", mistakes, found=_name(plain)) or {}
    return {key: _read(kind, one, f"{where}.{key}", mistakes) for key, one in plain.items()}


def _read_scalar(kind: Any, plain: Any, where: str, mistakes: list[Mistake]) -> Any:
    if kind is date:
        try:
            return date.fromisoformat(plain)
        except (TypeError, ValueError):
            return _no(where, "not_a_date", mistakes, found=str(plain)) or date.min
    fits = isinstance(plain, kind) and (kind is bool or not isinstance(plain, bool))
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    return plain if fits else _no(where, f"not_{kind.__name__}", mistakes, found=_name(plain)) or kind()


def _no(where: str, code: str, mistakes: list[Mistake], /, **values: Any) -> Any:
    """Note a mistake; what is read is nothing then."""
    mistakes.append(Mistake(where, code, values))


def _required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _name(plain: Any) -> str:
    return "nothing" if plain is None else type(plain).__name__


def _schema(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    if is_dataclass(kind):
        name = getattr(kind, "__name__", "")
        if name not in found:
            found[name] = {}
            found[name] |= _schema_of_dataclass(kind, found)
        return {"$ref": f"#/$defs/{name}"}
    origin = get_origin(kind)
    if origin is Union or origin is types.UnionType:
        return {"anyOf": [_schema(one, found) for one in get_args(kind)]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], found)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(get_args(kind)[1], found)}
    return dict(_SCALARS[kind])


def _schema_of_dataclass(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {one.name: _schema(hints[one.name], found) for one in fields(kind)},
        "required": list(_names_required(kind)),
        "additionalProperties": False,
    }


def _names_required(kind: Any) -> Iterator[str]:
    return (one.name for one in fields(kind) if _required(one))


_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}
