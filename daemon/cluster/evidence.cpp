// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/evidence.hpp"

#include "cluster/address.hpp"
#include "core/assert.hpp"
#include "core/digest.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace moisson::cluster {
namespace {

constexpr std::size_t title_key_min = 8;
constexpr std::size_t titles_max = 4;
constexpr std::size_t names_max = 4;

Uuid hash_of(std::string_view space, std::string_view value) {
    std::string text(space);
    text += '\x1f';
    text += value;
    const Digest digest = sha256(text);
    Uuid hash;
    std::memcpy(hash.bytes.data(), digest.data(), hash.bytes.size());
    return hash;
}

// The authority's mark in the first four bytes.
Uuid name_of(std::string_view space, std::string_view authority, std::string_view value) {
    const Uuid mark = hash_of("authority", authority);
    Uuid hash = hash_of(space, value);
    std::copy_n(mark.bytes.begin(), 4, hash.bytes.begin());
    return hash;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

class Keys {
public:
    void add(KeyKind kind, const Uuid& hash) { keys_.push_back({kind, hash}); }
    void address(std::string_view name) { add(KeyKind::address, hash_of("record", name)); }
    void origin(std::string_view name) { add(KeyKind::origin, hash_of("record", name)); }

    std::vector<EvidenceKey> take() {
        // By hash, then the address before the origin, of which the first stays.
        std::sort(keys_.begin(), keys_.end(), [](const EvidenceKey& a, const EvidenceKey& b) {
            return a.hash != b.hash ? a.hash < b.hash : a.kind < b.kind;
        });
        const auto same = [](const EvidenceKey& a, const EvidenceKey& b) {
            return a.hash == b.hash;
        };
        keys_.erase(std::unique(keys_.begin(), keys_.end(), same), keys_.end());
        std::sort(keys_.begin(), keys_.end());
        MOISSON_ASSERT(keys_.size() <= keys_per_dataset);
        return std::move(keys_);
    }

private:
    std::vector<EvidenceKey> keys_;
};

// The hosts where a portal's own records are.
class Home {
public:
    Home(const Dataset& dataset, std::string_view portal_url) {
        if (const auto portal = split_address(portal_url))
            portal_ = portal->host;
        const auto page = split_address(dataset.remote_url);
        // A page elsewhere is its own when nothing says that the record was taken from there.
        const bool marked = !dataset.origin_url.empty() || !dataset.origin_portal.empty();
        if (page && (same_site(page->host, portal_) || !marked))
            page_ = page->host;
    }

    bool has(std::string_view host) const { return host == page_ || same_site(host, portal_); }
    // Of the record's own page, else of the portal.
    std::string_view host() const { return page_.empty() ? portal_ : page_; }

private:
    std::string_view portal_;
    std::string_view page_;
};

// "10.5281/zenodo.123", bare, with "doi:" or in an address of doi.org.
std::optional<std::string> doi_in(std::string_view text) {
    constexpr std::string_view resolver = "doi.org/";
    if (const std::size_t at = text.find(resolver); at != std::string_view::npos)
        text.remove_prefix(at + resolver.size());
    else if (lower(text.substr(0, 4)) == "doi:")
        text = text::trim(text.substr(4));
    if (!text.starts_with("10."))
        return std::nullopt;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash < 7 || slash > 12 || slash + 1 == text.size())
        return std::nullopt;
    const std::string_view registrant = text.substr(3, slash - 3);
    if (registrant.find_first_not_of("0123456789.") != std::string_view::npos)
        return std::nullopt;
    std::string out = lower(text.substr(0, text.find_first_of(" ?#")));
    while (out.ends_with('.') || out.ends_with('/'))
        out.pop_back();
    return out;
}

void add_dois(const Dataset& dataset, Keys& keys) {
    std::set<std::string> found;
    const auto add = [&](std::string_view text) {
        if (const auto doi = doi_in(text::trim(text)); doi && found.size() < names_max)
            found.insert(*doi);
    };
    add(dataset.uri);
    add(dataset.landing_page);
    add(dataset.origin_url);
    for (const std::string& identifier : dataset.identifiers)
        add(identifier);
    for (const std::string& doi : found)
        keys.add(KeyKind::doi, name_of("doi", "doi", doi));
}

void add_uri(const std::string& name, Keys& keys) {
    if (const auto address = split_address(name); address) {
        if (!address->is_home())
            keys.add(KeyKind::uri, name_of("uri", address->host, whole_address(*address)));
    } else if (lower(name.substr(0, 4)) == "urn:") {
        const std::string urn = lower(name);
        const std::size_t space = urn.find(':', 4);
        // "urn:uuid": everybody draws their own.
        if (space != std::string::npos && !urn.starts_with("urn:uuid:"))
            keys.add(KeyKind::uri, name_of("uri", urn.substr(0, space), urn));
        else if (space != std::string::npos)
            keys.address(urn.substr(space + 1));
    }
}

// A name that is meant to be known elsewhere: an address on another host, or a UUID.
void add_foreign_name(std::string_view name, const Home& home, Keys& keys) {
    if (const auto address = split_address(name)) {
        if (home.has(address->host))
            return;
        if (const auto record = record_name(*address))
            keys.origin(*record);
    } else if (const auto uuid = contained_uuid(name)) {
        keys.origin(*uuid);
    }
}

void add_names(const Dataset& dataset, const Home& home, Keys& keys) {
    add_uri(dataset.uri, keys);
    add_foreign_name(dataset.uri, home, keys);
    std::size_t count = 0;
    for (const std::string& identifier : dataset.identifiers) {
        if (++count > names_max)
            break;
        add_uri(identifier, keys);
        add_foreign_name(identifier, home, keys);
    }
}

void add_own_address(const Dataset& dataset, const Home& home, Keys& keys) {
    for (const std::string* name : {&dataset.remote_url, &dataset.uri})
        if (const auto page = split_address(*name); page && home.has(page->host))
            if (const auto record = record_name(*page))
                keys.address(*record);
    if (const auto uuid = contained_uuid(dataset.remote_id))
        keys.address(*uuid);
    else if (!home.host().empty() && !dataset.remote_id.empty())
        keys.address(std::string(home.host()) + '|' + dataset.remote_id);
}

// A host as portals name the one they harvested: "data.humdata.org", "https://data.humdata.org/".
std::string_view host_named(std::string_view portal) {
    if (const auto address = split_address(portal))
        return address->host;
    const bool plain = portal.find_first_of(" /:") == std::string_view::npos;
    if (!plain || portal.find('.') == std::string_view::npos)
        return {};
    return portal.starts_with("www.") ? portal.substr(4) : portal;
}

void add_provenance(const Dataset& dataset, const Home& home, Keys& keys) {
    add_foreign_name(dataset.origin_url, home, keys);
    add_foreign_name(dataset.remote_url, home, keys);
    const std::string_view host = host_named(dataset.origin_portal);
    if (contained_uuid(dataset.origin_id))
        add_foreign_name(dataset.origin_id, home, keys);
    else if (!host.empty() && !home.has(host) && !dataset.origin_id.empty())
        keys.origin(std::string(host) + '|' + dataset.origin_id);
}

// A landing page is often the site of a project: only pages of catalogues name a record.
void add_landing_page(const Dataset& dataset, const Home& home, Keys& keys) {
    static constexpr std::array<std::string_view, 5> catalogue_pages =
        {"dataset", "datasets", "jeux-de-donnees", "metadata", "record"};
    const auto page = split_address(dataset.landing_page);
    if (!page)
        return;
    bool catalogue = contained_uuid(dataset.landing_page).has_value();
    for (const std::string_view segment : page->segments())
        catalogue =
            catalogue || std::find(catalogue_pages.begin(), catalogue_pages.end(), segment) !=
                             catalogue_pages.end();
    if (catalogue)
        add_foreign_name(dataset.landing_page, home, keys);
}

// "SP.POP.TOTL" of ".../indicator/SP.POP.TOTL", on any host of the World Bank.
std::string_view indicator_in(const Address& address) {
    if (!address.host.ends_with("worldbank.org"))
        return {};
    const auto segments = address.segments();
    for (std::size_t i = 0; i + 1 < segments.size(); ++i)
        if (segments[i] == "indicator" || segments[i] == "indicators")
            return segments[i + 1];
    return {};
}

std::string joined(const std::vector<std::string>& words) {
    const std::set<std::string> sorted(words.begin(), words.end());
    std::string out;
    for (const std::string& word : sorted)
        out += word + ' ';
    return out;
}

// Files and pages that all speak of one record elsewhere. Files of several say nothing.
void add_republished(const Dataset& dataset, const Home& home, Keys& keys) {
    std::set<std::string> records;
    std::set<std::string> indicators;
    const auto look_at = [&](std::string_view url) {
        const auto address = split_address(url);
        if (!address || home.has(address->host))
            return;
        if (const auto record = record_of_file(*address))
            records.insert(*record);
        if (const auto code = indicator_in(*address); !code.empty())
            indicators.insert(lower(code));
    };
    for (const Distribution& distribution : dataset.distributions)
        look_at(distribution.url);
    if (records.size() == 1)
        keys.origin(*records.begin());
    look_at(dataset.landing_page);
    look_at(dataset.origin_url);
    // Every country has its own extract of an indicator.
    if (indicators.size() == 1 && !dataset.countries.empty())
        keys.origin("worldbank|" + *indicators.begin() + '|' + joined(dataset.countries));
}

bool is_service(const Address& address) {
    static constexpr std::array<std::string_view, 18> endpoints = {
        "wms",
        "wfs",
        "wcs",
        "wmts",
        "wps",
        "sos",
        "csw",
        "ows",
        "mapserver",
        "featureserver",
        "imageserver",
        "rest",
        "api",
        "graphql",
        "sparql",
        "odata",
        "services",
        "geoserver"};
    const auto segments = address.segments();
    if (!segments.empty() &&
        std::find(endpoints.begin(), endpoints.end(), lower(segments.back())) != endpoints.end())
        return true;
    const std::string query = '&' + lower(address.query);
    return query.find("&service=") != std::string::npos ||
           query.find("&request=getcapabilities") != std::string::npos;
}

bool is_page(const Distribution& distribution) {
    const std::string& format = distribution.format.code;
    return format == "HTML" || format == "XHTML" || format == "WEBAPP";
}

void add_files(const Dataset& dataset, Keys& keys) {
    std::set<std::string> files;
    for (const Distribution& distribution : dataset.distributions) {
        if (distribution.url_state != UrlState::ok || distribution.format_family == 'S' ||
            is_page(distribution))
            continue;
        const auto address = split_address(distribution.url);
        if (!address || address->is_home() || is_service(*address))
            continue;
        Address file = *address;
        file.fragment = {};
        files.insert(whole_address(file));
    }
    if (files.empty())
        return;
    std::string all;
    for (const std::string& file : files)
        all += file + '\n';
    keys.add(KeyKind::files, hash_of("files", all));
}

void add_titles(const Dataset& dataset, Keys& keys) {
    const std::string publisher = text::vocabulary_key(best_text(dataset.publisher.name, "fr"));
    if (publisher.empty() || dataset.countries.empty())
        return;
    const std::string rest = '\x1f' + publisher + '\x1f' + joined(dataset.countries);
    std::size_t count = 0;
    for (const LangText& title : dataset.title) {
        if (title.machine_translated || ++count > titles_max)
            continue;
        const std::string key = text::vocabulary_key(title.text);
        if (key.size() >= title_key_min)
            keys.add(KeyKind::title, hash_of("title", key + rest));
    }
}

} // namespace

std::vector<EvidenceKey> evidence_keys(const Dataset& dataset, std::string_view portal_url) {
    const Home home(dataset, portal_url);
    Keys keys;
    add_dois(dataset, keys);
    add_names(dataset, home, keys);
    add_own_address(dataset, home, keys);
    add_provenance(dataset, home, keys);
    add_landing_page(dataset, home, keys);
    add_republished(dataset, home, keys);
    add_files(dataset, keys);
    add_titles(dataset, keys);
    return keys.take();
}

} // namespace moisson::cluster
