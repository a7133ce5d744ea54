"""Finishes the list of parts that cyclonedx-py wrote: ``sbom.py ALL SITE_PACKAGES VERSION OUT [PYTHON_VERSION]``.

Takes out what only builds, and adds what no package manager knows: Python, its starter, fonts and icons, and what was compiled into packages,
as their makers list it. The result is checked against the schema of CycloneDX.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import shipped
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

Json = dict[str, Any]

STARTER = "pyinstaller"


def other(name: str, version: str, licence: str, kind: str = "library") -> Json:
    """A part that is no package of Python."""
    made = {"type": kind, "bom-ref": name, "name": name, "licenses": [{"expression": licence}]}
    return {**made, "version": version} if version else made


def compiled_in(packages: Path) -> Iterator[tuple[str, list[Json]]]:
    """By package, the parts that its own list names. References are made unlike those of every other list."""
    for package in distributions(path=[str(packages)]):
        name, parts = shipped.normal(package.metadata["Name"]), []
        for file in package.files or ():
            if "sboms" in file.parts and file.suffix == ".json":
                listed = json.loads(Path(str(package.locate_file(file))).read_text("utf-8"))
                parts += listed.get("components", [])
        if parts:
            yield name, [_renamed(part, f"{name}:{part['name']}@{part.get('version', '')}:{number}") for number, part in enumerate(parts)]


def _renamed(part: Json, reference: str) -> Json:
    kept = ("type", "name", "version", "description", "licenses", "purl", "hashes")
    return {"bom-ref": reference, **{key: part[key] for key in kept if key in part}}


def finished(bom: Json, packages: Path, version: str, python: str) -> Json:
    """The whole list of what is shipped."""
    names = shipped.shipped()
    inside = dict(compiled_in(packages))
    parts, starters = [], []
    for part in bom["components"]:
        name = shipped.normal(part["name"])
        if name in names:
            parts.append({**part, "components": inside[name]} if name in inside else part)
        elif name == STARTER:
            starters.append(other("pyinstaller-bootloader", part["version"], "GPL-2.0-or-later WITH Bootloader-exception"))
    parts += [
        *starters,
        other("python", python, "PSF-2.0", "platform"),
        other("noto-fonts", "", "OFL-1.1"),
        other("fluent-ui-system-icons", "", "MIT"),
    ]
    references = {part["bom-ref"] for part in parts} | {"root-component"}
    graph = [
        {**entry, "dependsOn": [reference for reference in entry.get("dependsOn", ()) if reference in references]}
        for entry in bom["dependencies"]
        if entry["ref"] in references
    ]
    root = next(entry for entry in graph if entry["ref"] == "root-component")
    root["dependsOn"] = sorted({*root["dependsOn"], *(part["bom-ref"] for part in parts if shipped.normal(part["name"]) not in names)})
    main = {**bom["metadata"]["component"], "version": version}
    return {**bom, "metadata": {**bom["metadata"], "component": main}, "components": parts, "dependencies": graph}


def main() -> None:
    """Write the file."""
    source, packages, version, out = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    python = sys.argv[5] if len(sys.argv) > 5 else platform.python_version()
    text = json.dumps(finished(json.loads(source.read_text("utf-8")), packages, version, python), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SystemExit(f"sbom: not valid CycloneDX: {fault}")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, "utf-8", newline="\n")
    listed = json.loads(text)["components"]
    print(f"sbom of {len(listed)} parts and {sum(len(part.get('components', ())) for part in listed)} compiled into them")


if __name__ == "__main__":
    main()
