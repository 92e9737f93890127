"""Which provider is asked."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.domain.errors import Refused
from bot.services.health import Health
from bot.services.routing import Routes
from providers.base import Capabilities, Limits, Operation, Request, SourcePicture
from providers.errors import KeyRefused
from tests.fakes.clock import FakeClock
from tests.fakes.provider import FakeProvider

GENERATE = Request(operation=Operation.GENERATE, prompt="a cat")
PICTURE = SourcePicture(
    path=Path("a.png"), media_type="image/png", width=64, height=64, size=1
)


SHARPER = Request(
    operation=Operation.UPSCALE,
    prompt="sharp feathers",
    sources=(
        SourcePicture(
            path=Path("owl.png"), media_type="image/png", width=64, height=48, size=99
        ),
    ),
)


class Wordless(FakeProvider):
    """Enlarges without a look at the words, as most services do."""

    @property
    @override
    def capabilities(self) -> Capabilities:
        limits = Limits(max_sources=1, prompt_required=False, takes_prompt=False)
        return replace(super().capabilities, operations={Operation.UPSCALE: limits})


def _routes(*names: str) -> Routes:
    return Routes(
        providers={name: FakeProvider(name) for name in names},
        order=dict.fromkeys(Operation, names),
        health=Health(FakeClock()),
    )


def test_the_operator_s_first_choice_is_asked_first() -> None:
    """Order of preference is the operator's."""
    assert _routes("b", "a").choose(GENERATE).name == "b"


def test_a_provider_that_failed_the_job_is_not_asked_again() -> None:
    """Failover goes down the list."""
    assert _routes("a", "b").choose(GENERATE, tried=["a"]).name == "b"


def test_when_all_have_been_tried_the_job_is_told_so() -> None:
    """Nobody is asked a second time in a circle."""
    with pytest.raises(Refused) as refusal:
        _routes("a", "b").choose(GENERATE, tried=["a", "b"])

    assert refusal.value.code == "provider_unavailable"


def test_a_resting_provider_is_asked_only_when_no_other_can() -> None:
    """A broken account costs a job no time while another provider is well."""
    routes = _routes("a", "b")
    routes.health.note_failure("a", KeyRefused())

    assert routes.choose(GENERATE).name == "b"
    assert routes.choose(GENERATE, tried=["b"]).name == "a"


def test_refusal_names_what_would_work() -> None:
    """A ratio that nobody makes is answered with those that somebody makes."""
    request = Request(operation=Operation.GENERATE, prompt="x", aspect_ratio="7:1")

    with pytest.raises(Refused) as refusal:
        _routes("a", "b").choose(request)

    assert refusal.value.code == "aspect_ratio_unsupported"
    assert refusal.value.args_for_text["allowed"] == "1:1, 16:9"


def test_insisting_on_a_stranger_lists_the_known() -> None:
    """`--provider nosuch` costs nothing and says which there are."""
    with pytest.raises(Refused) as refusal:
        _routes("a", "b").choose(GENERATE, insist="nosuch")

    assert refusal.value.code == "provider_unknown"
    assert refusal.value.args_for_text["allowed"] == "a, b"


def test_no_provider_for_an_operation_says_so() -> None:
    """Without a key for any service, `/gen` gets a clear answer."""
    routes = Routes(providers={}, order={}, health=Health(FakeClock()))

    with pytest.raises(Refused) as refusal:
        routes.choose(GENERATE)

    assert refusal.value.code == "no_provider_generate"


def test_what_one_provider_cannot_another_may() -> None:
    """Insisting on a provider that cannot do it names those that can."""
    able, unable = (
        FakeProvider("able"),
        FakeProvider("unable", operations=(Operation.EDIT,)),
    )
    routes = Routes(
        providers={"unable": unable, "able": able},
        order=dict.fromkeys(Operation, ("able",)),
        health=Health(FakeClock()),
    )

    with pytest.raises(Refused) as refusal:
        routes.choose(GENERATE, insist="unable")

    assert refusal.value.code == "available_elsewhere"
    assert refusal.value.args_for_text["allowed"] == "able"


def test_words_go_where_they_are_heeded() -> None:
    """An enlargement with words passes by who would drop them; without words it does not."""
    providers = {"deaf": Wordless("deaf"), "keen": FakeProvider("keen")}
    names = tuple(providers)
    order = dict.fromkeys(Operation, names)
    routes = Routes(providers=providers, order=order, health=Health(FakeClock()))

    assert routes.choose(SHARPER).name == "keen"
    assert routes.choose(replace(SHARPER, prompt=" ")).name == "deaf"


def test_words_that_nobody_heeds_are_refused() -> None:
    """Dropping them in silence would be a lie; the answer says what to do."""
    providers = {"deaf": Wordless("deaf")}
    order = dict.fromkeys(Operation, tuple(providers))
    routes = Routes(providers=providers, order=order, health=Health(FakeClock()))

    with pytest.raises(Refused) as refusal:
        routes.choose(SHARPER)

    assert refusal.value.code == "prompt_not_taken"


def test_a_value_that_only_some_take_says_who() -> None:
    """`3x` is answered with what everybody does, and with who does more."""
    modest, able = FakeProvider("modest"), FakeProvider("able")
    narrow(modest, Operation.UPSCALE, scales=(2,))
    routes = Routes(
        providers={"modest": modest, "able": able},
        order=dict.fromkeys(Operation, ("modest", "able")),
        health=Health(FakeClock()),
    )

    with pytest.raises(Refused) as refusal:
        routes.choose(Request(operation=Operation.UPSCALE, scale=3, sources=(PICTURE,)))

    assert refusal.value.code == "scale_unsupported"
    assert refusal.value.args_for_text["allowed"] == "2; 4 (able)"


def test_the_reason_that_can_be_mended_is_told() -> None:
    """Who never takes a seed hides nothing of who takes one, and refuses something else."""
    seedless, able = FakeProvider("seedless"), FakeProvider("able")
    narrow(seedless, Operation.GENERATE, takes_seed=False, aspect_ratios=("7:1",))
    routes = Routes(
        providers={"seedless": seedless, "able": able},
        order=dict.fromkeys(Operation, ("seedless", "able")),
        health=Health(FakeClock()),
    )
    wish = replace(GENERATE, seed=7, aspect_ratio="7:1")

    with pytest.raises(Refused) as refusal:
        routes.choose(wish)

    assert refusal.value.code == "aspect_ratio_unsupported"


def narrow(provider: FakeProvider, operation: Operation, **limits: Any) -> None:
    """Let a provider take less."""
    capable = provider.capabilities
    narrowed = replace(capable.operations[operation], **limits)
    provider._capabilities = replace(
        capable, operations={**capable.operations, operation: narrowed}
    )


def test_the_widest_bound_is_told() -> None:
    """Too long for all of them: what the most patient one takes; too small: what the finest one."""
    modest, able = FakeProvider("modest"), FakeProvider("able")
    narrow(modest, Operation.EDIT, max_prompt=10, min_source_side=200)
    routes = Routes(
        providers={"modest": modest, "able": able},
        order=dict.fromkeys(Operation, ("modest", "able")),
        health=Health(FakeClock()),
    )
    edit = Request(operation=Operation.EDIT, prompt="x", sources=(PICTURE,))
    tiny = replace(PICTURE, width=9)

    with pytest.raises(Refused) as long:
        routes.choose(replace(edit, prompt="x" * 5000))
    with pytest.raises(Refused) as small:
        routes.choose(replace(edit, sources=(tiny,)))

    assert long.value.args_for_text["allowed"] == 4000
    assert small.value.args_for_text["allowed"] == 16


def test_insisting_on_who_never_does_it_is_no_word_about_the_others() -> None:
    """Nobody can do it as asked, and the one insisted on does no edits: that is what is said."""
    able = FakeProvider("able")
    unable = FakeProvider("unable", operations=(Operation.GENERATE,))
    routes = Routes(
        providers={"unable": unable, "able": able},
        order={Operation.EDIT: ("able",)},
        health=Health(FakeClock()),
    )
    wish = Request(operation=Operation.EDIT, prompt="x", count=99, sources=(PICTURE,))

    with pytest.raises(Refused) as refusal:
        routes.choose(wish, insist="unable")

    assert refusal.value.code == "operation_unsupported"
