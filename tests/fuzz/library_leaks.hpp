// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What libraries leak on broken input, a few bytes at a time: not ours to mend, and not to hide
// ours. Included by the two programs that run the harnesses.
#pragma once

// libraptor2 2.0.15 forgets the blank node of a statement that it then refuses.
extern "C" __attribute__((used)) const char* __lsan_default_suppressions() {
    return "leak:raptor_new_term_from_counted_blank\n";
}
