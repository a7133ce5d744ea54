"""One diagnosis over the lab, against its longest chain of dependent requests, and against the same questions asked one after another.

Run: ``make bench``, or ``python tests/bench/diagnose.py [--latency MS …]``. Prints one JSON line per scenario and latency. The lab is a
process of its own, as Azure is.

chain: the longest chain of requests in which each needs something that only the answer to the one before it told, counted from what was
sent and answered. What a check decides from an answer, and then asks more for, is not counted: the floor is never too high.
sdk: a plain script with Microsoft's synchronous ARM client asks exactly the same, one after another.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from azure.core import PipelineClient
from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import BearerTokenCredentialPolicy, RetryPolicy, SansIOHTTPPolicy
from azure.core.rest import HttpRequest
from azure.mgmt.core import ARMPipelineClient

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.gateway import SHORT_INTERVAL
from backup_doctor.arm.signin import sign_in, token_credential
from backup_doctor.cli.diagnose import examine_vm
from backup_doctor.cli.main import THREADS
from backup_doctor.core.resource_id import VmId

SCENARIOS = ("healthy-windows", "windows-agent-stopped")
ROUNDS = {0: 9, 100: 4}
"""By latency; others get two."""
GOAL_RATIO, GOAL_MS = 1.25, 100
"""A diagnosis takes at most so many times its chain, and so much more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the diagnosis, and what came back."""

    method: str
    url: str
    body: Any
    answer: str
    """Headers and body."""
    status: int


class Recorder(SansIOHTTPPolicy[Any, Any]):
    """Sees every request and its answer."""

    def __init__(self, seen: list[Asked]) -> None:
        self._seen = seen

    def on_response(self, request: Any, response: Any) -> None:
        sent, came = request.http_request, response.http_response
        answer = f"{json.dumps(dict(came.headers))}\n{came.text()}".casefold()
        self._seen.append(Asked(sent.method, sent.url, sent.content, answer, came.status_code))


def chain_of(vm: str, asked: list[Asked]) -> int:
    """How many requests the longest chain has."""
    depths: list[int] = []
    for number, one in enumerate(asked):
        sources = [_source(part, asked[:number], depths) for part in _learnt(one, vm, asked[:number])]
        depths.append(1 + max(sources, default=0))
    return max(depths)


def _learnt(one: Asked, vm: str, before: list[Asked]) -> Iterator[str]:
    """What the address of a request holds that an earlier answer told: the whole of it, or names of resources."""
    whole = unquote(one.url).casefold()
    if any(_says(earlier, whole) for earlier in before):
        yield whole
        return
    known = vm.casefold().split("/")
    path = re.sub(r"/providers/[^/]+", "", unquote(urlsplit(one.url).path).casefold())
    yield from (name for name in path.split("/")[2::2] if name not in known and any(_says(earlier, name) for earlier in before))


def _source(part: str, before: list[Asked], depths: list[int]) -> int:
    return min(depth for earlier, depth in zip(before, depths, strict=True) if _says(earlier, part))


def _says(earlier: Asked, part: str) -> bool:
    return part in unquote(earlier.answer)


def floor(lab: dict[str, Any], vm: str, length: int) -> float:
    """Seconds for so many plain requests, one after another."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {lab['token']}"
        url = f"{lab['endpoint']}{vm}?api-version=2024-07-01&$expand=instanceView"
        session.get(url).raise_for_status()  # the connection itself is not counted, as it is not in the diagnosis
        started = time.perf_counter()
        for _ in range(length):
            session.get(url).raise_for_status()
        return time.perf_counter() - started


class _Token:
    """The lab's token, as the SDK wants it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(self._token, int(time.time()) + 3600)


def one_after_another(lab: dict[str, Any], asked: list[Asked]) -> float:
    """Seconds of a plain script with the SDK's own client for the same questions."""
    policies = [RetryPolicy(), BearerTokenCredentialPolicy(_Token(lab["token"]), "scope")]
    with ARMPipelineClient[Any, Any](base_url=lab["endpoint"], policies=policies) as client:
        _send(client, HttpRequest("GET", asked[0].url)).raise_for_status()
        started = time.perf_counter()
        for one in asked:
            if "/operations/" not in one.url:  # it follows its own
                _follow(client, _send(client, HttpRequest(one.method, one.url, content=one.body, headers={"Content-Type": "application/json"})))
        return time.perf_counter() - started


def _follow(client: PipelineClient[Any, Any], answer: Any) -> None:
    """A long-running operation, to its end; as often as the diagnosis looks."""
    place = answer.headers.get("Location")
    while answer.status_code == 202 and place:
        time.sleep(SHORT_INTERVAL)
        answer = _send(client, HttpRequest("GET", place))


def _send(client: PipelineClient[Any, Any], request: HttpRequest) -> Any:
    return client.send_request(request, enforce_https=False)  # the lab has no TLS


async def diagnosis(lab: dict[str, Any], vm: VmId, rounds: int) -> tuple[float, list[Asked]]:
    """Seconds of one diagnosis without a given code, on a session that has been used before; and what it asks."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    session = await sign_in(custom(lab["endpoint"]), token_credential(lab["token"]))
    asked: list[Asked] = []
    try:
        await examine_vm(session.gateway, vm, None)
        await examine_vm(session.gateway.beside(lambda: Recorder(asked)), vm, None)
        seconds = []
        for _ in range(rounds):
            started = time.perf_counter()
            await examine_vm(session.gateway, vm, None)
            seconds.append(time.perf_counter() - started)
        return statistics.median(seconds), asked
    finally:
        await session.gateway.close()


@contextmanager
def azure(latency: float) -> Iterator[dict[str, Any]]:
    """A lab: where it is, its token and its machines."""
    command = [sys.executable, "-m", "backup_doctor", "lab", "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told: dict[str, Any] = json.loads(process.stdout.readline())
            yield told
        finally:
            process.terminate()


def measure(lab: dict[str, Any], scenario: str, latency: float) -> dict[str, object]:
    """One row."""
    vm = next(vm["id"] for vm in lab["vms"] if vm["scenario"] == scenario)
    ours, asked = asyncio.run(diagnosis(lab, VmId.parse(vm), ROUNDS.get(round(latency), 2)))
    length = chain_of(vm, asked)
    least, script = floor(lab, vm, length), one_after_another(lab, asked)
    return {
        "scenario": scenario,
        "latency_ms": latency,
        "requests": len(asked),
        "chain": length,
        "chain_ms": round(1e3 * least),
        "diagnosis_ms": round(1e3 * ours),
        "goal_ms": round(1e3 * least * GOAL_RATIO + GOAL_MS),
        "ratio": round(ours / least, 2),
        "sdk_ms": round(1e3 * script),
        "sdk_ratio": round(script / ours, 1),
    }


def main() -> None:
    """Each scenario at each latency."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, nargs="+", default=[0, 100, 300], metavar="MS")
    for latency in parser.parse_args().latency:
        with azure(latency) as lab:
            for name in SCENARIOS:
                print(json.dumps(measure(lab, name, latency)), flush=True)


if __name__ == "__main__":
    main()
