// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports about messages that did not arrive or were not wanted (RFC 3464, RFC 5965), as a mail
// server pipes them. Forgiving, bounded, pure.
#pragma once

#include "notify/links.hpp"
#include "store/message_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::notify {

struct BounceReport {
    std::int64_t message = 0;
    store::BounceKind kind = store::BounceKind::soft;
    // "5.1.1"
    std::string status;
    // Diagnostic-Code, bounded.
    std::string detail;
};

// `recipient`: the address it was delivered to, when the mail server gives it; else it is looked
// for in the report. Nothing: it names no message that we sent, or reports success.
std::optional<BounceReport>
read_bounce(std::string_view report, std::string_view recipient, const Sealer& sealer);

// The message whose reader leaves by mail (RFC 2369): it came to the return path of that message
// and has nothing but "unsubscribe" as its subject. What a machine answers by itself is none.
std::optional<std::int64_t>
read_unsubscribe(std::string_view report, std::string_view recipient, const Sealer& sealer);

} // namespace moisson::notify
