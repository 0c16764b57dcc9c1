// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Forwards everything, and looks at what comes back.
#include "kit/guarded_connector.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "kit/secret_mask.hpp"
#include "kit/unidentified.hpp"

#include <algorithm>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::size_t id_shown_bytes = 120;

bool fits(const std::string& id) {
    return id.size() <= limits::identifier_bytes;
}

// The id itself stays in the issue: the second pass by ids knows by it that the record was met.
Issue id_too_long(std::string id) {
    std::string detail = "id of " + std::to_string(id.size()) + " bytes";
    Issue issue(Code::bad_shape, Stage::parse, std::move(detail));
    issue.excerpt = utf8_prefix(id, id_shown_bytes);
    issue.remote_id = std::move(id);
    return issue;
}

void clean(std::string& text) {
    if (!is_clean_utf8(text))
        text = repair_utf8(text).text;
}

// Without a stamp a record is looked at.
void bound_stamp(std::string& stamp) {
    clean(stamp);
    if (!fits(stamp))
        stamp.clear();
}

void bound_ids(std::vector<WireRecord>& records, std::vector<Issue>& issues) {
    for (WireRecord& record : records) {
        bound_stamp(record.stamp);
        if (!fits(record.remote_id))
            issues.push_back(id_too_long(std::exchange(record.remote_id, {})));
        else if (!fits(record.alias))
            record.alias.clear();
    }
    std::erase_if(records, [](const WireRecord& record) { return record.remote_id.empty(); });
}

// Ids of broken records are read before their escapes are repaired, details may quote them; neither
// PostgreSQL nor a page takes NUL.
void clean(std::vector<Issue>& issues) {
    for (Issue& issue : issues) {
        clean(issue.remote_id);
        clean(issue.detail);
        clean(issue.excerpt);
    }
}

// A second name is no answer for the record it was asked by: it stays in the excerpt.
void disown(std::vector<Issue>& issues) {
    for (Issue& issue : issues) {
        if (is_unidentified(issue) && !issue.remote_id.empty())
            issue.excerpt = std::exchange(issue.remote_id, {}) + "\n" + issue.excerpt;
    }
}

class Guarded final : public Connector {
public:
    Guarded(std::unique_ptr<Connector> inner, const Source& source)
        : inner_(std::move(inner)), mask_(source.headers) {}

    std::string_view scheme() const override { return inner_->scheme(); }
    int mapping_version() const override { return inner_->mapping_version(); }
    Abilities abilities() const override { return inner_->abilities(); }

    void remember(std::string mark) override { inner_->remember(std::move(mark)); }

    asio::awaitable<Result<Probe>> probe() override {
        Result<Probe> probe = co_await inner_->probe();
        hide_error(probe);
        if (probe) {
            mask_.hide(probe->software);
            mask_.hide(probe->version);
            mask_.hide(probe->title);
            // What a server wrote, on its way to the database.
            clean(probe->mark);
            if (probe->mark.size() > limits::identifier_bytes)
                probe->mark.clear();
        }
        co_return probe;
    }

    asio::awaitable<Result<Page>> fetch(Cursor cursor) override {
        Result<Page> page = co_await inner_->fetch(std::move(cursor));
        if (page)
            page->skipped += unidentified(page->issues);
        guard(page);
        co_return page;
    }

    asio::awaitable<Result<Page>> fetch_records(std::vector<std::string> remote_ids) override {
        Result<Page> page = co_await inner_->fetch_records(std::move(remote_ids));
        if (page)
            disown(page->issues);
        guard(page);
        co_return page;
    }

    asio::awaitable<Result<std::vector<std::string>>> list_ids() override {
        Result<std::vector<std::string>> ids = co_await inner_->list_ids();
        hide_error(ids);
        if (ids)
            std::erase_if(*ids, [](const std::string& id) { return !fits(id); });
        co_return ids;
    }

    asio::awaitable<Result<InventoryPage>> inventory(Cursor cursor) override {
        Result<InventoryPage> page = co_await inner_->inventory(std::move(cursor));
        // What an inventory does not show is taken for gone.
        if (page) {
            if (const Result<void> whole = whole_list(page->issues); whole.has_error())
                page = whole.error();
        }
        hide_error(page);
        if (page) {
            for (InventoryEntry& entry : page->entries) {
                if (!fits(entry.remote_id))
                    page->issues.push_back(id_too_long(std::exchange(entry.remote_id, {})));
                bound_stamp(entry.stamp);
            }
            std::erase_if(page->entries, [](const auto& entry) { return entry.remote_id.empty(); });
            hide(page->issues);
        }
        co_return page;
    }

    asio::awaitable<Result<Page>> fetch_since(Instant since, Cursor cursor) override {
        Result<Page> page = co_await inner_->fetch_since(since, std::move(cursor));
        guard(page);
        co_return page;
    }

    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        Result<RawRecord> record = inner_->map(canonical, issues);
        hide_error(record);
        hide(issues);
        return record;
    }

private:
    template <class T>
    void hide_error(Result<T>& result) const {
        if (!result.has_error())
            return;
        Error error = result.error();
        clean(error.detail);
        mask_.hide(error);
        result = std::move(error);
    }

    void guard(Result<Page>& page) const {
        hide_error(page);
        if (!page)
            return;
        bound_ids(page->records, page->issues);
        hide(page->issues);
    }

    void hide(std::vector<Issue>& issues) const {
        clean(issues);
        mask_.hide(issues);
    }

    std::unique_ptr<Connector> inner_;
    SecretMask mask_;
};

} // namespace

std::unique_ptr<Connector> guarded(std::unique_ptr<Connector> connector, const Source& source) {
    return std::make_unique<Guarded>(std::move(connector), source);
}

} // namespace moisson::kit
