"""Microsoft's own parser of the query language understands every query, and knows every column, table and function in it."""

from __future__ import annotations

import re

import pytest

from backup_doctor.lab.graph.tables import COLUMNS
from tests.helpers.kql import complaints, queries

ALL = queries()

OPERATORS = {"where", "project", "order"}
"""Of the operators that Resource Graph knows (understanding its query language, 2024), those that are needed here: the parser knows Kusto's, which
are many more."""

BROKEN = {
    "a column that the table lacks": ("resourceGroup,", "resourceGruop,", "KS142"),
    "a table that is none": ("resources\n", "resourcez\n", "KS204"),
    "a function that is none": ("tostring(properties.storage", "tostrnig(properties.storage", "KS211"),
    "an operator that is none": ("| order by", "| odrer by", "KS176"),
    "an assignment for a comparison": ("type =~", "type =", "KS"),
    "a bracket that is not closed": ("osDisk.osType)", "osDisk.osType", "KS005"),
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    broken = {name: ALL["vms"].replace(old, new) for name, (old, new, _) in BROKEN.items()}
    assert all(text != ALL["vms"] for text in broken.values())
    return complaints({**ALL, **broken})


@pytest.mark.parametrize("name", ALL)
def test_a_query_is_understood(found: dict[str, list[str]], name: str) -> None:
    assert found[name] == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_parser_finds_what_is_wrong(found: dict[str, list[str]], name: str) -> None:
    assert any(line.startswith(BROKEN[name][2]) for line in found[name]), found[name]


def test_the_parser_was_told_the_columns() -> None:
    fewer = {name: kind for name, kind in COLUMNS.items() if name != "properties"}
    assert all(complaints(ALL, fewer).values())


@pytest.mark.parametrize("name", ALL)
def test_a_query_uses_what_resource_graph_knows_and_can_be_paged(name: str) -> None:
    lines = [line for line in ALL[name].splitlines() if not line.startswith("//")]
    assert set(re.findall(r"^\| (\w+)", "\n".join(lines), re.MULTILINE)) <= OPERATORS
    assert re.search(r"\| project id\b", ALL[name])
    assert lines[-1] == "| order by id asc"


@pytest.mark.parametrize("name", ALL)
def test_a_query_says_what_for_what_it_costs_and_where_its_fields_come_from(name: str) -> None:
    comment = "\n".join(line for line in ALL[name].splitlines() if line.startswith("//"))
    assert ALL[name].startswith("// What for: ")
    assert all(f"\n// {word}: " in comment for word in ("Cost", "Source"))
