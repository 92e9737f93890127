"""Steps are counted from the root of a tree, whatever branches it has."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.recipe import PictureRef, parts_of, result_of
from bot.services.families import Kin
from bot.services.lineage import Lineage, lineage_of

HERE = -100
PHOTO = PictureRef(file_id="p", file_unique_id="p", kind="photo")


class Tree(NamedTuple):
    """Jobs by id; each but the first was made from a picture of an earlier one."""

    kin: list[Kin]
    worked_on: list[int]  # the picture number of its parent
    parents: list[int]


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Any tree of up to 30 jobs in one chat, grown from a photo or from words."""
    root_sources = draw(st.sampled_from([(), (PHOTO,), (PHOTO, PHOTO)]))
    tree = Tree([Kin(job_id="j0", chat_id=HERE, sources=root_sources)], [0], [-1])
    for index in range(1, draw(st.integers(1, 30))):
        parent, number = draw(st.integers(0, index - 1)), draw(st.integers(1, 4))
        tree.kin.append(
            Kin(
                job_id=f"j{index}",
                chat_id=HERE,
                parent_id=f"j{parent}",
                sources=(result_of(f"j{parent}", number),),
            )
        )
        tree.worked_on.append(number)
        tree.parents.append(parent)
    return tree


def upwards(tree: Tree, index: int) -> list[int]:
    """The way from a job to the root."""
    way = [index]
    while (parent := tree.parents[way[-1]]) >= 0:
        way.append(parent)
    return way


def line_to(tree: Tree, index: int, number: int = 1) -> Lineage:
    """The lineage of a picture of one of the tree's jobs."""
    return lineage_of([tree.kin[i] for i in upwards(tree, index)], number)


@given(tree=trees(), data=st.data())
def test_every_step_is_the_picture_that_was_worked_on(
    tree: Tree, data: st.DataObject
) -> None:
    """From 1 at the root to the depth of the job, each with the number its child was made from."""
    index = data.draw(st.integers(0, len(tree.kin) - 1))
    number = data.draw(st.integers(0, 4))
    line, way = line_to(tree, index, number), upwards(tree, index)

    results = [step for step in line.steps if step.number]
    assert [step.number for step in results] == list(range(1, len(way) + 1))
    assert line.tip.number == len(way)
    numbers = [number, *(tree.worked_on[i] for i in way[:-1])]
    expected = [(f"j{i}", picture) for i, picture in zip(way, numbers, strict=True)]
    assert [parts_of(s.pictures[0]) for s in reversed(results)] == expected


@given(tree=trees(), data=st.data())
def test_the_original_is_step_zero_of_uploads_alone(
    tree: Tree, data: st.DataObject
) -> None:
    """All photos of an album are it; a tree grown from words begins with 1."""
    line = line_to(tree, data.draw(st.integers(0, len(tree.kin) - 1)))

    originals = [step for step in line.steps if step.number == 0]
    assert [step.pictures for step in originals] == [
        sources for sources in (tree.kin[0].sources,) if sources
    ]
    assert not line.is_torn


@given(tree=trees(), data=st.data())
def test_before_a_child_is_its_parent(tree: Tree, data: st.DataObject) -> None:
    """Undoing never leaves the way to the root, and ends at it."""
    index = data.draw(st.integers(0, len(tree.kin) - 1))
    line = line_to(tree, index)

    if index:
        parent = line_to(tree, tree.parents[index], tree.worked_on[index])
        assert line.before == parent.tip
        assert line.steps[:-1] == parent.steps
    elif tree.kin[0].sources:
        assert line.before.number == 0
    else:
        with pytest.raises(Refused) as refusal:
            line.before  # noqa: B018 - asking is the act
        assert refusal.value.code == "first_step"


@given(tree=trees(), data=st.data(), asked=st.integers(0, 40))
def test_a_step_out_of_range_says_which_there_are(
    tree: Tree, data: st.DataObject, asked: int
) -> None:
    """Within the range the step comes, beyond it a refusal with first and last."""
    index = data.draw(st.integers(0, len(tree.kin) - 1))
    line = line_to(tree, index)
    first = 0 if tree.kin[0].sources else 1

    if first <= asked <= len(upwards(tree, index)):
        assert line.step(asked).number == asked
        return
    with pytest.raises(Refused) as refusal:
        line.step(asked)
    assert refusal.value.code == "step_unknown"
    assert refusal.value.args_for_text == {
        "step": asked,
        "first": first,
        "last": len(upwards(tree, index)),
    }


def test_an_erased_root_tears_the_line() -> None:
    """What is left is counted from 1, and what was before is said to be gone."""
    orphan = Kin(job_id="b", chat_id=HERE, sources=(result_of("gone", 2),))
    tip = Kin(job_id="c", chat_id=HERE, parent_id="b", sources=(result_of("b", 3),))
    line = lineage_of([tip, orphan], 1)

    assert [step.number for step in line.steps] == [1, 2]
    assert parts_of(line.before.pictures[0]) == ("b", 3)
    with pytest.raises(Refused) as refusal:
        lineage_of([orphan], 1).before  # noqa: B018 - asking is the act
    assert refusal.value.code == "step_gone"


def test_a_line_stays_in_its_chat() -> None:
    """A parent of another chat is as good as gone: nobody here has seen it."""
    elsewhere = Kin(job_id="a", chat_id=HERE - 1, sources=(PHOTO,))
    tip = Kin(job_id="b", chat_id=HERE, parent_id="a", sources=(result_of("a", 1),))
    line = lineage_of([tip, elsewhere], 1)

    assert [step.number for step in line.steps] == [1]
    assert line.is_torn


def test_a_variation_without_a_source_counts_from_its_parent() -> None:
    """A job may know its parent alone: then it was made from the first picture."""
    root = Kin(job_id="a", chat_id=HERE)
    tip = Kin(job_id="b", chat_id=HERE, parent_id="a")

    assert parts_of(lineage_of([tip, root], 2).before.pictures[0]) == ("a", 1)
