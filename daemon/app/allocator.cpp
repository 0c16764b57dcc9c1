// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How jemalloc keeps freed memory (ADR 0018): catalogue pages are a few large buffers and a hundred
// thousand small blocks that live for a second, on three threads.

// Read by jemalloc before main. Two arenas, and pages that nobody used for three seconds go back.
extern "C" const char* const malloc_conf;
const char* const malloc_conf = "narenas:2,dirty_decay_ms:3000,muzzy_decay_ms:0";
