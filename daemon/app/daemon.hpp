// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moissond from its arguments to its exit code.
#pragma once

namespace moisson::app {

int run_daemon(int count, const char* const* values);

} // namespace moisson::app
