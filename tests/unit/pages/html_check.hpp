// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a page must be whatever it shows: well-formed, one h1, labelled fields, no script that runs.
#pragma once

#include <string>
#include <vector>

namespace moisson::test {

// Empty when all is well; else one English sentence per fault.
std::vector<std::string> html_faults(const std::string& html);

} // namespace moisson::test
