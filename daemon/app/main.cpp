// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moissond.
#include "app/allocator.hpp"
#include "app/daemon.hpp"

int main(int count, char** values) {
    moisson::app::give_memory_back();
    return moisson::app::run_daemon(count, values);
}
