// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the end of a run says of its source: failures in a row, or alive again. Blocking, in the
// caller's transaction, which holds the source's row.
#pragma once

#include "model/harvest_run.hpp"

#include <string_view>

namespace moisson::store {

class Connection;

// A failure inside a maintenance window says nothing, nor does a run that ended because something
// was short here (`reason` LOCAL_RESOURCES). A source that was suspended and answers is
// due at once.
void note_outcome(Connection& connection, RunId run, RunState state, std::string_view reason);

// Somebody asks for a run: what failed before is forgotten.
void forget_failures(Connection& connection, std::int64_t source);

// A source that failed is another one now: it is not ill any more, and due at once. By its calendar
// alone, what was overdue would wait for a whole interval more.
void try_at_once(Connection& connection, std::int64_t source);

} // namespace moisson::store
