// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets by their ids: the bodies that an inventory run or a second pass asks for.
#pragma once

#include "opendatasoft/explore.hpp"

#include <string>
#include <vector>

namespace moisson::opendatasoft {

// What is gone is told by NOT_FOUND issues, what could not be had is counted in `skipped`.
asio::awaitable<Result<kit::Page>>
fetch_by_id(Explore& explore, const ReadOptions& options, std::vector<std::string> remote_ids);

} // namespace moisson::opendatasoft
