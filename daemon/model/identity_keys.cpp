// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/identity_keys.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

namespace moisson {
namespace {

constexpr char field_end = '\x1f';
constexpr char part_end = '\x1e';
// Shorter ids are words that stand in texts by chance.
constexpr std::size_t own_id_bytes_min = 4;

IdentityKey identity_key(IdentityEvidence evidence, std::string_view name) {
    return IdentityKey{evidence, uuid5(Uuid{}, name)};
}

bool is_of_doi(char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '<' && c != '>';
}

// A DOI whatever is around it, else the address without scheme.
std::string plain_uri(std::string_view uri) {
    const std::string lowered = ascii_lowered(uri);
    if (const std::string_view doi = doi_in(lowered); !doi.empty())
        return std::string(doi);
    std::string_view rest = lowered;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!rest.starts_with(scheme))
            continue;
        rest.remove_prefix(scheme.size());
        if (rest.starts_with("www."))
            rest.remove_prefix(4);
        break;
    }
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    return std::string(rest);
}

void append(std::string& out, const LocalizedText& texts) {
    for (const LangText& text : texts) {
        out += text.lang;
        out += part_end;
        out += text.text;
        out += part_end;
    }
    out += field_end;
}

void remove_all(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.erase(at, what.size());
}

// Dates are left out: what is created again has new ones. A title alone is no content; empty then.
std::string content_of(const Dataset& dataset) {
    if (dataset.description.empty() && dataset.distributions.empty())
        return {};
    std::string out;
    append(out, dataset.title);
    append(out, dataset.description);
    append(out, dataset.keywords);
    out += dataset.publisher.key;
    out += field_end;
    if (dataset.licence)
        out += dataset.licence->code;
    out += field_end;
    for (const Distribution& file : dataset.distributions) {
        out += file.url;
        out += part_end;
        append(out, file.title);
        out += file.format.code;
        out += field_end;
    }
    if (dataset.remote_id.size() >= own_id_bytes_min)
        remove_all(out, dataset.remote_id);
    return out;
}

// Neither services nor home pages (decision 8).
bool is_a_file(const Distribution& file) {
    if (file.url_state != UrlState::ok || file.format_family == 'S')
        return false;
    const std::size_t scheme = file.url.find("://");
    if (scheme == std::string::npos || scheme == 0)
        return false;
    const std::size_t path = file.url.find_first_of("/?#", scheme + 3);
    return path != std::string::npos && path > scheme + 3 && file.url[path] == '/' &&
           path + 1 < file.url.size() && file.url[path + 1] != '?' && file.url[path + 1] != '#';
}

std::string files_of(const Dataset& dataset) {
    std::set<std::string_view> urls;
    for (const Distribution& file : dataset.distributions)
        if (is_a_file(file))
            urls.insert(file.url);
    std::string out;
    for (const std::string_view url : urls) {
        out += url;
        out += field_end;
    }
    return out;
}

} // namespace

std::string_view doi_in(std::string_view text) {
    constexpr std::string_view begin = "10.";
    for (std::size_t at = text.find(begin); at != text.npos; at = text.find(begin, at + 1)) {
        std::size_t end = at + begin.size();
        while (end < text.size() && is_ascii_digit(text[end]))
            ++end;
        const std::size_t digits = end - at - begin.size();
        if (digits < 4 || digits > 9 || end == text.size() || text[end] != '/')
            continue;
        std::size_t last = end + 1;
        while (last < text.size() && is_of_doi(text[last]))
            ++last;
        if (last > end + 1)
            return text.substr(at, last - at);
    }
    return {};
}

std::vector<IdentityKey> identity_keys(const Dataset& dataset) {
    std::vector<IdentityKey> keys;
    if (dataset.uri.find(':') != std::string::npos)
        keys.push_back(identity_key(IdentityEvidence::uri, plain_uri(dataset.uri)));
    for (const std::string& identifier : dataset.identifiers)
        if (const std::string lowered = ascii_lowered(identifier); !doi_in(lowered).empty())
            keys.push_back(identity_key(IdentityEvidence::uri, doi_in(lowered)));
    if (const std::string content = content_of(dataset); !content.empty())
        keys.push_back(identity_key(IdentityEvidence::content, content));
    if (const std::string files = files_of(dataset); !files.empty())
        keys.push_back(identity_key(IdentityEvidence::files, files));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

} // namespace moisson
