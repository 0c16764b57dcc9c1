// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The contract of every connector (kit/connector.hpp), tried on every kind that the program
// registers against the simulator's protocol of the same name. A kind is covered by being
// registered; one without such a protocol fails.
#pragma once

#include "portals/protocols.hpp"
#include "settings/catalogue.hpp"
#include "support/crawl.hpp"
#include "support/simulated_source.hpp"
#include "support/wire_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace moisson::contract {

using testing::Crawl;
using testing::WireClient;

// Largest page of the simulated portals: catalogues of the tests are some pages long.
inline constexpr std::uint64_t portal_rows = 50;

class Contract : public ::testing::TestWithParam<std::string> {
protected:
    std::string kind() const { return GetParam(); }

    std::shared_ptr<portals::Protocol> protocol(std::uint64_t count, std::uint64_t seed = 5) const {
        portals::ProtocolSettings settings;
        settings.title = "Portail d'essai";
        settings.rows_max = portal_rows;
        const auto catalogue = testing::invented_catalogue(count, seed);
        return portals::invented_protocol(kind(), settings, [catalogue](Instant) {
            return catalogue;
        });
    }

    // `rules`: JSON of Script's rules, without the brackets.
    WireClient portal(std::uint64_t count, const std::string& rules = {}) const {
        portals::PortalOptions options;
        options.key = "essai";
        if (!rules.empty())
            options.script = portals::Script::from_text("{\"rules\":[" + rules + "]}");
        return WireClient(protocol(count), std::move(options));
    }

    Source source(int page_size = 0) const {
        Source made = testing::simulated_source(kind());
        made.page_size = page_size;
        return made;
    }

    std::unique_ptr<kit::Connector>
    connector(const kit::Registry& registry, net::HttpClient& http, int page_size) const {
        kit::Services services;
        services.http = &http;
        return registry.make(source(page_size), services).value();
    }
    std::unique_ptr<kit::Connector> connector(net::HttpClient& http, int page_size = 0) const {
        return connector(registry_, http, page_size);
    }

    Crawl crawl(net::HttpClient& http, int page_size = 0, kit::Cursor from = {}) const {
        return testing::crawl([&] { return connector(http, page_size); }, 200, std::move(from));
    }

    static std::vector<std::string> ids_of(const Crawl& crawl) {
        std::vector<std::string> ids;
        for (const auto& [id, digest] : crawl.digests)
            ids.push_back(id);
        return ids;
    }

    static bool has(const std::vector<Issue>& issues, std::initializer_list<Code> codes) {
        return std::any_of(issues.begin(), issues.end(), [&](const Issue& issue) {
            return std::find(codes.begin(), codes.end(), issue.code) != codes.end();
        });
    }

    const kit::Registry registry_ = settings::make_registry();
};

inline auto every_kind() {
    return ::testing::ValuesIn(settings::make_registry().kinds());
}

inline std::string kind_name(const ::testing::TestParamInfo<std::string>& info) {
    return info.param;
}

inline std::string described(const std::optional<Error>& error) {
    return error ? std::string(to_string(error->code)) + " " + error->detail : "no error";
}

} // namespace moisson::contract
