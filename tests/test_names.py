"""Above ``kinds`` Python speaks of meanings: no kind, field or state by name, and above ``catalog`` no id cut apart.

What stands in ``names.txt`` is excepted, each line with its reason, and nothing stays there that is gone.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "itsmctl"
LIST = Path(__file__).with_name("names.txt")
LINE = re.compile(r"(?P<where>[a-z_/.]+): (?P<names>\S.*\S|\S)  # (?P<reason>\S.*)")
LINES = 40  # the list is shorter
MOST = 247  # names in it: lower this with each that goes

NOT_KINDS = ("common", "kind")
ASKS = ("is_", "said", "role", "having", "time_of")  # what these are given is a meaning or a role
PARSES = ("add_argument", "add_parser")  # what these are given is the command line's
CUTS = ("partition", "rpartition", "split", "rsplit")
BEGINS = ("startswith", "removeprefix")


def _named() -> frozenset[str]:
    """Return the names of all kinds, fields (dotted where they lie in another) and states that are shipped.

    Not those of states that are meanings too: those are what Python may say.
    """
    found: set[str] = set()
    meanings = json.loads((TOP / "schemas/kind.json").read_text("utf-8"))["$defs"]["meaning"]["enum"]
    for path in (TOP / "schemas").glob("*.json"):
        if path.stem in NOT_KINDS:
            continue
        schema = json.loads(path.read_text("utf-8"))
        lifecycle = schema["x-itsm"].get("lifecycle")
        states = schema["properties"][lifecycle["field"]]["enum"] if lifecycle else ()
        found |= {path.stem, f"{path.stem}/", *_fields(schema), *states}
    return frozenset(found.difference(meanings))


def _fields(schema: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        yield before + name
        yield from _fields(inner, f"{before}{name}.")
        yield from _fields(inner.get("items", {}), f"{before}{name}.")


def _layers(layer: str) -> frozenset[str]:
    """Return the parts of the package that lie in a layer or below it."""
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [re.findall(r"\w+", line) for line in contracts[0]["layers"]]
    first = next(number for number, parts in enumerate(layers) if layer in parts)
    return frozenset(part for parts in layers[first:] for part in parts)


def _part(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def _silent(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what holds no names of ours: docs, exports, keys of written JSON, meanings asked for, the command line."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                yield node
            case ast.FunctionDef():
                yield from (key for inner in ast.walk(node) if isinstance(inner, ast.Dict) for key in inner.keys if key)
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in (*ASKS, *PARSES):
                yield from node.args


def _cut(call: ast.Call) -> str | None:
    """Return how a call takes an id apart, or None when it does not."""
    match call:
        case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Constant(value="/"), *_]) if attr in CUTS:
            return f'{attr}("/")'
        case ast.Call(func=ast.Attribute(attr=attr), args=[ast.JoinedStr(values=[*_, ast.Constant(value="/")])]):
            return f'{attr}("…/")' if attr in BEGINS else None
    return None


def _names(text: str, named: frozenset[str], *, cuts: bool) -> set[str]:
    """Return the names, and the cuts if they are forbidden, that stand in the text of one module."""
    tree = ast.parse(text)
    silent = {id(inner) for node in _silent(tree) for inner in ast.walk(node)}
    spoken = [node for node in ast.walk(tree) if id(node) not in silent]
    found = {node.value for node in spoken if isinstance(node, ast.Constant) and isinstance(node.value, str)} & named
    return found | {cut for node in spoken if cuts and isinstance(node, ast.Call) and (cut := _cut(node))}


def _standing() -> set[tuple[str, str]]:
    """Return what stands in the package, as pairs of a module and a name."""
    named, below, free = _named(), _layers("kinds"), _layers("catalog")
    modules = [(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    return {
        (module, name)
        for module, text in modules
        if _part(module) not in below
        for name in _names(text, named, cuts=_part(module) not in free)
    }


def _excepted() -> set[tuple[str, str]]:
    """Return what the list excepts, as pairs of a module or package and a name."""
    lines = [line for line in LIST.read_text("utf-8").splitlines() if line]
    wrong = [line for line in lines if not LINE.fullmatch(line)]
    assert not wrong, f"each line is `package or module: names  # reason`: {wrong}"
    assert len(lines) < LINES, f"{len(lines)} lines: the list only shrinks"
    told = [(made["where"], name) for line in lines if (made := LINE.fullmatch(line)) for name in made["names"].split()]
    doubled = sorted({one for one in told if told.count(one) > 1})
    assert not doubled, f"said twice: {doubled}"
    assert len(told) <= MOST, f"{len(told)} names: the list only shrinks"
    return set(told)


def _covers(where: str, module: str) -> bool:
    return module == where or module.startswith(f"{where}/")


def _shown(pairs: set[tuple[str, str]]) -> str:
    wheres = sorted({where for where, _ in pairs})
    return "\n".join(f"  {one}: {' '.join(sorted(name for where, name in pairs if where == one))}" for one in wheres)


def test_python_above_kinds_names_only_what_the_list_excepts() -> None:
    """Whatever else is named fails here, by module, as a line of the list would say it."""
    excepted = _excepted()
    missing = {
        (module, name)
        for module, name in _standing()
        if not any(name == other and _covers(where, module) for where, other in excepted)
    }
    assert not missing, f"ask for a meaning, a role or a relation instead of the name:\n{_shown(missing)}"


def test_the_list_excepts_only_what_still_stands_there() -> None:
    """An exception that nothing needs any more fails here, so that the list only shrinks."""
    standing = _standing()
    superfluous = {
        (where, name)
        for where, name in _excepted()
        if not any(name == other and _covers(where, module) for module, other in standing)
    }
    assert not superfluous, f"take these out of {LIST.name}:\n{_shown(superfluous)}"


def test_a_name_is_found_wherever_it_says_something_and_nowhere_else() -> None:
    """Docs, exports, keys of what is written, meanings and roles, and the command line name nothing."""
    named = frozenset({"incident", "incident/", "review.by", "closed", "due"})
    spoken = """
TABLE = {"incident": 1}
def f(record, catalog):
    return record.state == "closed" or catalog.one(record, "review.by") or record.key.startswith("incident/")
"""
    assert _names(spoken, named, cuts=False) == {"incident", "incident/", "closed", "review.by"}
    silent = '''
"""incident"""
__all__ = ["closed"]
def f(record, parser):
    """closed"""
    parser.add_argument("incident")
    return {"incident": record.said("due"), "ids": [record.is_("closed")]}
'''
    assert _names(silent, named, cuts=True) == set()


def test_each_way_to_cut_an_id_apart_is_found() -> None:
    """Above the catalogue; below it they are how ids are made."""
    ways = """
a, b = key.partition("/"), key.rpartition("/")
c, d = key.split("/"), key.rsplit("/", 1)
e, f = key.startswith(f"{kind}/"), key.removeprefix(f"{kind}/")
"""
    cuts = {f'{cut}("/")' for cut in CUTS} | {f'{cut}("…/")' for cut in BEGINS}
    assert _names(ways, frozenset(), cuts=True) == cuts
    assert _names(ways, frozenset(), cuts=False) == set()
