# SPDX-License-Identifier: MIT
"""A crowd of TLS clients at once, a third of whom misbehave. Prints what became of the honest ones.

crowd.py PORT COUNT CA-FILE
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import struct
import sys
from collections import Counter
from collections.abc import Awaitable, Callable

PATIENCE = 300.0  # seconds for the whole crowd; a server that hangs fails the test
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Crowd:
    def __init__(self, port: int, count: int, ca_file: str) -> None:
        self._port = port
        self._count = count
        self._context = ssl.create_default_context(cafile=ca_file)
        self._here = 0
        self._all_here = asyncio.Event()
        # The queue of connections that wait to be taken is short.
        self._door = asyncio.Semaphore(100)
        self.outcomes: Counter[str] = Counter()

    async def arrive(self) -> Streams:
        """Connects, and waits until everybody has."""
        async with self._door:
            streams = await asyncio.open_connection("127.0.0.1", self._port)
        self._here += 1
        if self._here == self._count:
            self._all_here.set()
        await self._all_here.wait()
        return streams

    async def begin(self, streams: Streams) -> None:
        """As far as DATA."""
        reader, writer = streams
        await writer.start_tls(self._context, server_hostname="localhost")
        await expect(reader, 220)
        for line, code in (
            ("EHLO c.example", 250),
            ("MAIL FROM:<a@c.example>", 250),
            ("RCPT TO:<b@example.com>", 250),
            ("DATA", 354),
        ):
            writer.write(line.encode() + b"\r\n")
            await expect(reader, code)

    async def honest(self, streams: Streams) -> None:
        reader, writer = streams
        await self.begin(streams)
        writer.write(b"Subject: honest\r\n\r\n" + b"x" * 70 + b"\r\n.\r\n")
        await expect(reader, 250)
        writer.write(b"QUIT\r\n")
        await expect(reader, 221)

    async def abandon_handshake(self, streams: Streams) -> None:
        outgoing = ssl.MemoryBIO()
        half = self._context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
        with contextlib.suppress(ssl.SSLWantReadError):
            half.do_handshake()
        hello = outgoing.read()
        streams[1].write(hello[: len(hello) // 2])
        await streams[1].drain()

    async def talk_garbage(self, streams: Streams) -> None:
        streams[1].write(bytes(range(255, 0, -1)) * 20)
        await streams[0].read()

    async def talk_plainly(self, streams: Streams) -> None:
        streams[1].write(b"EHLO c.example\r\nMAIL FROM:<a@c.example>\r\n")
        await streams[0].read()

    async def reset_amid_data(self, streams: Streams) -> None:
        await self.begin(streams)
        streams[1].write(b"Subject: never whole\r\n\r\n" + b"x" * 10_000)
        await streams[1].drain()
        linger_not = struct.pack("ii", 1, 0)
        streams[1].get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger_not
        )
        streams[1].transport.abort()

    async def one(self, act: Callable[[Streams], Awaitable[None]]) -> None:
        streams = await self.arrive()
        name = act.__name__
        try:
            await act(streams)
            self.outcomes[f"{name}: done"] += 1
        except (OSError, EOFError, ssl.SSLError) as error:
            self.outcomes[f"{name}: {type(error).__name__} {error}"] += 1
        finally:
            streams[1].transport.abort()

    async def all(self) -> None:
        wrong = (
            self.abandon_handshake,
            self.talk_garbage,
            self.talk_plainly,
            self.reset_amid_data,
        )
        acts = [
            wrong[number // 3 % 4] if number % 3 == 2 else self.honest
            for number in range(self._count)
        ]
        await asyncio.wait_for(asyncio.gather(*map(self.one, acts)), PATIENCE)


async def expect(reader: asyncio.StreamReader, code: int) -> None:
    while True:
        line = await reader.readline()
        if not line.endswith(b"\n"):
            raise EOFError(f"waited for {code}")
        if line[3:4] == b"-":
            continue
        if int(line[:3]) != code:
            raise OSError(f"wanted {code}, got {line!r}")
        return


async def main() -> None:
    crowd = Crowd(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
    await crowd.all()
    print(json.dumps(crowd.outcomes))


if __name__ == "__main__":
    asyncio.run(main())
