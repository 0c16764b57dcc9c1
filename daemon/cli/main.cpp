// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson.
#include "cli/cli.hpp"

int main(int count, char** values) {
    return moisson::cli::run_cli(count, values, stdout, stderr);
}
