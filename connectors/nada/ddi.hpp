// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DDI Codebook (1.2.2 to 2.5) as NADA 4 exports it: the description of the study, in the shape that
// NADA 5 gives it in JSON. Variables and files are not looked at.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"

#include <string_view>

namespace moisson::nada {

// The value of "study_desc". Errors: PARSE_XML, BAD_SHAPE (another document), TOO_LARGE.
Result<json::Value> study_desc_of_ddi(std::string_view body);

} // namespace moisson::nada
