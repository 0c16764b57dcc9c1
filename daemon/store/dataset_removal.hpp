// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Everything that hangs on a dataset, listed once: whoever adds a table of theirs adds it here.
// Blocking, in the caller's transaction with its staging tables.
#pragma once

namespace moisson::store {

class Connection;

// Deletes the datasets of stage_gone. Their slugs and ids at the source are the caller's affair.
void remove_datasets(Connection& connection);

} // namespace moisson::store
