// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recorded files as a static web server gives them: each at its path, byte for byte, with the media
// type of its name.
#pragma once

#include "portals/protocol.hpp"

#include <memory>
#include <string>
#include <vector>

namespace moisson::portals {

// `roots`: files, or folders whose files are served at their paths below them. Throws
// std::invalid_argument, in French, for one that is not there.
std::unique_ptr<Protocol> make_documents(const std::vector<std::string>& roots);

// "text/turtle" of "a.ttl"; "application/octet-stream" when the name says nothing.
std::string media_type_of(const std::string& name);

} // namespace moisson::portals
