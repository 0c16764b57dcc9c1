// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How a held run's question is closed, with the audit event. Blocking, in the caller's transaction.
#pragma once

#include "model/harvest_run.hpp"

#include <string>

namespace moisson::store {

class Connection;

// The held runs of the same source before `run` that nobody decided: the question is settled.
void supersede_holds(Connection& connection, RunId run, const std::string& why);
// The program approves by itself (`deletion.auto_approve`).
void note_approval(Connection& connection, RunId run, const std::string& why);

} // namespace moisson::store
