"""Roles of speakers, each by hand from a sentence of an article."""

from __future__ import annotations

import pytest

from framing.comparison import roles


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("president of Dockworkers Local 38", "organisation"),
        ("lawyer for the union", "organisation"),
        ("chief executive of the Harbour Association", "organisation"),
        ("head of the nurses’ union", "organisation"),
        ("the residents’ association", "organisation"),
        ("regional Chamber of Commerce", "organisation"),
        ("study by the state university", "expert"),
        ("economist at the bank", "expert"),
        ("police spokeswoman", "official"),
        ("Department of Health", "official"),
        ("spokeswoman for the local council", "official"),
        ("president of Norland", "official"),
        ("State Sen.", "party"),
        ("member of parliament", "party"),
        ("the fisherman's family", "affected"),
        ("residents of the island", "affected"),
        ("a crane operator", "affected"),
        ("a spokesman for the families", ""),
        ("president of the Tobias B. Lund Group", ""),
        ("critics", ""),
        ("a mother of two", ""),
        ("a mother of two from the harbour", ""),
        ("people on and off the island", ""),
        ("", ""),
    ],
)
def test_the_noun_that_ends_a_description_decides(words: str, role: str) -> None:
    assert roles.described(words) == role


def found(text: str, speaker: str, mention: str) -> str:
    start = text.index(mention)
    return roles.guess(text, speaker, start, start + len(mention))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“No,” said Ada Lund, a nurse for 22 years.", "affected"),
        ("“No,” said Ada Lund, 45, whose house burned.", "affected"),
        ("“No,” said Ada Lund, who lost her brother.", "affected"),
        ("“No,” said Ada Lund, whose hometown is near.", "other"),
        ("“No,” said Ada Lund, president of the dockers’ union.", "organisation"),
        ("“No,” said Ada Lund, a lawyer for the families.", "other"),
        ("“No,” said crane operator Ada Lund.", "affected"),
        ("“No,” said the mayor, Ada Lund.", "official"),
        ("Governor Ada Lund came.\n\n“It hurts families,” Lund said.", "official"),
        ("Families wept, Ada Lund said.", "other"),
        ("“No,” Ada Lund told families.", "other"),
        ("The union told Ada Lund to wait. “No,” Ada Lund said.", "other"),
    ],
)
def test_the_article_describes_a_person_anywhere(text: str, role: str) -> None:
    mention = "Lund said" if "Lund said" in text else "Ada Lund"
    assert found(text, "Ada Lund", mention.removesuffix(" said")) == role


def test_what_stands_before_a_pronoun_is_no_title() -> None:
    """Was: the governor counted as one of the families of whom he spoke."""
    text = "Governor Ada Lund came. “A strike hurts families far away,” she said."
    assert found(text, "Ada Lund", "she") == "official"


def test_a_surname_is_no_title() -> None:
    assert found("“No,” said Ruth Bishop.", "Ruth Bishop", "Ruth Bishop") == "other"


def test_a_body_named_after_people_is_a_body() -> None:
    text = "The United Dock Workers of Norland said no."
    assert found(text, "United Dock Workers of Norland", text[4:33]) == "organisation"
