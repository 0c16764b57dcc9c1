// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How moissond ends; said in its --help and in the unit file.
#pragma once

namespace moisson::app {

enum ExitCode : int {
    exit_ok = 0,
    exit_internal = 1,
    exit_usage = 2,
    exit_configuration = 3,
    // The schema of the database is newer than this program.
    exit_schema = 4,
    // The listen address cannot be had.
    exit_listen = 5,
};

} // namespace moisson::app
