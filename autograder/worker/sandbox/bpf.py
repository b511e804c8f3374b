"""Classic BPF, as much as a seccomp filter needs: load a word, compare it, answer.

A filter is bytes. Every `then` must end in an answer, so that filters simply follow one another:
what a comparison does not catch goes on to the next.
"""

import struct

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT = 0x15, 0x35, 0x45
_SIZE = 8  # of an instruction

# where `struct seccomp_data` has what
CALL, MACHINE = 0, 4


def low_half(argument: int) -> int:
    """Where the low 32 bits of an argument of the call are (both machines are little-endian)."""
    return 16 + 8 * argument


def high_half(argument: int) -> int:
    """Where the high 32 bits of an argument of the call are."""
    return low_half(argument) + 4


def refuse(code: int) -> bytes:
    """The call fails with this errno."""
    return answer(0x00050000 | code)


def answer(verdict: int) -> bytes:
    """End the filter."""
    return _instruction(_RETURN, verdict)


def load(offset: int) -> bytes:
    """Take a word of the call's data, to be compared next."""
    return _instruction(_LOAD, offset)


def mask(bits: int) -> bytes:
    """Keep only these bits of the word."""
    return _instruction(_AND, bits)


def if_equal(value: int, body: bytes) -> bytes:
    """Do `body` where the word is this value."""
    return _instruction(_JUMP_IF_EQUAL, value, 0, len(body) // _SIZE) + body


def unless_equal(value: int, body: bytes) -> bytes:
    """Do `body` where the word is not this value."""
    return _instruction(_JUMP_IF_EQUAL, value, len(body) // _SIZE, 0) + body


def if_at_least(value: int, body: bytes) -> bytes:
    """Do `body` where the word is this value or more."""
    return _instruction(_JUMP_IF_AT_LEAST, value, 0, len(body) // _SIZE) + body


def if_any_bit(bits: int, body: bytes) -> bytes:
    """Do `body` where the word has one of these bits."""
    return _instruction(_JUMP_IF_ANY_BIT, bits, 0, len(body) // _SIZE) + body


def _instruction(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, jump_true, jump_false, value)
