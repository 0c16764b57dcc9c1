// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The server of every trap of research S9.1, on one loopback port: each path misbehaves in its way.
#pragma once

#include "integration/net/tiny_server.hpp"

namespace moisson::testing {

// Serves one connection; paths are listed in the table of traps_test.cpp.
void serve_traps(Peer& peer);

} // namespace moisson::testing
