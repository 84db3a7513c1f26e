# SPDX-License-Identifier: MIT
"""Writes plain data as YAML, as a person would: blocks, and braces where they fit on a line.

YAML 1.2, which scenarios are read as, and YAML 1.1, which other programs read, take what is
written for the same. Knows nothing of scenarios.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from .entries import Path

# A line of text, and what of the data begins there: keys and indexes from the top.
Line = tuple[str, Path]

_INDENT = "  "

# Bare words begin like these, and are none of those that one of the versions gives a meaning.
_BARE = re.compile(r"[A-Za-z0-9/$^(+\\\u00a1-\U0010ffff]|[-.](?=[A-Za-z])")
_MEANINGS = re.compile(
    r"""(?ix) ( ~|null|true|false|yes|no|on|off|y|n
        | [-+]?[0-9.][0-9_,.:+-]*(e[-+]?[0-9]+)?   # numbers, dates and times of day
        | [-+]?0[xob][0-9a-f_]+
        | [-+]?\.(inf|nan)
        | \d{4}-\d\d?-\d\d?[t\s].*                 # moments
        )$"""
)
_MARKS = re.compile(r":(?=\s)|:$|\s#|^(---|\.\.\.)")
_MARKS_IN_BRACES = re.compile(r"[,\[\]{}:?]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\0": "\\0"}


def to_yaml(data: Mapping[str, object], width: int = 100) -> str:
    """The whole file. Maps and lists that fit in `width` are written in braces; 0: none are."""
    return "".join(line + "\n" for line, _ in to_lines(data, width))


def to_lines(data: Mapping[str, object], width: int) -> list[Line]:
    """The same, line by line. With width 0 every key and every item begins a line of its own."""
    return _block(data, "", (), width)


def _block(value: object, indent: str, path: Path, width: int) -> list[Line]:
    """A map or list that is not empty, one entry below the other."""
    lines: list[Line] = []
    if isinstance(value, Mapping):
        for key, entry in value.items():
            head = f"{indent}{_scalar(str(key), in_braces=False)}:"
            lines += _entry(head, entry, indent, (*path, key), width)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            lines += _item(item, indent, (*path, index), width)
    return lines


def _entry(head: str, value: object, indent: str, path: Path, width: int) -> list[Line]:
    """What stands behind a key."""
    if value is None:
        return [(head, path)]
    if isinstance(value, str) and _is_paragraph(value):
        return _paragraph(head, value, indent + _INDENT, path)
    short = _short(value, width - len(head) - 1, may_be_braces=not _is_section(value, path))
    if short is not None:
        return [(f"{head} {short}", path)]
    return [(head, path), *_block(value, indent + _INDENT, path, width)]


def _item(value: object, indent: str, path: Path, width: int) -> list[Line]:
    """What stands behind the hyphen of a list: a block begins on its line."""
    if isinstance(value, str) and _is_paragraph(value):
        return _paragraph(f"{indent}-", value, indent + _INDENT, path)
    short = _short(value, width - len(indent) - 2, may_be_braces=True)
    if short is not None:
        return [(f"{indent}- {short}", path)]
    below = _block(value, indent + _INDENT, path, width)
    first, first_path = below[0]
    return [(f"{indent}- {first[len(indent) + 2 :]}", first_path), *below[1:]]


def _is_section(value: object, path: Path) -> bool:
    """These stand on lines of their own, however short: sections of the file, lists of maps."""
    if isinstance(value, Mapping):
        return len(path) == 1
    return isinstance(value, (list, tuple)) and any(isinstance(one, Mapping) for one in value)


def _short(value: object, room: int, *, may_be_braces: bool) -> str | None:
    """On one line, where it is a scalar, empty, or fits in braces."""
    if not isinstance(value, (Mapping, list, tuple)):
        return _scalar(value, in_braces=False)
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if not may_be_braces or room <= 0 or _has_paragraph(value):
        return None
    text = _braces(value)
    return text if len(text) <= room else None


def _braces(value: object) -> str:
    if isinstance(value, Mapping):
        entries = (f"{_scalar(str(key), in_braces=True)}: {_braces(value[key])}" for key in value)
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_braces, value)) + "]"
    return _scalar(value, in_braces=True)


def _scalar(value: object, *, in_braces: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # without an exponent
    if isinstance(value, int):
        return str(value)
    assert isinstance(value, str)  # what else there is, Names.plain has refused
    is_bare = (
        _BARE.match(value)
        and value.isprintable()
        and not value.endswith(" ")
        and not _MEANINGS.match(value)
        and not _MARKS.search(value)
        and not (in_braces and _MARKS_IN_BRACES.search(value))
    )
    return value if is_bare else _quoted(value)


def _quoted(text: str) -> str:
    if text.isprintable() and "'" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"  # nothing has to be escaped there
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_paragraph(text: str) -> bool:
    """Several lines that can be written as they stand, each with a newline behind it."""
    lines = text.split("\n")
    return (
        len(lines) > 2
        and lines[-1] == ""
        and lines[-2] != ""
        and not lines[0].startswith(" ")
        and lines[0] != ""
        and all(line.isprintable() and not line.endswith(" ") for line in lines)
    )


def _has_paragraph(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_paragraph, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_has_paragraph, value))
    return isinstance(value, str) and _is_paragraph(value)


def _paragraph(head: str, text: str, indent: str, path: Path) -> list[Line]:
    below = [(f"{indent}{line}" if line else "", path) for line in text.split("\n")[:-1]]
    return [(f"{head} |", path), *below]
