// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portals that are known and not harvested: dead ones, other names of a portal that is, and those
// that no connector reads. They stay in the portal files so that nobody adds them again.
#pragma once

#include "model/portal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::settings {

enum class SetAsideReason {
    dead,         // gone, at the date of the entry
    alias,        // another address of a portal that is described
    no_connector, // its software is known, nothing here reads it
};
std::string_view to_string(SetAsideReason reason);

struct SetAside {
    std::string key;
    std::string title;
    std::string url;
    std::vector<std::string> countries;
    SetAsideReason reason = SetAsideReason::dead;
    // "ckan", "knoema"...; empty when unknown.
    std::string software;
    // Its first machine address; empty when none is known.
    std::string endpoint;
    std::string note;
    // As in Portal.
    std::string confidence;
    std::string as_of;
};

// The entry, dead or an alias, that an address is or lies below; nullptr when it may be harvested.
const SetAside* barred_by(const std::vector<SetAside>& entries, std::string_view url);

} // namespace moisson::settings
