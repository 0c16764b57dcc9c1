// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the parts of evidence share: hashes, the list of keys, the hosts that are home. Internal to
// the room.
#pragma once

#include "cluster/address.hpp"
#include "model/cluster.hpp"
#include "model/dataset.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::cluster {

Uuid hash_of(std::string_view space, std::string_view value);
// The authority's mark in the first four bytes.
Uuid name_of(std::string_view space, std::string_view authority, std::string_view value);

// In order, each once, with a space behind each.
std::string joined(const std::vector<std::string>& words);

class Keys {
public:
    void add(KeyKind kind, const Uuid& hash) { keys_.push_back({kind, hash}); }
    void address(std::string_view name) { add(KeyKind::address, hash_of("record", name)); }
    void origin(std::string_view name) { add(KeyKind::origin, hash_of("record", name)); }

    // Sorted, each hash once: an address before an origin.
    std::vector<EvidenceKey> take();

private:
    std::vector<EvidenceKey> keys_;
};

// The hosts where a portal's own records are. Views into what it was made of.
class Home {
public:
    Home(const Dataset& dataset, std::string_view portal_url);

    bool has(std::string_view host) const { return host == page_ || same_site(host, portal_); }
    // Of the record's own page, else of the portal.
    std::string_view host() const { return page_.empty() ? portal_ : page_; }

private:
    std::string_view portal_;
    std::string_view page_;
};

// A name that is meant to be known elsewhere: an address on another host, or a UUID.
void add_foreign_name(std::string_view name, const Home& home, Keys& keys);
// Where the record says it was taken from (provenance.cpp).
void add_provenance(const Dataset& dataset, const Home& home, Keys& keys);
// The set of its files (files.cpp).
void add_files(const Dataset& dataset, Keys& keys);

} // namespace moisson::cluster
