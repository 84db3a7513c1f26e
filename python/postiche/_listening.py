# SPDX-License-Identifier: MIT
"""What a server is to listen as, and where: from what callers write to what is started."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Union

from . import _postiche

# "127.0.0.1:2525", "[::1]:2525", "unix:/path"; a number is a port of 127.0.0.1.
Address = Union[str, int]

ANY_FREE = "127.0.0.1:0"


def listeners_of(
    wanted: Mapping[str, Address] | Iterable[str], smtp: Address
) -> list[tuple[str, str]]:
    """Services and addresses. Raises ValueError for a service that there is not."""
    if isinstance(wanted, str):
        raise TypeError(f"listen takes several services: write [{wanted!r}]")
    if not isinstance(wanted, Iterable):
        raise TypeError(f"listen takes names of services: write ['smtp'], not {wanted!r}")
    if isinstance(wanted, Mapping):
        pairs = list(wanted.items())
    else:
        pairs = [(name, smtp if name == "smtp" else ANY_FREE) for name in wanted]
    return [(_known(name), _text_of(name, address)) for name, address in pairs]


def _known(name: str) -> str:
    known = _postiche.all_services()
    if name not in known:
        raise ValueError(f"{name!r} is no service: write one of {', '.join(known)}")
    return name


def _text_of(service: str, address: Address) -> str:
    if isinstance(address, int) and not isinstance(address, bool):
        return f"127.0.0.1:{address}"
    if not isinstance(address, str):
        raise TypeError(f"{service} listens on {address!r}? Write 2525 or '127.0.0.1:2525'")
    return address
