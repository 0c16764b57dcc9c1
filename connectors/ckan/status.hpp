// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Is this package a dataset, and is it published? CKAN answers with state, private and type; DKAN
// with localised words.
#pragma once

#include "ckan/fields.hpp"
#include "model/raw_record.hpp"

#include <string_view>

namespace moisson::ckan {

// Sets type, unpublished_because and deleted_at_source.
void map_status(const Fields& fields, RawRecord& record);

// "harvest", "showcase"...: packages that describe something else than data.
bool is_dataset_type(std::string_view type);

} // namespace moisson::ckan
