from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from handbook.labels import width_of
from handbook.placing import RADIUS, Box, name_places

FRAME = Box(30, 40, 370, 640)
NAMES = st.text("abc ", min_size=1, max_size=28)
PLACES = st.tuples(st.floats(30, 370), st.floats(40, 640))


@given(st.lists(st.tuples(NAMES, PLACES), max_size=8))
def test_no_name_covers_a_mark_or_another_name_or_leaves_the_frame(
    themes: list[tuple[str, tuple[float, float]]],
) -> None:
    marks = [place for _, place in themes]
    found = name_places([name for name, _ in themes], marks, FRAME)
    assert found is not None
    assert all(FRAME.holds(box) for box in found)
    assert not any(one.meets(two) for one, two in combinations(found, 2))
    for x, y in marks:
        mark = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
        assert not any(box.meets(mark) for box in found)


def test_a_name_with_room_stands_right_of_its_mark() -> None:
    found = name_places(["Respect"], [(100, 200)], FRAME)
    assert found is not None
    (box,) = found
    assert box.left > 100
    assert box.right == box.left + width_of("Respect")
    assert box.middle == 200


def test_a_name_at_the_right_edge_stands_left_of_its_mark() -> None:
    found = name_places(["Respect"], [(365, 200)], FRAME)
    assert found is not None
    assert found[0].right < 365


def test_without_room_no_place_is_made_up() -> None:
    marks = [(50.0, 50.0)] * 3
    assert name_places(["x" * 30] * 3, marks, Box(30, 40, 310, 60)) is None


def test_a_name_without_room_at_its_side_stays_near_its_mark() -> None:
    crowd = [(200.0, 300.0), (216.0, 300.0), (184.0, 300.0)]
    found = name_places(["Respect"] * 3, crowd, FRAME)
    assert found is not None
    assert all(box.distance(*mark) < 40 for box, mark in zip(found, crowd, strict=True))
