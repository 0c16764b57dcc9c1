// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /livez, /readyz and /metrics on a listener of their own (`admin.listen`).
#pragma once

#include "net/http_server.hpp"

namespace moisson::app {

// 404 for everything else.
net::Handler only_machine_routes(net::Handler inner);
// 404 for these.
net::Handler without_machine_routes(net::Handler inner);

} // namespace moisson::app
