// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a body must be before the XML readers see it: valid UTF-8 without a BOM, XML and not a page
// for humans.
#pragma once

#include "core/result.hpp"
#include "model/issue.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

// Makes a body valid in place: BOM removed, UTF-16 and declared encodings (windows-1256,
// ISO-8859-15...) decoded, UTF-8 repaired (one ENCODING_REPAIRED issue unless the body said what it
// was). Errors: PARSE_XML for an empty body, HTML, anything that does not begin with '<'.
Result<void> prepare_xml_body(std::string& body, std::string_view url, std::vector<Issue>& issues);

// A span of XML with the slips of hand-made documents repaired: '&' that begins no reference,
// '<' that begins no markup, entities of HTML, control characters and references to them. `repairs`
// counts them; CDATA is left as it is.
std::string repair_xml_escapes(std::string_view xml, std::size_t& repairs);

} // namespace moisson::kit
