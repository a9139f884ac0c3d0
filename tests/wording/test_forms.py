from __future__ import annotations

from bot.message import Choose, Input
from bot.wording import answering, joining
from bot.wording.joining import Draft, join_form
from pairing.answers import WhyNot


def test_a_known_list_is_chosen_from_and_a_long_or_unknown_one_is_typed() -> None:
    hundred = tuple(f"Ward {number}" for number in range(100))
    fields = _fields(join_form(Draft(department="Ward 7", site="Elsewhere"), hundred, (), ("North",)).body)

    assert isinstance(fields["department"], Choose)
    assert fields["department"].value == "Ward 7"
    assert isinstance(fields["grade"], Input)
    assert fields["site"].value == ""
    assert isinstance(_fields(join_form(Draft(), (*hundred, "One more"), (), ()).body)["department"], Input)


def test_what_was_typed_comes_back_with_the_sentence_beside_it() -> None:
    typed = "x" * 10_000
    form = join_form(
        Draft("Nursing", job_title=typed), (), (), (), {"job_title": joining.too_long("job_title", 100)}
    )
    field = _fields(form.body)["job_title"]

    assert field.value == typed
    assert field.error == "Please shorten your job title to 100 characters."
    assert form.has_errors


def test_only_the_department_is_needed_to_join() -> None:
    fields = _fields(join_form(Draft(), ("Nursing",), ("Band 2",), ("North",)).body)

    assert [name for name, field in fields.items() if field.required] == ["department"]


def test_every_field_that_is_typed_has_its_longest() -> None:
    fields = _fields(join_form(Draft(), (), (), ()).body)

    assert {
        name: field.longest for name, field in fields.items() if isinstance(field, Input)
    } == joining.LONGEST


def test_words_that_are_quoted_back_are_cut_to_fit() -> None:
    assert len(joining.unknown_department("x" * 10_000)) < 120
    assert len(joining.bad_date("x" * 10_000)) < 140


def test_every_reason_for_not_meeting_can_be_chosen_and_none_need_be() -> None:
    (reasons,) = (part for part in answering.why_not("345").body if isinstance(part, Choose))

    assert [value for value, _ in reasons.options] == [reason.value for reason in WhyNot]
    assert not reasons.required


def _fields(body: tuple[object, ...]) -> dict[str, Input | Choose]:
    return {part.name: part for part in body if isinstance(part, Input | Choose)}
