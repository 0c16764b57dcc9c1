// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is read of a document without parsing its records. Internal to the room.
#pragma once

#include <string>
#include <string_view>

namespace moisson::datajson {

// A scalar written in JSON, as text; empty when it is none.
std::string text_of(std::string_view value);

// "https://project-open-data.cio.gov/v1.1/schema" -> "1.1".
std::string version_of(std::string text);

// The id of a record that may not be parsed.
std::string id_of_span(std::string_view record);

} // namespace moisson::datajson
