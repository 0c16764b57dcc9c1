// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What only operators are shown, the same in the admin API and on the command line: who decided,
// who corrected, whom metadata name, and what a portal gave.
#pragma once

#include "api/json.hpp"
#include "model/harvest_run.hpp"
#include "store/invitation_store.hpp"
#include "store/overlay.hpp"

#include <string_view>

namespace moisson::api {

Json signed_decision_json(const RunDecision& decision);
Json correction_json(const store::Overlay& overlay);
Json candidate_json(const store::InvitationCandidate& candidate);

// Of a stored record: a JSON object, N-Triples where the source has RDF, or some text.
std::string_view record_media_type(std::string_view raw);

} // namespace moisson::api
