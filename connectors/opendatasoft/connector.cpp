// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the engine asks of an Opendatasoft portal: probe, pages, inventory, changes, ids.
#include "opendatasoft/connector.hpp"

#include "kit/unidentified.hpp"
#include "opendatasoft/by_id.hpp"
#include "opendatasoft/crawl.hpp"
#include "opendatasoft/mapping.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace moisson::opendatasoft {
namespace {

constexpr std::string_view inventory_select =
    "dataset_id,dataset_uid,modified,data_processed,metadata_processed";

std::shared_ptr<const ReadOptions> read_options(const Source& source) {
    auto options = std::make_shared<ReadOptions>();
    options->source_key = source.key;
    options->filters = source.filters;
    return options;
}

void charge(const Answer& answer, kit::Probe& probe) {
    probe.requests += std::max(answer.requests, 1);
    probe.retries += answer.retries;
    probe.wire_bytes += answer.wire_bytes;
}

class OpendatasoftConnector final : public kit::Connector {
public:
    OpendatasoftConnector(const Source& source, const kit::Services& services)
        : explore_(source, services), options_(read_options(source)),
          crawl_(explore_, services.cpu, options_, source.page_size) {
        mapping_.site = source.public_url.empty() ? explore_.site() : site_of(source.public_url);
    }

    std::string_view scheme() const override { return "opendatasoft"; }
    int mapping_version() const override { return opendatasoft::mapping_version; }
    kit::Abilities abilities() const override {
        kit::Abilities abilities;
        // Filters look at whole datasets.
        abilities.inventory = options_->filters.empty();
        abilities.delta = true;
        return abilities;
    }

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor cursor) override;
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_dataset(canonical, mapping_, issues);
    }

private:
    asio::awaitable<Result<kit::InventoryPage>> inventory_by_pages(kit::Cursor cursor);

    Explore explore_;
    std::shared_ptr<const ReadOptions> options_;
    Crawl crawl_;
    MappingContext mapping_;
};

asio::awaitable<Result<kit::Probe>> OpendatasoftConnector::probe() {
    Result<Answer> opened = co_await explore_.open();
    if (opened.has_error())
        co_return opened.error();
    kit::Probe probe;
    probe.software = "Opendatasoft";
    probe.version = "Explore ";
    probe.version += to_string(*explore_.dialect());
    probe.advertised_count = opened->document->count;
    probe.certificate_expires = opened->certificate_expires;
    charge(*opened, probe);
    if (*explore_.dialect() == Dialect::v1 || !probe.advertised_count)
        co_return probe;
    // The count, and the newest change.
    Result<Answer> newest =
        co_await explore_.newest(*explore_.dialect(), std::string(inventory_select));
    if (newest.has_error())
        co_return probe;
    charge(*newest, probe);
    std::vector<Issue> untold;
    const std::vector<kit::InventoryEntry> entries = read_inventory(*newest->document, untold);
    if (entries.size() == 1 && !entries[0].stamp.empty())
        probe.mark = std::to_string(*probe.advertised_count) + ' ' + entries[0].stamp + ' ' +
                     entries[0].remote_id;
    co_return probe;
}

asio::awaitable<Result<kit::Page>> OpendatasoftConnector::fetch(kit::Cursor cursor) {
    Result<kit::Page> page = co_await crawl_.next(std::nullopt, std::move(cursor));
    co_return page;
}

asio::awaitable<Result<kit::Page>>
OpendatasoftConnector::fetch_since(Instant since, kit::Cursor cursor) {
    Result<kit::Page> page = co_await crawl_.next(since, std::move(cursor));
    co_return page;
}

asio::awaitable<Result<kit::InventoryPage>> OpendatasoftConnector::inventory(kit::Cursor cursor) {
    if (!cursor.value.empty()) {
        Result<kit::InventoryPage> page = co_await inventory_by_pages(std::move(cursor));
        co_return page;
    }
    Result<Answer> opened = co_await explore_.open();
    if (opened.has_error())
        co_return opened.error();
    const std::optional<std::int64_t> total = opened->document->count;
    const Dialect dialect = *explore_.dialect();
    if (dialect != Dialect::v1) {
        Selection everything;
        Result<Answer> answer = co_await explore_.exported(
            dialect,
            everything,
            std::string(inventory_select),
            limits::page_body_bytes
        );
        if (answer.has_value()) {
            kit::InventoryPage page;
            page.issues = answer->document->issues;
            page.entries = read_inventory(*answer->document, page.issues);
            page.received = static_cast<std::int64_t>(answer->document->datasets.size());
            page.advertised_count = total;
            page.body_digest = sha256(answer->document->body);
            page.wire_bytes = answer->wire_bytes + opened->wire_bytes;
            page.requests = std::max(answer->requests, 1) + std::max(opened->requests, 1);
            page.retries = answer->retries + opened->retries;
            co_return page;
        }
        if (!may_be_listed(answer.error()))
            co_return answer.error();
    }
    Result<kit::InventoryPage> page = co_await inventory_by_pages(kit::Cursor());
    co_return page;
}

// Where nothing lists the datasets without their bodies.
asio::awaitable<Result<kit::InventoryPage>>
OpendatasoftConnector::inventory_by_pages(kit::Cursor cursor) {
    Result<kit::Page> page = co_await crawl_.next(std::nullopt, std::move(cursor));
    if (page.has_error())
        co_return page.error();
    // What no request could get is not gone.
    if (page->skipped > 0)
        co_return kit::hole_in_list(page->skipped);
    kit::InventoryPage inventory;
    for (kit::WireRecord& record : page->records) {
        kit::InventoryEntry entry;
        entry.remote_id = std::move(record.remote_id);
        entry.alias = std::move(record.alias);
        entry.stamp = std::move(record.stamp);
        inventory.entries.push_back(std::move(entry));
    }
    inventory.issues = std::move(page->issues);
    inventory.next = std::move(page->next);
    inventory.advertised_count = page->advertised_count;
    inventory.received = page->received;
    inventory.body_digest = page->body_digest;
    inventory.wire_bytes = page->wire_bytes;
    inventory.requests = page->requests;
    inventory.retries = page->retries;
    co_return inventory;
}

asio::awaitable<Result<std::vector<std::string>>> OpendatasoftConnector::list_ids() {
    std::vector<std::string> ids;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    for (std::size_t page = 0; cursor && page < limits::pages_per_run; ++page) {
        Result<kit::InventoryPage> listed = co_await inventory(std::move(*cursor));
        if (listed.has_error())
            co_return listed.error();
        if (const Result<void> whole = kit::whole_list(listed->issues); whole.has_error())
            co_return whole.error();
        for (kit::InventoryEntry& entry : listed->entries)
            ids.push_back(std::move(entry.remote_id));
        cursor = std::move(listed->next);
    }
    co_return ids;
}

asio::awaitable<Result<kit::Page>>
OpendatasoftConnector::fetch_records(std::vector<std::string> remote_ids) {
    Result<kit::Page> page = co_await fetch_by_id(explore_, *options_, std::move(remote_ids));
    co_return page;
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<OpendatasoftConnector>(source, services);
}

} // namespace moisson::opendatasoft
