// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DocumentConnector: what every connector of a one-document catalogue shares. The document is
// fetched once per run, indexed, and given out page by page, so that memory holds the document and
// one page of records. A room says where its document is and how its records are read.
#pragma once

#include "kit/connector.hpp"
#include "kit/document.hpp"
#include "kit/document_cache.hpp"
#include "kit/registry.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::kit {

// Records of one document, once indexed. Const members are thread-safe.
class DocumentContents {
public:
    DocumentContents() = default;
    DocumentContents(const DocumentContents&) = delete;
    DocumentContents& operator=(const DocumentContents&) = delete;
    virtual ~DocumentContents() = default;

    // Records, each identifier counted once.
    virtual std::size_t size() const = 0;
    // Empty for a record that cannot be identified.
    virtual std::string_view id(std::size_t record) const = 0;
    // What the record takes in the document.
    virtual std::size_t bytes(std::size_t record) const = 0;
    // Adds the record, or the issues that say why it cannot be read.
    virtual void read(std::size_t record, Page& page) const = 0;

    // Of the document as a whole; told with the first page.
    std::vector<Issue> issues;
    std::string software;
    std::string version;
    std::string title;
};

class DocumentConnector : public Connector {
public:
    // `cache` may be null: every run then fetches the whole document.
    DocumentConnector(
        const Source& source,
        const Services& services,
        std::shared_ptr<DocumentCache> cache
    );

    asio::awaitable<Result<Probe>> probe() override;
    asio::awaitable<Result<Page>> fetch(Cursor cursor) override;
    asio::awaitable<Result<Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    // The document is its own inventory; a stamp is the beginning of the record's digest.
    Abilities abilities() const override;
    asio::awaitable<Result<InventoryPage>> inventory(Cursor cursor) override;

protected:
    using Contents = std::shared_ptr<const DocumentContents>;
    // Reads a document; runs on the cpu pool, owns what it needs.
    using Reader = std::function<Result<Contents>(Document)>;

    // Addresses where the document may be, best first; the next is tried when one answers 4xx or
    // with something else than a document.
    virtual std::vector<std::string> addresses() const = 0;
    virtual std::string accept() const = 0;
    virtual Reader reader() const = 0;

    const Source& source() const { return source_; }

private:
    struct Opened {
        Result<Contents> contents;
        std::string digest;
    };
    asio::awaitable<Result<void>> open();
    asio::awaitable<Result<void>> open_at(std::string url);
    template <class AnyPage>
    void add_costs(AnyPage& page);

    Source source_;
    net::HttpClient* http_;
    asio::any_io_executor cpu_;
    std::shared_ptr<DocumentCache> cache_;
    Contents contents_;
    std::string digest_;
    std::unordered_map<std::string_view, std::size_t> by_id_;
    std::optional<Instant> certificate_expires_;
    // Of requests that no page has told of yet.
    std::uint64_t wire_bytes_ = 0;
    int requests_ = 0;
    int retries_ = 0;
};

} // namespace moisson::kit
