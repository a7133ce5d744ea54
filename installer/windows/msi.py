"""The source of the MSI: per machine, for group policies and Intune. In the dialect of WiX 3 as wixl understands it."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from .version_resource import PRODUCT, PUBLISHER

TITLE = "Backup Doctor"
WINDOW = "backup-doctor-window.exe"

OURS = uuid.UUID("0b6e6f0e-7a52-4d0c-9f39-6a1f4b0f7c55")
"""Root of every id here. It must never change: Windows tells by these ids what belongs together across versions."""

MARK = r"Software\BackupDoctor"
"""Below HKLM, by which setup.exe learns of this package; below HKCU, by which this package learns of setup.exe."""

# English only: wixl 0.101 loses all letters but Latin ones, or dies over them.
NEWER_PRESENT = "A newer version of Backup Doctor is already installed."
SETUP_PRESENT = "Backup Doctor is already installed for this user by its setup program. Uninstall it first."


def source(program: Path, icon: Path, version: str, folder: Path) -> str:
    """The .wxs of one frozen program, as it lies in a folder: wixl knows files by their way from there only."""
    components: list[str] = []
    files = "\n".join(_folder(program, program, folder, components))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
 <Product Id="*" Name={quoteattr(PRODUCT)} Language="1033" Version="{version}" Manufacturer={quoteattr(PUBLISHER)}
   UpgradeCode="{uuid.uuid5(OURS, "upgrade")}">
  <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Description={quoteattr(PRODUCT)}/>
  <MajorUpgrade DowngradeErrorMessage="{NEWER_PRESENT}"/>
  <Media Id="1" Cabinet="program.cab" EmbedCab="yes"/>
  <Icon Id="program.ico" SourceFile={quoteattr(os.path.relpath(icon, folder))}/>
  <Property Id="ARPPRODUCTICON" Value="program.ico"/>
  <Property Id="ARPNOMODIFY" Value="1"/>
  <Property Id="SETUPPRESENT">
   <RegistrySearch Id="setup.present" Root="HKCU" Key={quoteattr(MARK)} Name="InstallDir" Type="raw"/>
  </Property>
  <Condition Message="{SETUP_PRESENT}">Installed OR NOT SETUPPRESENT</Condition>
  <Directory Id="TARGETDIR" Name="SourceDir">
   <Directory Id="ProgramMenuFolder"/>
   <Directory Id="DesktopFolder"/>
   <Directory Id="ProgramFiles64Folder">
    <Directory Id="INSTALLDIR" Name={quoteattr(TITLE)}>
     <Component Id="mark" Guid="{uuid.uuid5(OURS, "mark")}" Win64="yes">
      <RegistryValue Root="HKLM" Key={quoteattr(MARK)} Name="Msi" Type="string" Value="{version}" KeyPath="yes"/>
     </Component>
{files}
    </Directory>
   </Directory>
  </Directory>
  <Feature Id="Program" Level="1">
   <ComponentRef Id="mark"/>
{"".join(f'   <ComponentRef Id="{component}"/>' + chr(10) for component in components)}  </Feature>
 </Product>
</Wix>
"""


def _identity(kind: str, path: str) -> str:
    return kind + hashlib.sha256(path.encode()).hexdigest()[:24]


def _folder(part: Path, program: Path, folder: Path, components: list[str]) -> Iterator[str]:
    for path in sorted(part.iterdir()):
        name = path.relative_to(program).as_posix()
        if path.is_dir():
            yield f'<Directory Id="{_identity("d", name)}" Name={quoteattr(path.name)}>'
            yield from _folder(path, program, folder, components)
            yield "</Directory>"
        else:
            component = _identity("c", name)
            components.append(component)
            shortcuts = "".join(_shortcuts()) if name == WINDOW else ""
            names = f"Name={quoteattr(path.name)} Source={quoteattr(os.path.relpath(path, folder))}"
            yield (
                f'<Component Id="{component}" Guid="{uuid.uuid5(OURS, name)}" Win64="yes">'
                f'<File Id="{_identity("f", name)}" {names} KeyPath="yes">{shortcuts}</File>'
                "</Component>"
            )


def _shortcuts() -> Iterator[str]:
    for folder in ("ProgramMenuFolder", "DesktopFolder"):
        yield (
            f'<Shortcut Id="in.{folder}" Directory="{folder}" Name={quoteattr(TITLE)} WorkingDirectory="INSTALLDIR" '
            'Icon="program.ico" IconIndex="0" Advertise="yes"/>'
        )
