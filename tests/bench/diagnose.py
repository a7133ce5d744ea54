"""One diagnosis over the lab, against its longest chain of dependent requests, and against the same questions asked one after another.

Run: ``make bench``, or ``python tests/bench/diagnose.py [--latency MS …]``. Prints one JSON line per scenario and latency. The lab is a
process of its own, as Azure is; diagnosis, floor and script run in this one.

chain: the longest chain of requests in which each needs something that only the answer to the one before it told, counted from what was
sent and answered. What a check decides from an answer, and then asks more for, is not counted: the floor is never too high.
operation: the longest chain with an operation of Azure's own in it, which is done only after the time that Azure names; on a fast wire that
takes longer than the longest chain of requests.
sdk: a plain script with Microsoft's synchronous ARM client asks exactly the same, one after another, and waits as it is told.
cpu: the time of this process on the processors.
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
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from azure.core import PipelineClient
from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import BearerTokenCredentialPolicy, RetryPolicy, SansIOHTTPPolicy
from azure.core.rest import HttpRequest
from azure.mgmt.core import ARMPipelineClient

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.signin import sign_in, token_credential
from backup_doctor.cli.diagnose import examine_vm
from backup_doctor.cli.main import THREADS
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.resource_id import VmId

SCENARIOS = ("healthy-windows", "windows-agent-stopped")
ROUNDS = {0: 15, 100: 5}
"""By latency; others get three."""
SDK_ROUNDS = {0: 5}
"""By latency; others get one, for a script that takes seconds varies little."""
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
    wait: float
    """Seconds after which Azure wants to be asked again; 0 where it is not at work."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Requests that follow from one another, and the seconds Azure wants to be left alone among them."""

    requests: int = 0
    waits: float = 0.0

    def takes(self, each: float) -> float:
        """Seconds, where each request takes so many."""
        return self.requests * each + self.waits


@dataclass(frozen=True, slots=True)
class Took:
    """What some rounds of the same took."""

    seconds: list[float]
    cpu: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


class Recorder(SansIOHTTPPolicy[Any, Any]):
    """Sees every request and its answer."""

    def __init__(self, seen: list[Asked]) -> None:
        self._seen = seen

    def on_response(self, request: Any, response: Any) -> None:
        sent, came = request.http_request, response.http_response
        answer = f"{json.dumps(dict(came.headers))}\n{came.text()}".casefold()
        self._seen.append(Asked(sent.method, sent.url, sent.content, answer, wait_of(came)))


def wait_of(answer: Any) -> float:
    """Seconds after which an operation wants to be looked at again; the lab names parts of one, as Azure's services do here and there."""
    if answer.status_code != 202:
        return 0.0
    told = answer.headers
    return float(told["retry-after-ms"]) / 1e3 if "retry-after-ms" in told else float(told["Retry-After"])


def chains_of(vm: str, asked: list[Asked], each: float) -> list[Chain]:
    """The chain that leads to each request, where each takes so many seconds."""
    chains: list[Chain] = []
    for number, one in enumerate(asked):
        sources = [_source(part, asked[:number], chains, each) for part in _learnt(one, vm, asked[:number])]
        before = max(sources, key=lambda chain: chain.takes(each), default=Chain())
        chains.append(Chain(before.requests + 1, before.waits))
    return chains


def _learnt(one: Asked, vm: str, before: list[Asked]) -> Iterator[str]:
    """What the address of a request holds that an earlier answer told: the whole of it, or names of resources."""
    whole = unquote(one.url).casefold()
    if any(_says(earlier, whole) for earlier in before):
        yield whole
        return
    known = vm.casefold().split("/")
    path = re.sub(r"/providers/[^/]+", "", unquote(urlsplit(one.url).path).casefold())
    yield from (name for name in path.split("/")[2::2] if name not in known and any(_says(earlier, name) for earlier in before))


def _source(part: str, before: list[Asked], chains: list[Chain], each: float) -> Chain:
    """The quickest way to know something, and to be allowed to ask for it."""
    found = [Chain(chain.requests, chain.waits + earlier.wait) for earlier, chain in zip(before, chains, strict=True) if _says(earlier, part)]
    return min(found, key=lambda chain: chain.takes(each))


def _says(earlier: Asked, part: str) -> bool:
    return part in unquote(earlier.answer)


def plainly(lab: dict[str, Any], vm: str, times: int) -> float:
    """Seconds for so many plain requests, one after another."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {lab['token']}"
        url = f"{lab['endpoint']}{vm}?api-version=2024-07-01&$expand=instanceView"
        session.get(url).raise_for_status()  # the connection itself is not counted, as it is not in the diagnosis
        started = time.perf_counter()
        for _ in range(times):
            session.get(url).raise_for_status()
        return time.perf_counter() - started


class _Token:
    """The lab's token, as the SDK wants it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(self._token, int(time.time()) + 3600)


def one_after_another(lab: dict[str, Any], asked: list[Asked], rounds: int) -> Took:
    """A plain script with the SDK's own client for the same questions."""
    policies = [RetryPolicy(), BearerTokenCredentialPolicy(_Token(lab["token"]), "scope")]
    took = Took([], [])
    with ARMPipelineClient[Any, Any](base_url=lab["endpoint"], policies=policies) as client:
        _send(client, HttpRequest("GET", asked[0].url)).raise_for_status()
        for _ in range(rounds):
            with timed(took):
                for one in asked:
                    if "/operations/" not in one.url:  # it follows its own
                        headers = {"Content-Type": "application/json"}
                        _follow(client, _send(client, HttpRequest(one.method, one.url, content=one.body, headers=headers)))
    return took


def _follow(client: PipelineClient[Any, Any], answer: Any) -> None:
    """A long-running operation, to its end."""
    answer.raise_for_status()
    place = answer.headers.get("Location")
    while answer.status_code == 202 and place:
        time.sleep(wait_of(answer))
        answer = _send(client, HttpRequest("GET", place))
        answer.raise_for_status()


@contextmanager
def timed(took: Took) -> Iterator[None]:
    """Adds one round."""
    started, computed = time.perf_counter(), time.process_time()
    yield
    took.seconds.append(time.perf_counter() - started)
    took.cpu.append(time.process_time() - computed)


def _send(client: PipelineClient[Any, Any], request: HttpRequest) -> Any:
    return client.send_request(request, enforce_https=False)  # the lab has no TLS


async def diagnoses(lab: dict[str, Any], vm: VmId, rounds: int) -> tuple[Took, list[Asked]]:
    """Diagnoses without a given code, on a session that has been used before; and what one of them asks."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    session = await sign_in(custom(lab["endpoint"]), token_credential(lab["token"]))
    asked: list[Asked] = []
    took = Took([], [])
    try:
        first = await examine_vm(session.gateway, vm, None)
        recorded = await examine_vm(session.gateway.beside(lambda: Recorder(asked)), vm, None)
        if said(first) != said(recorded):
            raise SystemExit("whoever looks on changes what is found")
        for _ in range(rounds):
            with timed(took):
                await examine_vm(session.gateway, vm, None)
        return took, asked
    finally:
        await session.gateway.close()


def said(diagnosis: Diagnosis) -> list[tuple[str, str, tuple[str, ...]]]:
    """What was found, and from what."""
    checks = [check for cause in diagnosis.causes for check in cause.checks]
    return [(check.id, check.finding.status, tuple(item.request.partition("?")[0] for item in check.finding.evidence)) for check in checks]


@contextmanager
def azure(latency: float) -> Iterator[dict[str, Any]]:
    """A lab: where it is, its token and its VMs."""
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
    ours, asked = asyncio.run(diagnoses(lab, VmId.parse(vm), ROUNDS.get(round(latency), 3)))
    each = plainly(lab, vm, 10) / 10
    chain = max(chains_of(vm, [replace(one, wait=0.0) for one in asked], each), key=lambda one: one.requests)
    operation = max((one for one in chains_of(vm, asked, each) if one.waits), key=lambda one: one.takes(each), default=Chain())
    chain_s = plainly(lab, vm, chain.requests)
    operation_s = plainly(lab, vm, operation.requests) + operation.waits
    least = max(chain_s, operation_s)
    script = one_after_another(lab, asked, SDK_ROUNDS.get(round(latency), 1))
    return {
        "scenario": scenario,
        "latency_ms": latency,
        "requests": len(asked),
        "chain": chain.requests,
        "chain_ms": round(1e3 * chain_s),
        "operation_ms": round(1e3 * operation_s),
        "diagnosis_ms": round(1e3 * ours.median),
        "best_ms": round(1e3 * min(ours.seconds)),
        "goal_ms": round(1e3 * least * GOAL_RATIO + GOAL_MS),
        "ratio": round(ours.median / least, 2),
        "cpu_ms": round(1e3 * min(ours.cpu)),
        "sdk_ms": round(1e3 * script.median),
        "sdk_ratio": round(script.median / ours.median, 1),
        "sdk_cpu_ms": round(1e3 * min(script.cpu)),
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
