"""Colours, contrast and motion: what every look keeps, and how it follows the system and the user."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from backup_doctor.core.resources import resource
from backup_doctor.ui import theme as theme_module
from backup_doctor.ui.app import Parts
from backup_doctor.ui.settings import Appearance, Settings
from backup_doctor.ui.theme import Theme, palette, style_sheet
from backup_doctor.ui.tokens import CONTRAST, TOKENS, Tone
from backup_doctor.ui.widgets.mark import Mark
from tests.helpers.contrast import LEAST_FOR_ALL_WORDS, LEAST_FOR_SHAPES, LEAST_FOR_WORDS, contrast

GROUNDS = ("bg", "card", "selected", "hover", "button")
SIZES = ("tick", "tick_edge", "tick_round", "dot", "dot_edge")


def words_on_grounds() -> list[tuple[str, str]]:
    """Every token words are written in, with everything they are written on."""
    pairs = [(word, ground) for word in ("text", "dim") for ground in GROUNDS]
    pairs += [("on", "accent"), ("on", "accent_hover"), ("accent", "card"), ("accent", "bg"), ("dim", "off")]
    pairs += [(tone.value, ground) for tone in Tone for ground in ("card", "bg", "selected", f"{tone.value}_soft")]
    return pairs + [("text", f"{tone.value}_soft") for tone in Tone]


def poor(mode: str, pairs: list[tuple[str, str]], least: float) -> list[tuple[str, str, float]]:
    tokens = TOKENS[mode]
    return [(one, other, ratio) for one, other in pairs if (ratio := contrast(tokens[one], tokens[other])) < least]


def shapes_on_grounds(mode: str) -> list[tuple[str, str]]:
    """Borders and glyphs with what they stand on, and focus rings with all that they touch, on both sides."""
    pairs = [("edge", ground) for ground in ("card", "bg")]
    pairs += [(tone.value, f"{tone.value}_soft") for tone in Tone]
    pairs += [("accent", ground) for ground in ("card", "bg", "selected", "hover", "button", "dim_soft")]
    pairs += [("on", fill) for fill in ("accent", "accent_hover")]  # the ring within the primary button
    pairs += [("accent", f"{tone.value}_soft") for tone in Tone]  # buttons in banners, and the switch of repairs
    if mode.startswith(CONTRAST):
        pairs += [("line", ground) for ground in ("card", "bg", "dim_soft")]
    return pairs


def words_at_least(mode: str) -> float:
    return LEAST_FOR_ALL_WORDS if mode.startswith(CONTRAST) else LEAST_FOR_WORDS


def worst(mode: str, pairs: list[tuple[str, str]]) -> str:
    tokens = TOKENS[mode]
    ratio, one, other = min((contrast(tokens[one], tokens[other]), one, other) for one, other in pairs)
    return f"{ratio:.2f} ({one} on {other}) of {len(pairs)}"


def test_contrast_is_measured_as_wcag_does() -> None:
    known = {"#000000": 21.0, "#777777": 4.48, "#ff0000": 4.0, "#ffffff": 1.0}
    assert {colour: round(contrast(colour, "#ffffff"), 2) for colour in known} == known


@pytest.mark.parametrize("mode", TOKENS)
def test_words_can_be_read_on_everything_they_stand_on(mode: str) -> None:
    assert poor(mode, words_on_grounds(), words_at_least(mode)) == []


@pytest.mark.parametrize("mode", TOKENS)
def test_what_is_read_longest_stands_out_by_seven_to_one(mode: str) -> None:
    assert poor(mode, [("text", ground) for ground in (*GROUNDS, *(f"{tone.value}_soft" for tone in Tone))], LEAST_FOR_ALL_WORDS) == []


@pytest.mark.parametrize("mode", TOKENS)
def test_borders_rings_and_glyphs_can_be_seen(mode: str) -> None:
    shapes = shapes_on_grounds(mode)
    print(f"\n{mode}: words {worst(mode, words_on_grounds())}, shapes {worst(mode, shapes)}")  # shown with -s
    assert poor(mode, shapes, LEAST_FOR_SHAPES) == []


def test_every_ring_of_the_style_is_drawn_in_a_colour_that_was_asserted() -> None:
    """What the style sheets draw where the keyboard is: the accent, or nothing."""
    for name in ("window.qss", "contrast.qss"):
        rules = re.findall(r"([^{}]*:focus[^{}]*){([^}]*)}", resource("style", name).read_text("utf-8"))
        assert rules
        drawn = {colour for _, body in rules for colour in re.findall(r"border(?:-color)?:[^;]*\$(\w+)", body)}
        assert drawn <= {"accent", "accent_hover"}, name


def test_all_looks_have_the_same_tokens_and_the_style_names_no_colour_of_its_own() -> None:
    assert {frozenset(tokens) for tokens in TOKENS.values()} == {frozenset(TOKENS["light"])}
    for name in ("window.qss", "contrast.qss"):
        shape = resource("style", name).read_text("utf-8")
        assert re.findall(r"#[0-9a-fA-F]{6}\b|rgba?\(", shape) == []
        assert set(Template(shape).get_identifiers()) <= {*TOKENS["light"], "chevron", "check", "monospace", *SIZES}


@pytest.mark.parametrize("mode", TOKENS)
def test_every_look_has_its_pictures(mode: str) -> None:
    pictures = re.findall(r'url\("([^"]+)"\)', style_sheet(mode))
    assert len(set(pictures)) == 2
    assert all(Path(picture).is_file() and mode in picture for picture in pictures)


@pytest.mark.parametrize(
    ("appearance", "scheme", "wish", "mode"),
    [
        (Appearance.SYSTEM, Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference, "light"),
        (Appearance.SYSTEM, Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference, "dark"),
        (Appearance.SYSTEM, Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast, "contrast-light"),
        (Appearance.SYSTEM, Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast, "contrast-dark"),
        (Appearance.LIGHT, Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast, "light"),
        (Appearance.HIGH_CONTRAST, Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference, "contrast-dark"),
        (Appearance.HIGH_CONTRAST, Qt.ColorScheme.Unknown, Qt.ContrastPreference.NoPreference, "contrast-light"),
    ],
)
def test_the_look_follows_the_user_and_else_the_system(
    appearance: Appearance, scheme: Qt.ColorScheme, wish: Qt.ContrastPreference, mode: str
) -> None:
    assert theme_module.look(appearance, scheme, wish) == mode


def test_high_contrast_comes_at_once_and_goes_again(qapp: QApplication, parts: Parts) -> None:
    theme = parts.kit.theme
    theme.use(Appearance.HIGH_CONTRAST)
    assert QGuiApplication.palette() == palette(TOKENS[theme.mode])
    assert theme.is_contrast
    assert "dashed" in qapp.styleSheet()
    theme.use(Appearance.LIGHT)
    assert QGuiApplication.palette().color(QPalette.ColorRole.Window).name() == TOKENS["light"]["bg"]
    assert "dashed" not in qapp.styleSheet()


@pytest.mark.parametrize("kind", ["QAbstractItemView", "QMenu", "QMessageBox"])
def test_lists_and_menus_keep_our_typeface_when_the_theme_changes(qapp: QApplication, parts: Parts, kind: str) -> None:
    qapp.setFont(QFont("Courier", 7), kind)  # type: ignore[arg-type]  # a string, whatever the stubs say; as Windows does it then
    assert QApplication.font(kind) != qapp.font()  # type: ignore[call-overload]  # likewise
    parts.kit.theme.use(Appearance.DARK)
    assert QApplication.font(kind) == qapp.font()  # type: ignore[call-overload]  # likewise


def test_nothing_turns_where_nothing_may_move(parts: Parts) -> None:
    parts.window.show()
    mark = Mark(parts.kit, parent=parts.window)
    mark.show()
    assert mark._timer.isActive()
    parts.kit.theme.keep_still(True)
    assert not mark._timer.isActive()
    parts.kit.theme.keep_still(False)
    assert mark._timer.isActive()


def test_a_system_without_animation_is_obeyed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_module, "system_is_still", lambda: True)
    assert Theme(qapp, Appearance.LIGHT).is_still


def test_the_wish_for_stillness_is_remembered(tmp_path: Path) -> None:
    first = Settings(tmp_path / "settings.ini")
    assert not first.still
    first.still = True
    first.save()
    assert Settings(tmp_path / "settings.ini").still
