// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What lists and feeds of alerts are asked with. Inside the room only. Pure.
#pragma once

#include "api/parameters.hpp"
#include "i18n/code_labels.hpp"
#include "store/alert_store.hpp"

#include <vector>

namespace moisson::api {

struct ParsedAlerts {
    store::AlertFilter filter;
    std::vector<routes::ParameterProblem> problems;
};

// `labels`: which themes there are.
ParsedAlerts parse_alerts(const routes::Query& query, const i18n::CodeLabels& labels);

} // namespace moisson::api
