// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From start to exit code: READY, signals, reload, drain.
#pragma once

#include "settings/settings.hpp"

namespace moisson::app {

// Runs until SIGTERM or SIGINT; returns an ExitCode.
int serve(const settings::Settings& settings);

} // namespace moisson::app
