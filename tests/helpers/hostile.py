"""An Azure whose every word is hostile: answers of the lab, spoiled on their way to the wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from backup_doctor.lab.answers import Response
from backup_doctor.lab.service import Request, Service

MARK = "qzx"
"""Stands in every hostile word, so that it can be found on screen."""

HOSTILE = {
    "markup": f'<img src="{MARK}.png"><b>{MARK}</b><a href="file:///etc/passwd">x</a> &amp; &{MARK}',
    "turned": f"{MARK}\u202egnp.exe\u2066{MARK}\u200f",
    "long": f"{MARK} " + "very long " * 1000,
    "unbroken": MARK + "W" * 10_000,
    "control": f"{MARK}\x07\x1b[31m\x9b\r\n\t\x7f{MARK}",
    "half a pair": f"{MARK}\ud83d {MARK}\udc00",
    "emoji": f"{MARK}\U0001f468\u200d\U0001f469\u200d\U0001f467 " + "e" + "\u0301" * 50,
    "nothing": f"{MARK}\0{MARK}",
}
"""By what is wrong with them."""

EVERYTHING = "".join(sorted(HOSTILE.values(), key=len))
"""The endless ones last, or what is cut off would hide the others."""

WORDS = {
    "displayname",
    "message",
    "notes",
    "description",
    "errorstring",
    "errortitle",
    "recommendations",
    "defaultdomain",
    "displaystatus",
    "osname",
    "vmagentversion",
    "friendlyname",
    "operationname",
    "policyname",
    "jobtype",
    "caller",
    "owner",
    "note",
    "computername",
    "errormessage",
    "title",
    "vmsize",
}
"""Keys (in lower case) whose values are words for people: a diagnosis stays the same whatever they say."""

Spoil = Callable[[str, str], str]
"""From a key and its value to what is sent instead."""


def words_say(hostile: str, keys: Collection[str] = WORDS) -> Spoil:
    """Add this to every word for people."""
    return lambda key, value: f"{hostile}{value}{hostile}" if key.casefold() in keys else value


class Spoiling:
    """Stands before the lab's own service; everything that is an answer comes through here."""

    def __init__(self, service: Service, spoil: Spoil) -> None:
        self._service, self._spoil = service, spoil
        self.world = service.world

    def answer(self, request: Request) -> Response:
        response = self._service.answer(request)
        if not response.body or "metadata/endpoints" in request.target:
            return response
        return replace(response, body=json.dumps(self._spoiled("", json.loads(response.body))).encode())

    def _spoiled(self, key: str, value: Any) -> Any:
        match value:
            case dict():
                return {name: self._spoiled(name, part) for name, part in value.items()}
            case list():
                return [self._spoiled(key, part) for part in value]
            case str():
                return self._spoil(key, value)
            case _:
                return value
