// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where a data.json is; all I/O is the toolbox's.
#include "datajson/connector.hpp"

#include "datajson/mapping.hpp"
#include "datajson/wire.hpp"
#include "kit/document_connector.hpp"

#include <array>

namespace moisson::datajson {
namespace {

class DatajsonConnector final : public kit::DocumentConnector {
public:
    DatajsonConnector(
        const Source& source,
        const kit::Services& services,
        std::shared_ptr<kit::DocumentCache> cache
    )
        : DocumentConnector(source, services, std::move(cache)) {
        options_.source_key = source.key;
        options_.filters = source.filters;
        mapping_.source_key = source.key;
        mapping_.host = host_of(source.public_url.empty() ? source.url : source.public_url);
    }

    std::string_view scheme() const override { return "datajson"; }
    int mapping_version() const override { return datajson::mapping_version; }

    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_dataset(canonical, mapping_, issues);
    }

protected:
    std::vector<std::string> addresses() const override { return document_addresses(source().url); }
    std::string accept() const override { return "application/json, */*;q=0.5"; }
    Reader reader() const override {
        return [options = options_](kit::Document document) {
            return read_document(std::move(document), options);
        };
    }
    Weigher weigher() const override { return tree_bytes_of; }

private:
    ReadOptions options_;
    MappingContext mapping_;
};

} // namespace

std::vector<std::string> document_addresses(std::string_view url) {
    constexpr std::array<std::string_view, 2> usual{"/data.json", "/api/feed/dcat-us/1.1.json"};
    const std::size_t path = url.find('/', url.find("://") + 3);
    const std::string_view last =
        path == std::string_view::npos ? std::string_view{} : url.substr(url.rfind('/') + 1);
    if (last.find_first_of(".?") != std::string_view::npos)
        return {std::string(url)};
    while (url.ends_with('/'))
        url.remove_suffix(1);
    std::vector<std::string> addresses;
    for (const std::string_view place : usual)
        addresses.push_back(std::string(url) += place);
    addresses.emplace_back(url);
    return addresses;
}

kit::Factory make_factory() {
    return [cache = std::make_shared<kit::DocumentCache>(
            )](const Source& source, const kit::Services& services) {
        return std::make_unique<DatajsonConnector>(source, services, cache);
    };
}

} // namespace moisson::datajson
