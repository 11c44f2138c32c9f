from handbook.navigation import navigation


def test_pages_stand_in_their_sections_in_the_order_they_were_made() -> None:
    generated = ["index.md", "stages/index.md", "stages/won.md", "goals.md", "roles/index.md"]
    assert navigation(generated, []) == [
        {"Home": "index.md"},
        {"Stages": ["stages/index.md", "stages/won.md"]},
        "goals.md",
        {"Roles": ["roles/index.md"]},
    ]


def test_hand_written_pages_and_the_files_stand_under_about() -> None:
    found = navigation(["index.md", "definitions/slas.md"], ["protection.md", "editing.md"])
    assert found[-1] == {
        "About": ["editing.md", "protection.md", {"The files": ["definitions/slas.md"]}]
    }
