// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A body that is compressed while it is sent (RFC 1952). One thread at a time.
#pragma once

#include "net/http_server.hpp"

namespace moisson::net {

// `plain` compressed at the quickest level; it fails where `plain` fails.
BodyStream gzipped(BodyStream plain);

} // namespace moisson::net
