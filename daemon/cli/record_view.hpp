// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A record that was mapped and not stored, as text and as JSON.
#pragma once

#include "cli/json.hpp"
#include "i18n/code_labels.hpp"
#include "store/harvest_store.hpp"

#include <string>
#include <vector>

namespace moisson::cli {

std::string record_text(const store::RecordChange& record, const i18n::CodeLabels& labels);
Json record_json(const store::RecordChange& record);

// One line each; a long list ends with its count.
std::string issues_text(const std::vector<Issue>& issues);
Json issues_json(const std::vector<Issue>& issues);

} // namespace moisson::cli
