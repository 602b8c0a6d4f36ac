"""Logs: one JSON object a line with the request's id, and nothing about a person."""

import logging
import logging.config
import re
from typing import Any

import structlog

from rianru.core import requests

_TOKEN = re.compile(r"/[\w~.:=-]{20,}")
_KEPT = {"timestamp", "request", "level", "logger", "route", "method"}
# What a message or a traceback may quote of a person, and what stands for it.
_QUOTED = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"\?[^\s?\"'<>=]+=[^\s\"'<>]*"), "?…"),  # a query string
    (re.compile(r"(Key \([^)]*\)=)\(.*\)"), r"\1(…)"),  # PostgreSQL's DETAIL of a broken constraint
    (re.compile(r"(Failing row contains) \(.*\)", re.DOTALL), r"\1 (…)"),
    (re.compile(r"(?i)\b(bearer|basic) [\w~.+/=-]+"), r"\1 …"),
    (re.compile(r"(?i)\b(password|token|secret|sessionid|csrftoken)(['\"]?\s*[=:]\s*['\"]?)[^\s,'\"&;)]+"), r"\1\2…"),
    (re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d\b)\d(?:[ -]?\d){7,}(?![\w-])"), "…"),  # barcodes, ids, telephones
)
FORBIDDEN = {"email", "name", "address", "password", "token", "code", "query", "q", "ip", "user", "username"}


def configure(options: dict[str, Any]) -> None:
    """Sends Django's and our logs through one formatter; called by Django with settings.LOGGING."""
    chain: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        with_request,
        without_people,
        without_secrets,
    ]
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if options["json"] else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig({
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {
            "()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": chain,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                           structlog.processors.format_exc_info, without_quotations, last],
        }},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": options["level"]},
        "loggers": {
            "django.server": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},  # 4xx are in the request line already
            "procrastinate": {"level": "WARNING"},
            "axes": {"level": "CRITICAL"},  # it writes addresses and names
            "granian": {"level": "WARNING"},
        },
    })


def with_request(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Adds the id of the request being answered."""
    current = requests.current()
    if current is not None:
        event["request"] = str(current)
    return event


def without_secrets(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Cuts tokens out of addresses that Django itself logs, such as those of one-time links."""
    if isinstance(event.get("event"), str) and "/" in event["event"]:
        event["event"] = _TOKEN.sub("/…", event["event"])
    return event


def without_quotations(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Cuts e-mail addresses, query strings, tokens and long numbers out of every text, tracebacks too."""
    for key, value in event.items():
        if isinstance(value, str) and key not in _KEPT:
            event[key] = quoting_nobody(value)
    return event


def quoting_nobody(text: str) -> str:
    """The text without what it may quote of a person."""
    for pattern, instead in _QUOTED:
        text = pattern.sub(instead, text)
    return text


def without_people(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drops keys that would say who somebody is."""
    for key in FORBIDDEN & event.keys():
        event[key] = "…"
    return event
