"""The edits of any Python that the engine knows, likeliest first; those of networks stand beside it."""

from autograder.diagnose.repair.code_edits import CodeEdit
from autograder.diagnose.repair.names import (
    argument_for_number,
    exchanged,
    exchanged_names,
    lopsided,
    other_name,
    other_number,
    scaled,
    sibling,
    unused_argument,
)
from autograder.diagnose.repair.operators import (
    added_up,
    by_one,
    comparison,
    complement,
    flag,
    none_only,
    not_in_place,
    operator,
    regrouped,
    sign,
    term_moved,
)
from autograder.diagnose.repair.statements import (
    call_left_out,
    keyword_left_out,
    lacks_return,
    left_out,
    returns_too_early,
)

UNUSED = "with an argument, or a value of the layer, that is used nowhere here"
TABLE = (
    CodeEdit("a_flag_is_false", "with `True` in its place", flag(False)),
    CodeEdit("a_flag_is_true", "with `False` in its place", flag(True)),
    CodeEdit("a_return_is_missing", "with a `return`", lacks_return),
    CodeEdit("returns_within_the_loop", "with its `return` behind the loop", returns_too_early),
    CodeEdit("names_are_exchanged", "with two names each in the other's place", exchanged_names),
    CodeEdit("names_are_mixed_up", "with another name", lopsided),
    CodeEdit("an_argument_is_unused", UNUSED, unused_argument("+")),
    CodeEdit("comparison_is_wrong", "with another comparison", comparison),
    CodeEdit("operator_is_wrong", "with another operator", operator),
    CodeEdit(
        "replaced_and_not_added_up", "with `+=` in place of `=`, or the other way round", added_up
    ),
    CodeEdit("written_in_place", "with a new value in place of one changed in place", not_in_place),
    CodeEdit("one_too_few", "with 1 more", by_one(1)),
    CodeEdit("one_too_many", "with 1 less", by_one(-1)),
    CodeEdit("names_are_mixed_up", "with another name", sibling),
    CodeEdit("order_is_wrong", "in another order", exchanged),
    CodeEdit("zero_is_taken_for_none", "with `None` alone replaced", none_only),
    CodeEdit("brackets_are_wrong", "with its brackets set otherwise", regrouped),
    CodeEdit("term_is_misplaced", "with a term moved into the call, or out of it", term_moved),
    CodeEdit("an_argument_is_unused", UNUSED, unused_argument("*/")),
    CodeEdit("complement_is_needed", "taken from 1, or not", complement),
    CodeEdit("sign_is_wrong", "the other way round", sign),
    CodeEdit("argument_is_too_much", "without one of the arguments", keyword_left_out),
    CodeEdit("call_is_too_much", "without this call", call_left_out),
    CodeEdit("number_ignores_an_argument", "with an argument in its place", argument_for_number),
    CodeEdit("statement_is_too_much", "without this statement", left_out),
    CodeEdit("number_is_wrong", "with another number", other_number),
    CodeEdit("division_is_missing", "divided by, or times, a number of this function", scaled),
    CodeEdit("name_is_wrong", "with another variable", other_name),
)
