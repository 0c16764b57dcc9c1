// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How moisson ends; said in its --help.
#pragma once

namespace moisson::cli {

enum ExitCode : int {
    exit_ok = 0,
    exit_internal = 1,
    exit_usage = 2,
    exit_configuration = 3,
    // The database does not answer, or its schema does not fit.
    exit_database = 4,
    // No such source or run.
    exit_not_found = 5,
    // A run that was waited for did not end complete.
    exit_run_failed = 6,
    // Nothing here can read the address or the file, or a portal is not well.
    exit_attention = 7,
    // Ctrl-C or SIGTERM: what shells expect of it.
    exit_interrupted = 130,
};

} // namespace moisson::cli
