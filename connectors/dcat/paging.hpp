// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The address of the page after this one. Pure.
#pragma once

#include "model/issue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

// `next` as Hydra gives it (an IRI, a literal, relative or not) on the page that answered at
// `current`. An address inside the portal's own network, or without the encryption of this page,
// is put back on the public host; `issues` is told. Empty when it is no address.
std::string
next_page_address(std::string_view current, std::string_view next, std::vector<Issue>& issues);

} // namespace moisson::dcat
