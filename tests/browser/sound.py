"""What every page must stand, in every look: WCAG 2.2 AA with the good practice, and no wider than the screen."""

from axe_playwright_python.base import AXE_SCRIPT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# To describe all that is well takes longer than the check itself.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
VIOLATIONS = """async options => {
    const { violations } = await axe.run(options)
    return violations.map(({ id, nodes }) => ({ id, html: nodes.slice(0, 5).map(node => node.html) }))
}"""


def faults(page):
    """What is wrong with the page that is open, as it stands at this width and in these colours: sentences.

    Axe tries an inline style, which the console calls refused: what it said before must have been read.
    """
    if not page.evaluate("'axe' in window"):  # a page keeps it at all its widths
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(VIOLATIONS, OPTIONS)
    return [f"{rule['id']}: {html[:150]}" for rule in found for html in rule["html"]] + width_faults(page)


def faults_in(page, *looks):
    """What is wrong with the page that is open in each of `looks`: (width, "light" or "dark"); sentences."""
    wrong = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        # What is still on the way to its colour could not be judged.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"{page.url} {width} {scheme} {fault}" for fault in faults(page)]
    return wrong


def width_faults(page):
    """That the page is wider than the screen, if it is."""
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return [] if fits else ["wider than the screen"]
