// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// run_jobs: a few pieces of one piece of work, each once, side by side. What each writes is its
// own, so the outcome is the same however many threads there are.
#pragma once

#include <functional>
#include <span>

namespace moisson::search {

using Job = std::function<void()>;

// All of them, by the caller and `threads` - 1 others, which are gone when it returns. A system
// that gives no thread costs time only. Rethrows the failure of the first job that failed, once
// all are through.
void run_jobs(std::span<const Job> jobs, unsigned threads);

} // namespace moisson::search
