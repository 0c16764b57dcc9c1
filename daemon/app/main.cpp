// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moissond.
#include "app/daemon.hpp"

int main(int count, char** values) {
    return moisson::app::run_daemon(count, values);
}
