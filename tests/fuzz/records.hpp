// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What every connector promises of the records it reads, whatever the bytes were; shared by the
// harnesses of the wires.
#pragma once

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/time.hpp"
#include "fuzz/harness.hpp"
#include "kit/body.hpp"
#include "kit/connector.hpp"
#include "normalise/normalise.hpp"
#include "normalise/vocabularies.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::fuzz {

using MapRecord = std::function<Result<RawRecord>(std::string_view, std::vector<Issue>&)>;

// The body of an answer as the connectors get it; nothing when it is no JSON.
std::optional<std::string> json_body(std::string_view input);

// Ids and canonical bytes are clean and within limits, the digest is that of the canonical bytes,
// these are JSON, mapping them is total and says the same twice, and so does normalising.
void check_record(const kit::WireRecord& record, const MapRecord& map);
void check_records(const std::vector<kit::WireRecord>& records, const MapRecord& map);
// Details and excerpts are clean and excerpts short; ids are cleaned by kit/guarded_connector.hpp.
void check_issues(const std::vector<Issue>& issues);

std::shared_ptr<const normalise::Vocabularies> vocabularies();

inline constexpr Instant now{std::chrono::sys_days(std::chrono::days(20'500))};

} // namespace moisson::fuzz
