// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How the C library keeps freed memory.
#pragma once

namespace moisson::app {

// Before any thread. Catalogue pages are a few large buffers and a hundred thousand small blocks
// that live for a second: glibc's default of eight arenas a core and a threshold that grows with
// what was freed keep most of it for ever (224 MB instead of 122 MB after 20,000 datasets).
void give_memory_back();

} // namespace moisson::app
