"""Charts drawn as SVG at build time, cached, and made readable for everybody."""

import json
import re
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

_SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", _SVG.strip("{}"))

_MADE_BY = [version("vl-convert-python"), sha256(Path(__file__).read_bytes()).hexdigest()]
"""What else a drawing depends on: the renderer, and what this file makes of it."""
# The drawing is one image with one description; its parts have no roles of their own.
_OF_PARTS = (
    *("role", "aria-roledescription", "aria-hidden", "aria-label"),
    *("class", "pointer-events"),
)
_REFERENCE = re.compile(r"url\(#")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
# What XML cannot hold, escaped or not.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Drawing:
    """Draws charts. What was drawn once lies in the cache folder and is not drawn again."""

    def __init__(self, cache_folder: Path) -> None:
        self._folder = cache_folder
        self._drawn: dict[tuple[int, str, str], tuple[dict[str, Any], Markup]] = {}

    def svg(self, spec: dict[str, Any], title: str, description: str) -> Markup:
        """An inline SVG image, on one line, with ids of its own.

        What a part's ``description`` says is shown where a pointer rests on it.

        Args:
            spec: the chart in Vega-Lite.
            title: what the chart is about, for those who do not see it.
            description: what it shows, in a sentence.
        """
        asked = id(spec), title, description
        if asked not in self._drawn:
            # With the specification, so that no other one is given its id.
            self._drawn[asked] = spec, Markup(self._kept(spec, title, description))
        return self._drawn[asked][1]

    def _kept(self, spec: dict[str, Any], title: str, description: str) -> str:
        asked = json.dumps([_MADE_BY, spec, title, description])
        key = sha256(asked.encode()).hexdigest()
        cached = self._folder / f"{key[:32]}.svg"
        drawn = cached.read_text(encoding="utf-8", errors="replace") if cached.exists() else ""
        if not drawn.endswith("</svg>"):  # not drawn yet, or cut off
            image = _image(_cleaned(spec))
            drawn = _accessible(image, f"c{key[:10]}", _cleaned(title), _cleaned(description))
            _write_whole(cached, drawn)
        return drawn


def warm_up() -> None:
    """Start what draws: a process's first chart takes as long as thirty others."""
    _image({"mark": "point"})


def _image(spec: dict[str, Any]) -> ElementTree.Element:
    import vl_convert  # takes longer to load than to read what was drawn before

    return ElementTree.fromstring(vl_convert.vegalite_to_svg(json.dumps(spec)))


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
    ) as part:
        part.write(text)
    Path(part.name).replace(path)


def _cleaned(value: Any) -> Any:
    """The same value with texts that XML can hold."""
    if isinstance(value, str):
        return _NO_XML.sub("", value)
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return value


def _accessible(image: ElementTree.Element, prefix: str, title: str, description: str) -> str:
    """The SVG as text: sized by the page, named, described, its parts silent."""
    for part in list(image.iter()):
        _plain(part, prefix)
    ids = f"{prefix}-title", f"{prefix}-desc"
    image.attrib = {"viewBox": image.attrib["viewBox"], "role": "img"}
    image.set("data-search-exclude", "")  # names of lines and numbers of axes are no finds
    image.set("aria-labelledby", " ".join(ids))
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        words = ElementTree.Element(f"{_SVG}{name}", id=ids[place])
        words.text = " ".join(text.split())
        image.insert(place, words)
    return ElementTree.tostring(image, encoding="unicode").replace("\n", " ")


def _plain(part: ElementTree.Element, prefix: str) -> None:
    """One part without a role of its own; what it tells becomes the title that pointers show."""
    told = part.get("aria-label") if len(part) == 0 else None
    for name in _OF_PARTS:
        part.attrib.pop(name, None)
    for name, value in part.attrib.items():
        part.set(name, _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", value))
        part.set(name, _REFERENCE.sub(f"url(#{prefix}-", part.attrib[name]))
    if "id" in part.attrib:
        part.set("id", f"{prefix}-{part.attrib['id']}")
    if told:
        ElementTree.SubElement(part, f"{_SVG}title").text = told
