from hypothesis import given
from hypothesis import strategies as st

from mcgen.diagnostics import Source


def test_lines_and_columns_count_from_one() -> None:
    source = Source("a.dec", "ab\r\nc\n")
    assert source.line_column(0) == (1, 1)
    assert source.line_column(4) == (2, 1)
    assert source.line_column(6) == (3, 1)
    assert [source.line_text(line) for line in (0, 1, 2, 3, 4)] == ["", "ab", "c", "", ""]
    assert source.line_count() == 3


def test_offsets_outside_the_text_are_clipped() -> None:
    source = Source("a.dec", "ab")
    assert source.line_column(-5) == (1, 1)
    assert source.line_column(99) == (1, 3)


@given(st.text(alphabet="ab\n\r#;é", max_size=60))
def test_line_and_column_lead_back_to_the_character(text: str) -> None:
    source = Source("any", text)
    lines = text.split("\n")
    for offset in range(len(text) + 1):
        line, column = source.line_column(offset)
        assert sum(len(before) + 1 for before in lines[: line - 1]) + column - 1 == offset
        assert source.line_text(line) == lines[line - 1].removesuffix("\r")
