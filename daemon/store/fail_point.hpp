// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Fail points: named places where a test may order a crash. MOISSON_FAILPOINT="name" or "name:3"
// (the third time) makes the process kill itself there with SIGKILL, "name:3:stop" stop itself with
// SIGSTOP; unset, a call costs one getenv. Names: after_fetch, mid_copy, in_copy, before_commit,
// after_commit, in_reconcile, before_dictionary, before_rewrite, after_smtp_accept.
#pragma once

#include <string_view>

namespace moisson::store {

// Thread-safe.
void fail_point(std::string_view name);

} // namespace moisson::store
