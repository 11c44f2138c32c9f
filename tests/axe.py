"""axe-core on a page in Chromium."""

from collections.abc import Iterable
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PALETTES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDTHS = (360, 1280)

# A page that fades from one palette to the other would be looked at on its way.
_HOLD_STILL = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync('*, ::before, ::after { transition: none !important }');
  document.adoptedStyleSheets = [style];
}"""

_RUN = """async ([rules, except]) => {
  const options = rules ? {runOnly: {type: 'rule', values: rules}} : {};
  const where = {include: [['html']], exclude: except.map(selector => [selector])};
  const {violations} = await axe.run(where, {...options, resultTypes: ['violations']});
  return violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target}`));
}"""


def findings(page: Page, without: Iterable[str] = ()) -> list[str]:
    """What axe finds on a page as it is now, on a phone and a desktop, in both palettes.

    ``without`` names parts that are left out, by selector.
    """
    page.evaluate(f"if (!window.axe) {{ {AXE_SCRIPT} }}")
    page.evaluate(_HOLD_STILL)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for palette in PALETTES:
            page.emulate_media(color_scheme=palette)
            rules = None if palette == "light" else ["color-contrast"]  # nothing else can differ
            of_page = page.evaluate(_RUN, [rules, list(without)])
            found += [f"{width} {palette}: {each}" for each in of_page]
    return found
