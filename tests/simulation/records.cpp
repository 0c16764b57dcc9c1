// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records as CKAN package dicts, which every protocol of the simulator translates.
#include "simulation/records.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

namespace moisson::simulation {
namespace {

using Json = nlohmann::ordered_json;

// A deletion stays announced for so long.
constexpr std::chrono::days told_deleted{12};

Json organization() {
    Json owner;
    owner["id"] = "0f1c8a3e-0000-4000-8000-000000000001";
    owner["name"] = "institut-exemple";
    owner["title"] = "Institut des statistiques (exemple)";
    owner["type"] = "organization";
    owner["is_organization"] = true;
    owner["state"] = "active";
    return owner;
}

Json resource_of(const PortalLife& life, const Thing& thing, const std::string& modified) {
    Json resource;
    resource["id"] = "a" + thing.id.substr(1);
    resource["package_id"] = thing.id;
    resource["name"] = "Données";
    resource["description"] = "";
    resource["url"] = fmt::format("https://{}/fichiers/{}.csv", life.host, thing.id);
    resource["format"] = "CSV";
    resource["mimetype"] = "text/csv";
    resource["created"] = portals::ckan_date(thing.created);
    resource["last_modified"] = modified;
    resource["state"] = "active";
    resource["position"] = 0;
    return resource;
}

Json package_of(const PortalLife& life, const Thing& thing, const Version& version, bool deleted) {
    const std::string modified = portals::ckan_date(version.at);
    Json package;
    package["id"] = thing.id;
    package["name"] = fmt::format("{}-k{}g{}", life.key, thing.number, thing.generation);
    package["title"] = "Population des communes " + title_mark(thing, version.number);
    package["notes"] = fmt::format("Relevé annuel, édition {}.", version.number);
    package["license_id"] = "odc-odbl";
    package["license_title"] = "Open Database License";
    package["organization"] = organization();
    package["owner_org"] = package["organization"]["id"];
    package["private"] = false;
    package["state"] = deleted ? "deleted" : "active";
    package["type"] = "dataset";
    package["metadata_created"] = portals::ckan_date(thing.created);
    package["metadata_modified"] = modified;
    package["tags"] = Json::array({{{"name", "population"}, {"state", "active"}}});
    package["groups"] = Json::array();
    package["extras"] = Json::array();
    package["resources"] = Json::array({resource_of(life, thing, modified)});
    package["num_resources"] = 1;
    package["num_tags"] = 1;
    return package;
}

class Shelf {
public:
    explicit Shelf(const PortalLife& life) : life_(life) {}

    std::shared_ptr<const portals::Catalogue> at(Instant now) {
        const auto next = std::upper_bound(life_.changes.begin(), life_.changes.end(), now);
        const auto number = next - life_.changes.begin();
        // Deletions stop being told at moments of their own.
        const auto day = (now - beginning) / std::chrono::days(1);
        if (!current_ || number != number_ || day != day_) {
            current_ = build(now);
            number_ = number;
            day_ = day;
        }
        return current_;
    }

private:
    struct Text {
        portals::Record record;
        std::string json;
    };

    std::shared_ptr<const portals::Catalogue> build(Instant now) {
        portals::CatalogueBuilder builder(false);
        for (const Thing& thing : life_.things) {
            const bool told =
                thing.deleted && *thing.deleted <= now && now < *thing.deleted + told_deleted;
            if (!told && !thing.shown_at(now))
                continue;
            const Text& text = text_of(thing, thing.version_at(now), told);
            builder.add(text.record, text.json);
        }
        return builder.build();
    }

    const Text& text_of(const Thing& thing, int number, bool deleted) {
        const auto key = std::make_tuple(thing.number, thing.generation, deleted ? 0 : number);
        const auto known = texts_.find(key);
        if (known != texts_.end())
            return known->second;
        Version version;
        for (const Version& candidate : thing.versions)
            if (candidate.number == number)
                version = candidate;
        if (deleted)
            version.at = *thing.deleted;
        const Json package = package_of(life_, thing, version, deleted);
        return texts_.emplace(key, Text{portals::describe(package), package.dump()}).first->second;
    }

    const PortalLife& life_;
    std::map<std::tuple<int, int, int>, Text> texts_;
    std::shared_ptr<const portals::Catalogue> current_;
    std::ptrdiff_t number_ = -1;
    std::int64_t day_ = -1;
};

} // namespace

portals::CatalogueAt catalogue_of(const PortalLife& life) {
    return [shelf = std::make_shared<Shelf>(life)](portals::Instant now) { return shelf->at(now); };
}

} // namespace moisson::simulation
