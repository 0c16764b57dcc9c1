// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What only operators are shown, the same in the admin API and on the command line: who decided,
// who corrected, and whom metadata name.
#pragma once

#include "api/json.hpp"
#include "model/harvest_run.hpp"
#include "store/invitation_store.hpp"
#include "store/overlay.hpp"

namespace moisson::api {

Json signed_decision_json(const RunDecision& decision);
Json correction_json(const store::Overlay& overlay);
Json candidate_json(const store::InvitationCandidate& candidate);

} // namespace moisson::api
