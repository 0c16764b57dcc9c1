// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What every connector gets around it, whatever its room does: ids that the store can hold, and
// nothing of the source's own request headers in what is reported.
#pragma once

#include "kit/connector.hpp"
#include "model/portal.hpp"

#include <memory>

namespace moisson::kit {

// A record whose id is longer than limits::identifier_bytes is refused, BAD_SHAPE; an alias that
// long is forgotten. What issues and errors say is clean UTF-8 without NUL, and hides the values of
// `source.headers`.
std::unique_ptr<Connector> guarded(std::unique_ptr<Connector> connector, const Source& source);

} // namespace moisson::kit
