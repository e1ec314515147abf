"""How a file writes its dates is found out by its columns; what nobody can tell is not guessed."""

import pytest

from web.importing.dates import PATIENCE, Dates


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (["01.10.2019", "23.11.2019"], ["%d.%m.%Y"]),
        (["01/10/2019", "23/11/2019"], ["%d/%m/%Y"]),
        (["01/10/2019", "11/23/2019"], ["%m/%d/%Y"]),
        (["01/10/2019", "02/11/2019"], ["%d/%m/%Y", "%m/%d/%Y"]),
        (["01/10/2019", "23/11/2019", "soon", ""], ["%d/%m/%Y"]),
        (["01.10.2019 08:30"], ["%d.%m.%Y %H:%M"]),
        (["2019-10-01"], []),
        (["1.5", "2.5"], []),
        (["31.02.2019"], []),
        (["v 1", "v 2", "v 3", "01.10.2019"], []),
    ],
)
def test_dates_of_a_column(column: list[str], found: list[str]) -> None:
    dates = Dates(1)
    for cell in column:
        dates.look([cell])
    assert dates.found() == found


def test_one_column_tells_of_another() -> None:
    dates = Dates(2)
    dates.look(["01/10/2019", "23/11/2019"])
    assert dates.found() == ["%d/%m/%Y"]


def test_a_column_of_words_is_soon_left_alone() -> None:
    dates = Dates(1)
    for _ in range(PATIENCE):
        dates.look(["word"])
    assert dates._open == []
