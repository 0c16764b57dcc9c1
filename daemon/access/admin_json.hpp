// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the admin API shows. Inside the room only.
#pragma once

#include "api/json.hpp"
#include "model/harvest_run.hpp"
#include "model/person.hpp"
#include "store/audit.hpp"
#include "store/claimed_run.hpp"
#include "store/people.hpp"
#include "store/takedown.hpp"

namespace moisson::access {

using api::Json;

Json principal_json(const Principal& who);
Json token_json(const store::TokenRow& row);
Json run_json(const HarvestRun& run);
Json requested_json(const store::RequestedRun& run, const std::string& source);
Json takedown_json(const store::TakedownRow& row);
Json audit_json(const store::AuditRow& row);

} // namespace moisson::access
