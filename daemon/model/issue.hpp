// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Issue: something wrong with one record or one run.
#pragma once

#include "core/code.hpp"

#include <string>
#include <utility>

namespace moisson {

enum class Stage { probe, fetch, parse, map, normalise, store, reconcile };

struct Issue {
    Code code = Code::internal_error;
    Stage stage = Stage::fetch;
    Severity severity = Severity::error;
    // Empty for an issue of the page or the run.
    std::string remote_id;
    // Address that was asked or page of the record.
    std::string remote_url;
    // The value at fault: field name, host, status... English or data, never a sentence for the
    // public.
    std::string detail;
    // At most limits::excerpt_bytes of what the source sent.
    std::string excerpt;

    Issue() = default;
    Issue(Code what, Stage where, std::string why = {})
        : code(what), stage(where), severity(usual_severity(what)), detail(std::move(why)) {}

    bool operator==(const Issue&) const = default;
};

std::string_view to_string(Stage stage);
std::optional<Stage> stage_from_string(std::string_view text);

} // namespace moisson
