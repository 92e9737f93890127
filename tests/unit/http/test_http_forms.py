"""Forms arrive as they were written, with a length, and are read from disk piece by piece."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from providers.http import Call, FilePart, Form, HttpClient, TextPart
from tests.emulators.forms import _part
from tests.unit.http.raw_server import answer, raw_server


async def body_of(form: Form) -> bytes:
    """The whole body."""
    return b"".join([chunk async for chunk in form])


async def test_a_form_has_its_parts_and_its_length(tmp_path: Path) -> None:
    """Fields and files come in order with their types; the length is that of the body."""
    picture = tmp_path / "secret-name.png"
    picture.write_bytes(bytes(range(256)) * 3000)
    form = Form(
        TextPart(name="image_request", text="{}", media_type="application/json"),
        TextPart(name="prompt", text="морская 猫"),
        FilePart(name="image[]", path=picture, media_type="image/png"),
    )

    body = await body_of(form)

    boundary = form.headers["Content-Type"].partition("boundary=")[2].encode()
    _, *pieces, end = (b"\r\n" + body).split(b"\r\n--" + boundary)
    parts = [_part(piece) for piece in pieces]
    assert [(part.name, part.media_type) for part in parts] == [
        ("image_request", "application/json"),
        ("prompt", None),
        ("image[]", "image/png"),
    ]
    assert parts[1].text == "морская 猫"
    assert parts[2].data == picture.read_bytes()
    assert end == b"--\r\n"
    assert len(body) == int(form.headers["Content-Length"])
    assert b"secret-name" not in body


async def test_a_form_is_sent_whole_and_can_be_sent_again(tmp_path: Path) -> None:
    """On the wire it is no chunked body, and a second try sends the same bytes."""
    picture = tmp_path / "a.webp"
    picture.write_bytes(b"x" * 700_000)
    form = Form(FilePart(name="image", path=picture, media_type="image/webp"))
    http = HttpClient(read_wait=0)
    async with raw_server(answer()) as server:
        call = Call(method="POST", url=server.url, headers=form.headers, content=form)
        await http.send(call)
        await http.send(call)
        await http.close()

    assert "transfer-encoding" not in server.heads[0].lower()
    assert server.bodies[0] == server.bodies[1] == await body_of(form)


async def test_a_listener_hears_every_byte() -> None:
    """What the listener was given in parts is what the answer has as a whole."""
    heard: list[bytes] = []

    async def listen(chunk: bytes) -> None:
        heard.append(chunk)

    http = HttpClient(read_wait=0)
    async with raw_server(answer(body=b"y" * 300_000)) as server:
        whole = await http.send(
            Call(method="POST", url=server.url, json={}), listener=listen
        )
        await http.close()

    assert b"".join(heard) == whole.content
    assert len(heard) > 1


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
async def test_any_text_survives(text: str) -> None:
    """A field is UTF-8, whatever it holds."""
    body = await body_of(Form(TextPart(name="prompt", text=text)))

    assert text.encode() in body
