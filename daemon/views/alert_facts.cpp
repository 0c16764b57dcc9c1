// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/alert_facts.hpp"

#include "core/json_access.hpp"

namespace moisson::views {
namespace {

std::optional<std::string> named(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

i18n::AlertFacts alert_facts(const store::AlertRow& row) {
    const AlertEpisode& episode = row.episode;
    i18n::AlertFacts out;
    out.kind = to_string(episode.condition.kind);
    out.severity = to_string(episode.condition.severity);
    out.subject = episode.condition.subject;
    out.portal_title = named(row.portal_title);
    out.dataset_title = named(row.dataset_title);
    out.host = episode.condition.labels.host;
    out.organization_title = named(row.organization_title);
    const Result<json::Value> evidence = json::parse(episode.condition.evidence);
    out.evidence = evidence.has_value() ? *evidence : json::Value::object();
    out.since = episode.firing_since.value_or(episode.pending_since);
    out.resolved_at = episode.resolved_at;
    return out;
}

i18n::AlertText alert_text(const store::AlertRow& row) {
    return i18n::describe(alert_facts(row));
}

} // namespace moisson::views
