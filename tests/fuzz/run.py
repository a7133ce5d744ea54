"""Runs one harness under atheris, guided by coverage: ``python tests/fuzz/run.py NAME SECONDS FOLDER``; without arguments it names them.

What it finds it writes into the folder, as ``crash-…``, ``timeout-…`` or ``oom-…``; the same file as fourth argument repeats it.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
SLOWEST = 20
"""Seconds for one input; more is a finding."""
LONGEST = 100_000
"""Bytes of one input."""


def _module_of(name: str) -> str:
    """Which file a harness stands in: to watch the coverage of everything else would only cost time."""
    beginning = f"def {name.replace('-', '_')}(data"
    return next(file.stem for file in sorted(Path(__file__).parent.glob("*.py")) if beginning in file.read_text("utf-8"))


def main() -> int:
    """Run it."""
    sys.path[:1] = [str(ROOT), str(ROOT / "gui")]  # not this folder, whose azure.py is not Azure's
    if len(sys.argv) < 4:
        from tests.fuzz.all import HARNESSES

        sys.stdout.write("\n".join(sorted(HARNESSES)) + "\n")
        return 0
    import atheris  # type: ignore[import-untyped]  # no dependency: `make fuzz` sets it up

    name, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]) / sys.argv[1]
    with atheris.instrument_imports(include=["backup_doctor"], exclude=["backup_doctor.lab"]):
        importlib.import_module(f"tests.fuzz.{_module_of(name)}")
    from tests.fuzz.harness import HARNESSES
    from tests.fuzz.mutate import bent_bytes

    chosen = HARNESSES[name]
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(chosen.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        bent = bent_bytes(data, seed, random.randint(1, 4)) if random.random() < 0.7 else None
        return atheris.Mutate(data, most) if bent is None or len(bent) > most else bent

    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-max_len={LONGEST}",
        "-rss_limit_mb=2048",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    repeated = sys.argv[4:]
    arguments = [sys.argv[0], *options, *(repeated or [str(corpus)])]
    extra = {"custom_mutator": mutate} if chosen.is_json else {}
    atheris.Setup(arguments, chosen.run, **extra)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
