// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include <stdexcept>

namespace moisson::store::testing {

void expire(World& world) {
    world.sql().script("update run set lease_until = clock_timestamp() - interval '1 second' "
                       "where state = 'running'");
}

SessionOptions session(const std::string& conninfo) {
    SessionOptions options;
    options.conninfo = conninfo;
    options.application_name = "store_it";
    return options;
}

DatabaseOptions database_options(const std::string& conninfo) {
    DatabaseOptions options;
    options.conninfo = conninfo;
    options.application_name = "store_it";
    return options;
}

Portal a_portal(const std::string& key, int sources) {
    Portal portal;
    portal.key = key;
    portal.title = "Portail " + key;
    portal.url = "https://" + key + ".example";
    portal.countries = {"BF"};
    portal.languages = {"fr"};
    for (int i = 0; i < sources; ++i) {
        Source source;
        source.key = i == 0 ? key : key + "-" + std::to_string(i);
        source.portal_key = key;
        source.connector = "ckan";
        source.url = portal.url + "/api";
        portal.sources.push_back(std::move(source));
    }
    return portal;
}

RecordChange
a_record(const std::string& portal_key, const std::string& remote_id, const std::string& title) {
    RecordChange record;
    record.id = dataset_id_at_first_sight(portal_key, "ckan", remote_id);
    Dataset& dataset = record.dataset;
    dataset.remote_id = remote_id;
    dataset.aliases = {"nom-" + remote_id};
    dataset.remote_url = "https://" + portal_key + ".example/dataset/" + remote_id;
    dataset.title = {{"fr", title, false}, {"en", "Title of " + remote_id, true}};
    dataset.description = {{"fr", "Une \"description\"\nsur deux lignes", false}};
    dataset.keywords = {{"fr", "budget", false}, {"", "commune", false}};
    dataset.themes = {"GOVE"};
    dataset.countries = {"BF"};
    dataset.country_source = CountrySource::portal;
    dataset.languages = {"fr"};
    dataset.publisher = {"ministere", {{"fr", "Ministère", false}}, "ministere", "m@x.example", ""};
    dataset.contacts = {{"Une personne", "p@x.example", "", "author"}};
    dataset.licence = Licence{"etalab-2.0", "Licence ouverte", "https://l.example", 'O', "lov2"};
    dataset.frequency = {"ANNUAL", "annuelle"};
    dataset.modified =
        PartialDate{Instant(std::chrono::seconds(1'700'000'000)), DatePrecision::day};
    dataset.temporal = {{dataset.modified, std::nullopt}};
    dataset.spatial = {{"Ouagadougou", "", BoundingBox{-1.7, 12.2, -1.4, 12.5}}};
    for (int i = 0; i < 2; ++i) {
        Distribution distribution;
        distribution.remote_id = remote_id + "-r" + std::to_string(i);
        distribution.id = DistributionId(uuid5(record.id.uuid, distribution.remote_id));
        distribution.title = {{"fr", "Fichier " + std::to_string(i), false}};
        distribution.url = dataset.remote_url + "/" + std::to_string(i) + ".csv";
        distribution.raw_url = distribution.url;
        distribution.format = {"CSV", ".csv"};
        distribution.format_family = 'T';
        distribution.byte_size = 1000 + i;
        dataset.distributions.push_back(std::move(distribution));
    }
    record.raw = "{\"id\":\"" + remote_id + "\",\"title\":\"" + title + "\"}";
    record.source_digest = sha256(record.raw);
    record.mapping_version = sha256("mapping 1");
    return record;
}

RecordChange changed(RecordChange record, const std::string& title) {
    record.dataset.title.front().text = title;
    record.raw = "{\"id\":\"" + record.dataset.remote_id + "\",\"title\":\"" + title + "\"}";
    record.source_digest = sha256(record.raw);
    return record;
}

PageCommit a_page(std::int64_t number, std::vector<RecordChange> records, bool last) {
    PageCommit page;
    page.page = number;
    page.cursor = "c" + std::to_string(number);
    if (!last)
        page.next_cursor = "c" + std::to_string(number + 1);
    page.received = static_cast<std::int64_t>(records.size());
    page.advertised_count = page.received;
    page.body_digest = to_hex(sha256(page.cursor));
    page.requests = 1;
    for (const RecordChange& record : records)
        page.seen.push_back(record.id);
    page.changes = std::move(records);
    return page;
}

World::World() : World(moisson::testing::PgCluster::instance().fresh_database()) {}

World::World(std::string given)
    : conninfo(std::move(given)), database(database_options(conninfo)),
      harvests(make_harvest_store(database)), catalog(make_catalog_store(database)),
      feed(make_change_feed(database)) {}

Connection& World::sql() {
    if (!sql_ || !sql_->alive())
        sql_ = std::make_unique<Connection>(session(conninfo));
    return *sql_;
}

void World::sync(std::vector<Portal> portals) {
    await(harvests->sync_portals(std::move(portals))).value();
}

ClaimedRun World::claim(const std::string& source_key) {
    await(harvests->request_run(source_key, RunMode::full, "test")).value();
    std::optional<ClaimedRun> run =
        await(harvests->claim_run({"worker", std::chrono::seconds(120)})).value();
    if (!run || run->source_key != source_key)
        throw std::logic_error("another run was waiting");
    return std::move(*run);
}

HarvestRun World::harvest(const std::string& source_key, std::vector<PageCommit> pages) {
    const ClaimedRun run = claim(source_key);
    const std::int64_t revision = await(harvests->overlays(run.source)).value().revision;
    for (PageCommit& page : pages) {
        page.overlay_revision = revision;
        await(harvests->commit_page(run.lease, std::move(page))).value();
    }
    await(harvests->reconcile(run.lease, ArchivePolicy{})).value();
    return await(harvests->finish_run(run.lease, RunEnd{})).value();
}

HarvestRun World::harvest(const std::string& source_key, const std::vector<RecordChange>& records) {
    std::vector<PageCommit> pages;
    pages.push_back(a_page(0, records, true));
    return harvest(source_key, std::move(pages));
}

std::string World::fingerprint() {
    return await(catalog->fingerprint()).value();
}

std::int64_t World::number(const char* query) {
    return sql().exec(query).int64(0, 0);
}
std::string World::text(const char* query) {
    return sql().exec(query).str(0, 0);
}

void travel(World& world, const std::string& interval) {
    world.sql().script(
        "create or replace function moisson.now() returns timestamptz language sql stable as "
        "'select pg_catalog.now() + interval ''" +
        interval + "'''"
    );
}

} // namespace moisson::store::testing
