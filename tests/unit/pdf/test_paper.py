"""Holds the last gate before the template: what may reach paper, and how long words end their lines."""

from __future__ import annotations

import pytest

from backup_doctor.pdf.fonts import characters, drawable, folder
from backup_doctor.pdf.paper import BREAK, VALUE, breakable, cut, on_paper, plain


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("two\nlines", "two\nlines"),
        ("two\r\nlines", "two\nlines"),
        ("a\tb", "a b"),
        ("bell\x07 escape\x1b[31m next\x85", "bell escape[31m next"),
        ("exe.\u202egnp", "exe.\\u{202E}gnp"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zero\\u{200B}width\\u{FEFF} soft\\u{00AD}hyphen"),
        ("line\u2028end", "line\\u{2028}end"),
        ("中 😀 \ue000 \ud800", "\\u{4E2D} \\u{1F600} \\u{E000} \\u{D800}"),
        ("e\u0301\u0302\u0303\u0304", "e\u0301\u0302\\u{0303}\\u{0304}"),
        ("Ошибка № 5 → «сеть» ≥ 2 €", "Ошибка № 5 → «сеть» ≥ 2 €"),
    ],
)
def test_text_looks_like_what_it_is(given: str, shown: str) -> None:
    assert plain(given) == shown


def test_ids_end_lines_at_their_joints() -> None:
    identity = "/subscriptions/1111-2222/resourceGroups/rg_one/providers/Microsoft.Compute"
    parts = breakable(identity).split(BREAK)
    assert "".join(parts) == identity
    assert parts[:3] == ["/", "subscriptions/", "1111-"]
    assert "Microsoft." in parts


def test_endless_words_end_lines_anywhere_and_short_ones_nowhere() -> None:
    parts = breakable("A" * 1000).split(BREAK)
    assert "".join(parts) == "A" * 1000
    assert max(map(len, parts)) < 20
    assert breakable("nsg-prod-data stays whole") == "nsg-prod-data stays whole"


def test_a_break_in_the_data_is_not_taken_for_ours() -> None:
    assert BREAK not in str(on_paper({"rows": [f"a{BREAK}b"]}))


def test_long_values_are_cut_and_say_so() -> None:
    assert cut("x" * VALUE) == "x" * VALUE
    assert cut("x" * (VALUE + 1)) == "x" * VALUE + "…"
    assert cut("line\n" * 5000).count("\n") < 20
    assert cut("line\n" * 5000).endswith("…")


def test_every_string_of_the_tree_is_made_safe() -> None:
    assert on_paper({"a": ["\x00x", {"b": ("\x00y", None)}], "n": 1}) == {"a": ["x", {"b": ["y", None]}], "n": 1}


def test_bold_text_draws_whatever_regular_text_draws() -> None:
    regular, bold = (characters((folder() / f"NotoSans-{weight}.ttf").read_bytes()) for weight in ("Regular", "Bold"))
    assert regular == bold <= drawable()
    assert set(map(ord, "AzЯяё«»…")) < regular


def test_the_licence_stands_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (folder() / "OFL.txt").read_text(encoding="utf-8")
