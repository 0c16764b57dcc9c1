#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Of the C++ files named, those that may hold a shape of coroutine.query: reading one costs the query
four seconds, and most hold no brace, lambda or choice in or around a co_await, which every shape needs.
Errs on the side of naming a file."""
import re
import sys

# Comments, strings and characters hold no code; prefixed raw strings first.
NO_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^(\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
PAIRS = {")": "(", "]": "[", "}": "{"}
# What stands before the brace of a block, never before that of a list.
BLOCK = re.compile(r"(\)|\belse|\btry|\bdo|\bnoexcept|\bmutable|\bconst|\boverride|[;{}:]|->[^;{}()]*)\s*$")


def operand(code, start):
    """What follows a co_await, to the end of its statement, argument list or block."""
    depth = 0
    for end in range(start, len(code)):
        if code[end] in "([{":
            depth += 1
        elif code[end] in ")]}":
            depth -= 1
        if depth < 0 or (depth == 0 and code[end] == ";"):
            return code[start:end]
    return code[start:]


def is_in_list(code, at):
    """Whether a brace that is still open around `at`, up to its statement, may be a list's."""
    closed = []
    for place in range(at - 1, -1, -1):
        sign = code[place]
        if sign in PAIRS:
            closed.append(PAIRS[sign])
        elif sign in PAIRS.values():
            if closed:
                closed.pop()
            elif sign == "{":
                if BLOCK.search(code[:place][-200:]):
                    return False
                return True
        elif sign == ";" and not closed:
            # Of a statement before, or of a for: the braces around are blocks.
            return False
    return False


def may_hold_a_shape(code):
    code = NO_CODE.sub('""', re.sub(r"(?<=[0-9])'(?=[0-9a-fA-F])", "", code))
    return any(re.search(r"[{\[?]", operand(code, found.end())) or is_in_list(code, found.start())
               for found in re.finditer(r"\bco_await\b", code))


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        if may_hold_a_shape(file.read()):
            print(name)
