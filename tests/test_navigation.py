from handbook.navigation import navigation


def test_pages_stand_in_their_sections_in_the_order_they_were_made() -> None:
    generated = ["index.md", "stages/index.md", "stages/won.md", "goals.md", "roles/index.md"]
    assert navigation(generated, []) == [
        {"Home": "index.md"},
        {"Stages": ["stages/index.md", "stages/won.md"]},
        "goals.md",
        {"Roles": ["roles/index.md"]},
    ]


def test_hand_written_pages_open_data_and_the_files_stand_under_about() -> None:
    generated = ["index.md", "data.md", "definitions/slas.md"]
    found = navigation(generated, ["protection.md", "editing.md"])
    files = {"The files": ["definitions/slas.md"]}
    assert found[-1] == {"About": ["editing.md", "protection.md", "data.md", files]}
