"""The check of the page finds each fault that it is there for, and none in a page without."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.acceptance.browser import browsing
from tests.acceptance.page_check import FAULTS

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]
BIG = "style='min-width:40px;min-height:40px;"
GOOD = f"<button {BIG}'>Send</button>"
HINT = f"<input aria-label=A placeholder=A {BIG}'>"
PAGE = (
    "<!doctype html><html lang='en'><head><title>t</title>{head}</head>"
    "<body><main><h1>A page</h1>{body}</main>{after}</body></html>"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    """An empty page of a browser."""
    async with browsing() as browser:
        yield await browser.new_page()


async def faults_in(
    page: Page, body: str, head: str = "", after: str = ""
) -> list[str]:
    """What the check says of such a page."""
    await page.set_content(PAGE.format(body=body, head=head, after=after))
    found: list[str] = await page.evaluate(FAULTS)
    return found


async def test_page_without_faults_has_none(page: Page) -> None:
    """A named button, a described picture, a labelled field: silence."""
    body = GOOD + f"<img alt='a cat'><label {BIG}'>Name <input {BIG}'></label>"

    assert await faults_in(page, body) == []


@pytest.mark.parametrize(
    "fault, body",
    [
        ("no name", f"<button {BIG}'></button>"),
        ("no name", f"<input {BIG}'>"),
        ("no alt", "<img>"),
        ("no label", "<nav>Chats</nav>"),
        ("id twice", "<p id=a></p><p id=a></p>"),
        ("aria-controls of nothing", f"<button aria-controls=x {BIG}'>A</button>"),
        ("aria-labelledby of nothing", f"<button aria-labelledby=x {BIG}'>A</button>"),
        ("unknown role", "<p role=buton>A</p>"),
        ("option without a listbox", f"<p role=option {BIG}'>A</p>"),
        ("aria-pressed is neither", f"<button aria-pressed=on {BIG}'>A</button>"),
        ("no such language", "<p lang='Chinese language'>A</p>"),
        ("not one h1", "<h1>Another</h1>"),
        ("heading skips a level", "<h3>Deep</h3>"),
        ("no item of a list", "<ul><p>A</p></ul>"),
        ("tabindex above 0", f"<button tabindex=3 {BIG}'>A</button>"),
        ("hidden but focusable", f"<p aria-hidden=true>{GOOD}</p>"),
        (
            "control within a control",
            f"<button {BIG}'>A<a href=b {BIG}'>B</a></button>",
        ),
        (
            "scrolls, but not by keyboard",
            "<div style='height:20px;overflow:auto'><p>A</p><p>B</p><p>C</p></div>",
        ),
        ("target of", "<button style='width:12px;height:12px;padding:0'>A</button>"),
        ("contrast 1.", "<p style='color:#aaa;background:#bbb'>A</p>"),
        ("contrast 2.", "<p style='color:rgba(0,0,0,.4)'>A</p>"),
        ("contrast 1.", "<p style='opacity:.1'>A</p>"),
        (
            "contrast of the hint",
            f"<style>input::placeholder{{color:#ccc}}</style>{HINT}",
        ),
    ],
)
async def test_fault_is_found(page: Page, fault: str, body: str) -> None:
    """Each kind of fault is said by its name."""
    faults = await faults_in(page, body)

    assert [each for each in faults if each.startswith(fault)] != []


async def test_faults_of_the_whole_page_are_found(page: Page) -> None:
    """Forbidden zoom, and words outside the landmarks."""
    zoom = "<meta name=viewport content='width=device-width, user-scalable=no'>"

    faults = await faults_in(page, GOOD, head=zoom, after="<p>Lost</p>")

    assert "zoom is forbidden" in faults
    assert any(each.startswith("outside the landmarks") for each in faults)
