# SPDX-License-Identifier: MIT
"""What stands in for the controller of smtpdfix, and for its settings."""

from __future__ import annotations

import email.message
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any, Callable

from .asked import Asked

if TYPE_CHECKING:
    from .. import Endpoint, Message, Server

Running = Callable[[Asked], AbstractContextManager["Server"]]

_WORDS = {
    **dict.fromkeys(("y", "yes", "t", "true", "on", "1"), True),
    **dict.fromkeys(("n", "no", "f", "false", "off", "0"), False),
}


def _truth(value: object) -> bool:
    if not isinstance(value, str):
        return bool(value)
    if value.lower() not in _WORDS:
        raise ValueError(f"{value!r} is neither yes nor no")
    return _WORDS[value.lower()]


# Each setting: what it is read as, its variable, and what it is without that.
_SETTINGS: Mapping[str, tuple[Callable[[Any], Any], str, object]] = {
    "host": (str, "SMTPD_HOST", "127.0.0.1"),
    "port": (int, "SMTPD_PORT", 0),
    "ready_timeout": (float, "SMTPD_READY_TIMEOUT", 10.0),
    "login_username": (str, "SMTPD_LOGIN_NAME", "user"),
    "login_password": (str, "SMTPD_LOGIN_PASSWORD", "password"),
    "enforce_auth": (_truth, "SMTPD_ENFORCE_AUTH", False),
    "auth_require_tls": (_truth, "SMTPD_AUTH_REQUIRE_TLS", True),
    "use_starttls": (_truth, "SMTPD_USE_STARTTLS", False),
    "use_ssl": (_truth, "SMTPD_USE_SSL", False),
}
# These say where and when it listens, and not what it plays.
_OF_LISTENING = ("host", "port", "ready_timeout")


class Config:
    """The settings of `smtpd`: one that is set takes effect at once, on the same port.

    They begin as the variables SMTPD_HOST, SMTPD_LOGIN_NAME and so on say. `ready_timeout` is
    read and means nothing: who has the fixture has a server that listens.
    """

    host: str
    port: int
    ready_timeout: float
    login_username: str
    login_password: str
    enforce_auth: bool
    auth_require_tls: bool
    use_starttls: bool
    use_ssl: bool

    def __init__(self, on_set: Callable[[str], None]) -> None:
        own = vars(self)
        own["_on_set"] = on_set
        for name, (kind, variable, without) in _SETTINGS.items():
            own[name] = kind(os.environ.get(variable, without))
        own["use_ssl"] = own["use_ssl"] or _truth(os.environ.get("SMTPD_USE_TLS", False))

    def __setattr__(self, name: str, value: object) -> None:
        if name == "ssl_cert_files":
            raise AttributeError(
                "the server makes its own certificate: trust smtpd.server.ca_file instead"
            )
        if name not in _SETTINGS:
            known = ", ".join(_SETTINGS)
            raise AttributeError(f"smtpd.config has no {name!r}, only {known}")
        before = vars(self)[name]
        vars(self)[name] = _SETTINGS[name][0](value)
        try:
            vars(self)["_on_set"](name)
        except BaseException:
            vars(self)[name] = before
            raise


class Smtpd:
    """As smtpdfix's: `hostname`, `port`, `messages`, `config`. `server` is what else can be had."""

    server: Server

    def __init__(self, wanted: Asked, running: Running) -> None:
        self._wanted = wanted
        self._running = running
        self._is_own = wanted.source == "honest" and not wanted.keywords
        self._ended = ExitStack()
        self._earlier: list[Message] = []
        self.config = Config(self._on_set)
        self._listen()

    @property
    def hostname(self) -> str:
        """The address that it listens on."""
        return self._endpoint().host

    @property
    def port(self) -> int:
        """The port that it listens on; it stays when a setting changes."""
        return self._endpoint().port

    @property
    def messages(self) -> list[email.message.Message]:
        """What came, with the envelope in X-Peer, X-MailFrom and X-RcptTo: a copy of the list."""
        return [_with_headers(message) for message in self._earlier + self.server.messages]

    def start(self) -> None:
        """Listens again, after `stop`, on the same port."""
        if self._listens:
            raise RuntimeError("smtpd has not been stopped")
        self._earlier += self.server.messages
        # A conversation that was had is shown when the test fails.
        if self.server.sessions:
            self._ended.push(self._current)
        else:
            self._current.close()
        self._listen()

    def stop(self) -> None:
        """Closes all connections and listens no more. Again does nothing."""
        self._listens = False
        self.server.stop()

    def reset(self, persist_messages: bool = True) -> None:
        """Starts anew on the same port, if it listens; with the messages that came, or without."""
        did_listen = self._listens
        self.stop()
        if not persist_messages:
            self._earlier.clear()
            self.server.reset()
        if did_listen:
            self.start()

    def close(self) -> None:
        """The test is over: nothing starts it again, not even a setting that is undone."""
        self.stop()
        self._current.close()
        self._ended.close()

    def _on_set(self, name: str) -> None:
        if not self._is_own and name not in _OF_LISTENING:
            raise ValueError(
                f"smtpd plays {self.server.scenario}, and smtpd.config.{name} is of the server"
                " that it is without a scenario"
            )
        if name != "ready_timeout":
            self.reset()

    def _listen(self) -> None:
        self._current = ExitStack()
        self.server = self._current.enter_context(self._running(self._arguments()))
        self._listens = True
        vars(self.config)["port"] = self.port

    def _endpoint(self) -> Endpoint:
        return self.server.endpoint("smtps" if self._is_tls else "smtp")

    @property
    def _is_tls(self) -> bool:
        return self._is_own and self.config.use_ssl and not self.config.use_starttls

    def _arguments(self) -> Asked:
        host = "127.0.0.1" if self.config.host == "localhost" else self.config.host
        address = f"[{host}]:{self.config.port}" if ":" in host else f"{host}:{self.config.port}"
        if not self._is_own:
            return Asked(self._wanted.source, {"smtp": address, **self._wanted.keywords})
        listen = {"smtps" if self._is_tls else "smtp": address}
        return Asked(_scenario(self.config), {"listen": listen})


def _scenario(config: Config) -> Mapping[str, object]:
    """The server that smtpdfix has with these settings."""
    removed = [] if config.use_starttls else ["STARTTLS"]
    hidden = ["AUTH"] if config.auth_require_tls else []
    required = "auth" if config.enforce_auth else "tls" if config.use_starttls else "nothing"
    anybody = {
        "name": "any recipient will do",
        "when": "RCPT",
        "if": {"protocol.state": ["mail", "rcpt"], "recipient": {"present": True}},
        "reply": "250 2.1.5 Recipient ok",
    }
    return {
        "postiche": 1,
        "scenario": "smtpd",
        "accounts": [{"user": config.login_username, "password": config.login_password}],
        "smtp": {
            "require": required,
            "passwords-need-tls": config.auth_require_tls,
            "offer": {"remove": removed, "plain": {"hide": hidden}},
            "rules": [anybody],
        },
    }


def _with_headers(message: Message) -> email.message.Message:
    parsed = email.message_from_bytes(message.content)
    parsed["X-Peer"] = message.client
    parsed["X-MailFrom"] = message.reverse_path
    parsed["X-RcptTo"] = ", ".join(message.recipients)
    return parsed
