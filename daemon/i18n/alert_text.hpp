// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An alert in French. Stand-in for the alert room's file of this name.
#pragma once

#include "core/time.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace moisson::i18n {

struct AlertFacts {
    std::string kind;
    std::string severity;
    std::string subject;
    std::optional<std::string> portal_title;
    std::optional<std::string> dataset_title;
    std::optional<std::string> host;
    std::optional<std::string> organization_title;
    nlohmann::json evidence;
    Instant since{};
    std::optional<Instant> resolved_at;
};

struct AlertText {
    std::string title;
    std::string sentence;
    std::string action;
};

AlertText describe(const AlertFacts& facts);

} // namespace moisson::i18n
