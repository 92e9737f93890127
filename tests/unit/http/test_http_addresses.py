"""What an address says of itself."""

import pytest

from providers.http import expiry_of


@pytest.mark.parametrize(
    "url, end",
    [
        ("https://h/p.webp?x-expires=1702000000&x-signature=ab", 1702000000.0),
        ("https://h/p.webp?x-expires=1&x-expires=2", 1.0),
        ("https://h/p.webp?x-expires=soon", None),
        ("https://h/p.webp?x-expires=", None),
        ("https://h/p.webp?expires=1702000000", None),
        ("https://h/p.webp", None),
        ("http://[?x-expires=1702000000", None),
        ("", None),
    ],
)
def test_an_end_is_read_where_one_stands(url: str, end: float | None) -> None:
    """Only a number under that name is one; nonsense in an address is no fault of ours."""
    assert expiry_of(url, "x-expires") == end
