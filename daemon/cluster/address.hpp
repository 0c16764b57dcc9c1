// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Web addresses as names of records: which record an address speaks of, whatever the language,
// scheme and form of the page. Addresses come from normalise: absolute, encoded, host in lower
// case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::cluster {

// Views into the text that was split.
struct Address {
    // Without user, port and "www.".
    std::string_view host;
    // Without the slashes at its end; empty for the home page.
    std::string_view path;
    std::string_view query;
    std::string_view fragment;

    // No more than a host, or its index page.
    bool is_home() const;
    std::vector<std::string_view> segments() const;
};

// Nothing for what is not http, https or ftp, or has no host.
std::optional<Address> split_address(std::string_view url);

// The same host, or one below the other ("static.data.gouv.fr" and "data.gouv.fr").
bool same_site(std::string_view host, std::string_view other);

// The whole address in one form: host, path, query, fragment.
std::string whole_address(const Address& address);

// The UUID that a text contains, in lower case; nothing for UUIDs that nobody drew (all zeros).
std::optional<std::string> contained_uuid(std::string_view text);

// Which record of which site: a UUID in its last part alone, else host and last part when that
// looks like an identifier, else the whole address but for the language of the page. Nothing for a
// home page.
std::optional<std::string> record_name(const Address& address);

// Beside it, when that UUID is only a part of what names the record ("sync-UUID-4"): several may be
// called after one.
std::optional<std::string> exact_name(const Address& address);

// What the pages of records are below, in catalogues of any software.
bool is_catalogue_word(std::string_view segment);

// Which record a file belongs to, where its address says so (".../dataset/ID/resource/...").
std::optional<std::string> record_of_file(const Address& address);

} // namespace moisson::cluster
