// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An alert in French: a title, one sentence of evidence, one thing to do. Pure. What is missing or
// of another shape is left out of the sentence.
#pragma once

#include "core/time.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace moisson::i18n {

struct AlertFacts {
    std::string kind;
    std::string severity;
    // A URN.
    std::string subject;
    std::optional<std::string> portal_title;
    std::optional<std::string> dataset_title;
    std::optional<std::string> host;
    std::optional<std::string> organization_title;
    // What daemon/alert stored with it.
    nlohmann::json evidence;
    Instant since{};
    std::optional<Instant> resolved_at;
};

struct AlertText {
    // Without a full stop.
    std::string title;
    std::string sentence;
    std::string action;
};

AlertText describe(const AlertFacts& facts);

// "portal_down" -> "Portail injoignable"; an unknown name is returned as it is. So are those below.
std::string_view alert_kind_label(std::string_view kind);
// "firing" -> "En cours"
std::string_view alert_state_label(std::string_view state);
// "critical" -> "Critique"
std::string_view alert_severity_label(std::string_view severity);
// Why nobody is told of it: "acked" -> "Prise en charge"; empty for none.
std::string_view alert_mute_label(std::string_view mute);
// Of an event: "fired" -> "Ouverte"
std::string_view alert_event_label(std::string_view event);
// Why: "portal_down" -> "le portail est injoignable"
std::string_view alert_reason_label(std::string_view reason);

} // namespace moisson::i18n
