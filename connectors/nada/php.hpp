// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What PHP prints around a JSON document when display_errors is on, which is the rule on small
// hosts: "<br /> <b>Warning</b>: ..." before it, sometimes after it.
#pragma once

#include <string>

namespace moisson::nada {

// Leaves the JSON document of `body` alone and returns what stood around it; empty when nothing
// was there or when what is there is no message of PHP (an HTML page stays as it is).
std::string strip_php_messages(std::string& body);

} // namespace moisson::nada
