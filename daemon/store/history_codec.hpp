// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DatasetDiff <-> the json column dataset_history.changes:
// {"changes":[["title","fr","Ancien","Nouveau"],["keywords","",null,"eau"]],"omitted":3}
#pragma once

#include "model/dataset_diff.hpp"

#include <string>
#include <string_view>

namespace moisson::store {

std::string encode_diff(const DatasetDiff& diff);
// Our own column, and still read without trust: what is not of that shape is left out.
DatasetDiff decode_diff(std::string_view json);

} // namespace moisson::store
