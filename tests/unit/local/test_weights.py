"""The weight files are what MODELS.toml says they are."""

import hashlib
import tomllib
from importlib.resources import files

import pytest

from providers.local.networks import SPAN_X2, SPAN_X4, WAIFU2X_X2, Weights
from providers.local.subject import WEIGHTS

MODELS = files("providers.local").joinpath("models")
LISTED = tomllib.loads(MODELS.joinpath("MODELS.toml").read_text())["file"]


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["name"])
def test_a_weight_file_is_the_one_that_was_taken_from_its_wheel(
    entry: dict[str, str],
) -> None:
    """Weights changed by accident, or swapped, would still run and draw nonsense."""
    data = MODELS.joinpath(entry["name"]).read_bytes()

    assert hashlib.sha256(data).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["name"])
def test_a_weight_file_comes_with_its_licence(entry: dict[str, str]) -> None:
    """Each licence asks that its text goes with the copy."""
    for name in entry["license_files"]:
        assert MODELS.joinpath("LICENSES", name).is_file()


def test_nothing_lies_there_unlisted() -> None:
    """A file without an origin must not be shipped."""
    present = {
        file.name
        for file in MODELS.iterdir()
        if file.name.endswith((".bin", ".param", ".onnx"))
    }

    assert present == {entry["name"] for entry in LISTED}


@pytest.mark.parametrize("weights", [SPAN_X2, SPAN_X4, WAIFU2X_X2])
def test_a_network_of_the_engine_has_its_two_files(weights: Weights) -> None:
    """A name that points nowhere would fail at the first order only."""
    names = {entry["name"] for entry in LISTED}

    assert {f"{weights.name}.param", f"{weights.name}.bin"} <= names


def test_the_network_that_finds_subjects_has_its_file() -> None:
    """As above, for the one that is a single file."""
    assert WEIGHTS in {entry["name"] for entry in LISTED}
