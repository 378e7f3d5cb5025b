"""What every page must stand, in every look: WCAG 2.2 AA with the good practice, and no wider than the screen."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# To describe all that is well takes longer than the check itself.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


def faults(page):
    """What is wrong with the page that is open, as it stands at this width and in these colours: sentences.

    Axe tries an inline style, which the console calls refused: what it said before must have been read.
    """
    found = Axe().run(page, options=OPTIONS).response["violations"]
    said = [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"][:5]]
    return said + width_faults(page)


def width_faults(page):
    """That the page is wider than the screen, if it is."""
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return [] if fits else ["wider than the screen"]
