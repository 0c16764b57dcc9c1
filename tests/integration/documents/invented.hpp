// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogues of any length, invented dataset by dataset, in the syntaxes that dumps come in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::testing {

enum class Form { turtle, rdf_xml, ntriples, data_json, json_ld };

std::string_view name_of(Form form);

// What stands before the first dataset and behind the last.
std::string begin_of(Form form);
std::string end_of(Form form);

// One dataset of about three kilobytes with four files; `number` counts from 0.
std::string dataset_of(Form form, std::size_t number);

} // namespace moisson::testing
