// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of what is recognised: one row per portal software, the best way to harvest first.
#pragma once

#include "detect/recognise.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace moisson::detect {

enum class Nature {
    api,      // asked as the harvest asks an API that was declared on purpose
    document, // a page or a file: robots.txt is obeyed
};

// One request that tells a software from the others.
struct Signature {
    // Below a base, with its query; one that begins with "?" is for the base itself, and is not
    // asked of a site's root.
    std::string_view path;
    Recognise recognise;
    Nature nature = Nature::api;
};

// What a source of the connector is given as its address.
enum class SourceAddress {
    base,     // where the software is installed
    endpoint, // the address that answered, without its query
    document, // the address that answered, whole
};

struct Software {
    // Stable name, for JSON.
    std::string_view name;
    std::string_view label;
    // Kind of the registry; empty when the software is only known by name.
    std::string_view connector;
    // Tried in order at each base until one is recognised.
    std::vector<Signature> signatures;
    // Lower-case pieces of a home page (or of its host name, after "host:") that speak for it.
    std::vector<std::string_view> marks;
    // Pieces of a path where the base ends.
    std::vector<std::string_view> api_paths;
    // Folders where it is often installed.
    std::vector<std::string_view> places;
    SourceAddress address = SourceAddress::base;
    // Its signature is another row's: only a mark tells it apart.
    bool marked_only = false;
    // Asked once the software is found and its version is not known.
    Signature version = {};
};

// In the order of preference when several are there.
std::span<const Software> softwares();

} // namespace moisson::detect
