// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Crawl of NADA: pages of the search, then the study behind each row.
#include "nada/connector.hpp"

#include "async/offload.hpp"
#include "core/limits.hpp"
#include "nada/listing.hpp"
#include "nada/mapping.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <map>

namespace moisson::nada {
namespace {

// Where bodies come from, as written in cursors. Never changed during a run: the same study looks
// different from each.
constexpr std::string_view from_studies = "d";
constexpr std::string_view from_ddi = "x";
constexpr std::string_view from_rows = "r";
// Studies that may be refused before the installation is held to serve none.
constexpr std::size_t refusals_max = 3;

// The study is not served; its row is.
bool is_refusal(const Error& error) {
    return is_elsewhere(error) || error.code == Code::api_error || error.code == Code::missing_id;
}

// The codebook is none, or more than what a record may hold.
bool is_ddi_refusal(const Error& error) {
    return is_refusal(error) || error.code == Code::parse_xml || error.code == Code::too_large;
}

Issue study_issue(const Error& error, std::string remote_id, Severity severity) {
    Issue issue(error.code, Stage::fetch, "study: " + error.detail);
    issue.severity = severity;
    issue.remote_id = std::move(remote_id);
    return issue;
}

// What a request cost, and what its answer was told to be.
void charge(kit::Page& page, Answer& answer) {
    page.requests += std::max(answer.requests - 1, 0);
    page.retries += answer.retries;
    page.wire_bytes += answer.wire_bytes;
    page.issues.insert(
        page.issues.end(),
        std::make_move_iterator(answer.issues.begin()),
        std::make_move_iterator(answer.issues.end())
    );
}

class NadaConnector final : public kit::Connector {
public:
    NadaConnector(const Source& source, const kit::Services& services)
        : api_(source, services), cpu_(services.cpu) {
        auto options = std::make_shared<ReadOptions>();
        options->source_key = source.key;
        options->filters = source.filters;
        options_ = std::move(options);
        listings_ = std::make_unique<Listings>(api_, cpu_, options_);
        mapping_.root = source.public_url.empty() ? api_.root() : root_of(source.public_url);
        page_size_ = page_size_first;
        if (source.page_size > 0)
            page_size_ = power_of_two(std::min(source.page_size, page_size_max));
    }

    std::string_view scheme() const override { return "nada"; }
    int mapping_version() const override { return nada::mapping_version; }
    kit::Abilities abilities() const override {
        kit::Abilities abilities;
        // Filters look at whole studies.
        abilities.inventory = options_->filters.empty();
        abilities.bodies_per_request = 1;
        abilities.records_per_request = 1;
        return abilities;
    }

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_study(canonical, mapping_, issues);
    }

private:
    // Empty cursor = the first page, of `rows` rows.
    static Result<kit::OffsetState> state_of(const kit::Cursor& cursor, int rows);
    asio::awaitable<Result<kit::WireRecord>> study(std::string idno, kit::Page& page);
    asio::awaitable<Result<kit::WireRecord>> ddi(const Row& row, kit::Page& page);
    // from_studies, from_ddi or from_rows, by trying the first rows.
    asio::awaitable<Result<std::string>> find_way(const std::vector<Row>& rows, kit::Page& page);
    asio::awaitable<Result<void>> add_body(Row row, std::string way, kit::Page& page);
    asio::awaitable<Result<void>>
    add_from_rows(std::vector<std::string> ids, bool studies_served, kit::Page& page);

    Api api_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    std::unique_ptr<Listings> listings_;
    MappingContext mapping_;
    int page_size_ = page_size_first;
};

Result<kit::OffsetState> NadaConnector::state_of(const kit::Cursor& cursor, int rows) {
    if (!cursor.value.empty())
        return kit::offset_state_from_cursor(cursor.value);
    kit::OffsetState state;
    state.rows = rows;
    return state;
}

asio::awaitable<Result<kit::Probe>> NadaConnector::probe() {
    kit::OffsetState state;
    state.rows = listing_size;
    Result<ListedPage> listed = co_await listings_->fetch(state);
    // One that cannot give so much may still be there.
    if (listed.has_error() &&
        (kit::may_be_one_record(listed.error().code) || listed.error().code == Code::bad_shape)) {
        state.rows = 1;
        listed = co_await listings_->fetch(state);
    }
    if (listed.has_error())
        co_return listed.error();
    kit::Probe probe;
    probe.requests = listed->requests;
    probe.retries = listed->retries;
    probe.wire_bytes = listed->wire_bytes;
    probe.mark = mark_of(*listed);
    probe.software = "NADA";
    probe.advertised_count = listed->found;
    probe.certificate_expires = listed->certificate_expires;
    co_return probe;
}

asio::awaitable<Result<kit::WireRecord>> NadaConnector::study(std::string idno, kit::Page& page) {
    Result<Answer> answer = co_await api_.study(std::move(idno), retries_usual);
    ++page.requests;
    if (answer.has_error())
        co_return answer.error();
    charge(page, answer.value());
    auto job = [body = std::move(answer->body)] { return read_study(body); };
    std::optional<Result<kit::WireRecord>> read;
    if (cpu_)
        read = co_await offload(cpu_, std::move(job));
    else
        read = job();
    co_return std::move(*read);
}

asio::awaitable<Result<kit::WireRecord>> NadaConnector::ddi(const Row& row, kit::Page& page) {
    if (row.number.empty())
        co_return Error(Code::missing_id, "no number");
    Result<Answer> answer = co_await api_.ddi(row.number, retries_usual);
    ++page.requests;
    if (answer.has_error())
        co_return answer.error();
    charge(page, answer.value());
    auto job = [body = std::move(answer->body), record = row.record] {
        return read_ddi(record, body);
    };
    std::optional<Result<kit::WireRecord>> read;
    if (cpu_)
        read = co_await offload(cpu_, std::move(job));
    else
        read = job();
    co_return std::move(*read);
}

asio::awaitable<Result<std::string>>
NadaConnector::find_way(const std::vector<Row>& rows, kit::Page& page) {
    // What is tried here is asked again: only its cost is kept.
    kit::Page tried;
    std::optional<Error> refusal;
    std::string way(from_studies);
    for (std::size_t i = 0; i < std::min(rows.size(), refusals_max); ++i) {
        Result<kit::WireRecord> served = co_await study(rows[i].record.remote_id, tried);
        refusal.reset();
        if (served.has_value())
            break;
        if (is_refusal(served.error()))
            refusal = served.error();
        else if (!kit::may_be_one_record(served.error().code))
            co_return served.error();
        else
            break;
    }
    if (refusal) {
        Result<kit::WireRecord> described = co_await ddi(rows.front(), tried);
        if (described.has_error() && !is_ddi_refusal(described.error()))
            co_return described.error();
        way = described.has_value() ? from_ddi : from_rows;
        if (way == from_rows)
            page.issues.push_back(study_issue(*refusal, {}, Severity::warning));
    }
    page.requests += tried.requests;
    page.retries += tried.retries;
    page.wire_bytes += tried.wire_bytes;
    co_return way;
}

asio::awaitable<Result<void>> NadaConnector::add_body(Row row, std::string way, kit::Page& page) {
    row.record.stamp = row.stamp;
    if (way == from_rows) {
        page.records.push_back(std::move(row.record));
        co_return Result<void>();
    }
    const bool by_study = way == from_studies;
    std::optional<Result<kit::WireRecord>> body;
    if (by_study)
        body = co_await study(row.record.remote_id, page);
    else
        body = co_await ddi(row, page);
    if (body->has_value()) {
        kit::WireRecord& record = body->value();
        // An old name of the study answers with the new one.
        if (record.remote_id != row.record.remote_id)
            record.alias = row.record.remote_id;
        record.stamp = row.stamp;
        page.records.push_back(std::move(record));
        co_return Result<void>();
    }
    const Error& error = body->error();
    const bool refused = by_study ? is_refusal(error) : is_ddi_refusal(error);
    if (!refused && !kit::may_be_one_record(error.code))
        co_return error;
    page.issues.push_back(
        study_issue(error, row.record.remote_id, refused ? Severity::warning : Severity::error)
    );
    if (refused)
        page.records.push_back(std::move(row.record));
    else
        ++page.skipped;
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>> NadaConnector::fetch(kit::Cursor cursor) {
    const Result<kit::OffsetState> state = state_of(cursor, page_size_);
    if (state.has_error())
        co_return state.error();
    Result<ListedPage> listed = co_await listings_->fetch(*state);
    if (listed.has_error())
        co_return listed.error();
    kit::Page page;
    page.issues = std::move(listed->issues);
    page.advertised_count = listed->found;
    page.received = listed->received;
    page.skipped = listed->skipped;
    page.requests = listed->requests;
    page.retries = listed->retries;
    page.wire_bytes = listed->wire_bytes;
    std::string way = state->way;
    if (way.empty() && !listed->rows.empty()) {
        Result<std::string> found = co_await find_way(listed->rows, page);
        if (found.has_error())
            co_return found.error();
        way = std::move(found.value());
    }
    for (Row& row : listed->rows) {
        Result<void> added = co_await add_body(std::move(row), way, page);
        if (added.has_error())
            co_return added.error();
    }
    page.body_digest = page_digest(page.records);
    if (listed->next) {
        listed->next->way = way;
        page.next = kit::Cursor{kit::to_cursor(*listed->next)};
    }
    co_return std::move(page);
}

asio::awaitable<Result<void>>
NadaConnector::add_from_rows(std::vector<std::string> ids, bool studies_served, kit::Page& page) {
    if (ids.empty())
        co_return Result<void>();
    Result<std::vector<Row>> rows = co_await listings_->all();
    if (rows.has_error())
        co_return rows.error();
    std::map<std::string, Row*> by_id;
    for (Row& row : rows.value())
        by_id.emplace(row.record.remote_id, &row);
    std::string way(from_rows);
    for (std::string& id : ids) {
        const auto found = by_id.find(id);
        if (found == by_id.end()) {
            Issue issue(Code::not_found, Stage::fetch, "neither a study nor a row");
            issue.remote_id = std::move(id);
            page.issues.push_back(std::move(issue));
            continue;
        }
        Row row = std::move(*found->second);
        by_id.erase(found);
        if (!studies_served) {
            studies_served = true;
            Result<kit::WireRecord> described = co_await ddi(row, page);
            if (described.has_value())
                way = from_ddi;
            else if (!is_ddi_refusal(described.error()))
                co_return described.error();
        }
        Result<void> added = co_await add_body(std::move(row), way, page);
        if (added.has_error())
            co_return added.error();
    }
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>> NadaConnector::fetch_records(std::vector<std::string> remote_ids
) {
    kit::Page page;
    std::vector<std::string> refused;
    bool studies_served = false;
    for (std::string& id : remote_ids) {
        const bool give_up = !studies_served && refused.size() >= refusals_max;
        if (give_up) {
            refused.push_back(std::move(id));
            continue;
        }
        Result<kit::WireRecord> study = co_await this->study(id, page);
        if (study.has_value()) {
            studies_served = true;
            page.records.push_back(std::move(study.value()));
            continue;
        }
        if (is_refusal(study.error())) {
            refused.push_back(std::move(id));
            continue;
        }
        if (!kit::may_be_one_record(study.error().code))
            co_return study.error();
        page.issues.push_back(study_issue(study.error(), std::move(id), Severity::error));
        ++page.skipped;
    }
    Result<void> added = co_await add_from_rows(std::move(refused), studies_served, page);
    if (added.has_error())
        co_return added.error();
    page.received = static_cast<std::int64_t>(page.records.size());
    page.body_digest = page_digest(page.records);
    co_return std::move(page);
}

asio::awaitable<Result<std::vector<std::string>>> NadaConnector::list_ids() {
    Result<std::vector<Row>> rows = co_await listings_->all();
    if (rows.has_error())
        co_return rows.error();
    std::vector<std::string> ids;
    ids.reserve(rows->size());
    for (Row& row : rows.value())
        ids.push_back(std::move(row.record.remote_id));
    co_return ids;
}

asio::awaitable<Result<kit::InventoryPage>> NadaConnector::inventory(kit::Cursor cursor) {
    const Result<kit::OffsetState> state = state_of(cursor, listing_size);
    if (state.has_error())
        co_return state.error();
    Result<ListedPage> listed = co_await listings_->fetch(*state);
    if (listed.has_error())
        co_return listed.error();
    // An id list with holes is no base for deletions.
    if (listed->skipped > 0)
        co_return Error(Code::api_error, "rows that no request could get");
    kit::InventoryPage page;
    std::vector<kit::WireRecord> records;
    for (Row& row : listed->rows) {
        kit::InventoryEntry entry;
        entry.remote_id = row.record.remote_id;
        entry.stamp = std::move(row.stamp);
        page.entries.push_back(std::move(entry));
        records.push_back(std::move(row.record));
    }
    page.issues = std::move(listed->issues);
    page.advertised_count = listed->found;
    page.received = listed->received;
    page.requests = listed->requests;
    page.retries = listed->retries;
    page.wire_bytes = listed->wire_bytes;
    page.body_digest = page_digest(records);
    if (listed->next)
        page.next = kit::Cursor{kit::to_cursor(*listed->next)};
    co_return std::move(page);
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<NadaConnector>(source, services);
}

} // namespace moisson::nada
