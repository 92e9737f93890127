"""HTML becomes the text and entities that Telegram would show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.botapi.detection import entity_text, with_detected
from bot.playground.botapi.entities import parse_html, trimmed, utf16_length
from bot.playground.botapi.errors import Violation


def test_nested_tags_count_in_utf16() -> None:
    """Offsets count UTF-16 units, so an emoji is two."""
    text, entities = parse_html(
        '🦊 <b>bold <i>both</i></b> &lt;&amp; <a href="http://x.y">l</a>'
    )

    assert text == "🦊 bold both <& l"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "offset": 16, "length": 1, "url": "http://x.y"},
    ]


@pytest.mark.parametrize(
    "html, kind",
    [
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<pre>x</pre>", "pre"),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', "custom_emoji"),
        ("<s>x</s>", "strikethrough"),
        ("<u>x</u>", "underline"),
    ],
)
def test_tags(html: str, kind: str) -> None:
    """Each tag of the documentation gives its entity."""
    assert [entity["type"] for entity in parse_html(html)[1]] == [kind]


def test_pre_takes_the_language_of_its_code() -> None:
    """A code block in pre gives one entity with a language."""
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')

    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


@pytest.mark.parametrize(
    "html", ["<b>x", "<b>x</i>", "x</b>", "<div>x</div>", "a < b", "<>"]
)
def test_broken_html_is_refused(html: str) -> None:
    """Unknown, unbalanced and stray tags are refused, as a client must escape them."""
    with pytest.raises(Violation, match="can't parse entities"):
        parse_html(html)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back(text: str) -> None:
    """What is escaped is shown as it was written."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert parse_html(f"<b>{escaped}</b>")[0] == text


def test_trimming_moves_entities() -> None:
    """White space goes off both ends and the offsets follow."""
    text, entities = trimmed("  ab  ", [{"type": "bold", "offset": 1, "length": 5}])

    assert (text, entities) == ("ab", [{"type": "bold", "offset": 0, "length": 2}])


def test_commands_mentions_and_links_are_found() -> None:
    """Telegram's own finds are added, but not inside what is marked already."""
    text = "🦊 /gen@the_bot cat for @alice #art https://x.y/a/b /edit"
    code = {"type": "code", "offset": utf16_length(text) - 5, "length": 5}

    found = with_detected(text, [code])

    assert [(entity["type"], entity_text(text, entity)) for entity in found] == [
        ("bot_command", "/gen@the_bot"),
        ("mention", "@alice"),
        ("hashtag", "#art"),
        ("url", "https://x.y/a/b"),
        ("code", "/edit"),
    ]
