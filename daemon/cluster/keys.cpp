// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/keys.hpp"

#include "cluster/evidence.hpp"
#include "core/assert.hpp"
#include "core/digest.hpp"

#include <algorithm>
#include <cstring>
#include <set>

namespace moisson::cluster {

Uuid hash_of(std::string_view space, std::string_view value) {
    std::string text(space);
    text += '\x1f';
    text += value;
    const Digest digest = sha256(text);
    Uuid hash;
    std::memcpy(hash.bytes.data(), digest.data(), hash.bytes.size());
    return hash;
}

Uuid name_of(std::string_view space, std::string_view authority, std::string_view value) {
    const Uuid mark = hash_of("authority", authority);
    Uuid hash = hash_of(space, value);
    std::copy_n(mark.bytes.begin(), 4, hash.bytes.begin());
    return hash;
}

std::string joined(const std::vector<std::string>& words) {
    const std::set<std::string> sorted(words.begin(), words.end());
    std::string out;
    for (const std::string& word : sorted)
        out += word + ' ';
    return out;
}

std::vector<EvidenceKey> Keys::take() {
    // By hash, then the address before the origin, of which the first stays.
    std::sort(keys_.begin(), keys_.end(), [](const EvidenceKey& a, const EvidenceKey& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.kind < b.kind;
    });
    const auto same = [](const EvidenceKey& a, const EvidenceKey& b) { return a.hash == b.hash; };
    keys_.erase(std::unique(keys_.begin(), keys_.end(), same), keys_.end());
    std::sort(keys_.begin(), keys_.end());
    MOISSON_ASSERT(keys_.size() <= keys_per_dataset);
    return std::move(keys_);
}

Home::Home(const Dataset& dataset, std::string_view portal_url) {
    if (const auto portal = split_address(portal_url))
        portal_ = portal->host;
    const auto page = split_address(dataset.remote_url);
    // A page elsewhere is its own when nothing says that the record was taken from there.
    const bool marked = !dataset.origin_url.empty() || !dataset.origin_portal.empty();
    if (page && (same_site(page->host, portal_) || !marked))
        page_ = page->host;
}

void add_foreign_name(std::string_view name, const Home& home, Keys& keys) {
    if (const auto address = split_address(name)) {
        if (home.has(address->host))
            return;
        if (const auto record = record_name(*address))
            keys.origin(*record);
        if (const auto exact = exact_name(*address))
            keys.origin(*exact);
    } else if (const auto uuid = contained_uuid(name)) {
        keys.origin(*uuid);
    }
}

} // namespace moisson::cluster
