// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DocumentConnector: what every connector of a catalogue in documents shares. A document is fetched
// once per run, indexed, and given out page by page, so that one document and one page of records
// are held at a time. Most catalogues are one document; a document may name the one that continues
// it. A room says where its first document is and how records are read.
#pragma once

#include "async/byte_shares.hpp"
#include "kit/connector.hpp"
#include "kit/document.hpp"
#include "kit/document_cache.hpp"
#include "kit/registry.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace moisson::kit {

struct DocumentPlace;

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
    // Absolute address of the document that continues this one; empty for the last.
    std::string next;
    // What stands in the place of records, filtered ones included.
    std::size_t listed = 0;
    // Records of all the documents together, by the source's word.
    std::optional<std::int64_t> total;
    // False when a part could not be read: what is not in it may still be at the source.
    bool is_complete = true;
    // What it takes of memory; 0 when it does not count.
    std::size_t memory_bytes = 0;
};

class DocumentConnector : public Connector {
public:
    // `cache` may be null: every run then fetches the whole document.
    DocumentConnector(
        const Source& source,
        const Services& services,
        std::shared_ptr<DocumentCache> cache
    );

    void remember(std::string mark) override { remembered_ = std::move(mark); }
    // The mark of a catalogue of one document is its digest and what the server said of it.
    asio::awaitable<Result<Probe>> probe() override;
    asio::awaitable<Result<Page>> fetch(Cursor cursor) override;
    asio::awaitable<Result<Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    // The documents are their own inventory; a stamp is the beginning of the record's digest.
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
    // What the contents of a document of so many bytes may take of memory: places of its records,
    // unless a room holds more.
    virtual std::size_t memory_of(std::size_t document_bytes) const;
    // What reading a document takes beside, in trees of values, however few its bytes are; runs on
    // the cpu pool, null when it is nothing.
    using Weigher = std::size_t (*)(const net::Body& body);
    virtual Weigher weigher() const { return nullptr; }

    // What else reading it needs: asked for before a document is read.
    virtual asio::awaitable<Result<void>> prepare(const Document& document);
    // A text beside the catalogue, whole in memory; it counts with the next page. Errors: those of
    // HttpClient::send.
    asio::awaitable<Result<std::string>>
    fetch_beside(std::string url, std::string accept, std::size_t bytes_max);

    const Source& source() const { return source_; }

private:
    struct Opened {
        Result<Contents> contents;
        std::string digest;
    };
    // The document at `url`, the first one when it is empty.
    asio::awaitable<Result<void>> open(std::string url);
    asio::awaitable<Result<void>> open_first();
    asio::awaitable<Result<void>> open_at(std::string url);
    asio::awaitable<Result<void>> try_open(std::string url);
    // A request for the document and what it costs, answered or not.
    asio::awaitable<Result<Document>> ask(std::string url, Validators known);
    // The document in hand from now on: its records by id, its place in the chain.
    void take_in(Contents contents, std::string digest);
    // Waits until a document of the greatest size has room on the disk.
    asio::awaitable<void> await_spool();
    // What came, unpacked; `before` when nothing changed.
    struct Weighed {
        Document document;
        std::size_t tree_bytes = 0;
    };
    asio::awaitable<Result<Weighed>>
    weigh(Document document, std::shared_ptr<const PackedDocument> before);
    // Waits until the contents of a document of so many bytes have room, and the trees that are
    // built to read it.
    asio::awaitable<void> make_room(std::size_t document_bytes, std::size_t tree_bytes);
    // Every document once, so that all ids are known.
    asio::awaitable<Result<void>> walk();
    bool gives_something_new() const;
    // The address after the document in hand; empty at the end. A chain that comes back to where it
    // was ends there: `issues` is told.
    std::string next_address(std::vector<Issue>& issues) const;
    // The page after the document in hand of a chain that names none; empty when nothing speaks for
    // one.
    DocumentPlace guessed_place() const;
    bool is_past_the_end(const DocumentPlace& place, const Result<void>& opened) const;
    bool is_alone() const;
    // There may be another document than the one in hand.
    bool leads_on() const;
    void read_ids(const std::vector<std::string>& ids, Page& page) const;
    std::optional<std::int64_t> advertised() const;
    std::string mark() const;
    // After records up to `last` of the document at `place`; what ends the chain is told on `page`.
    std::optional<Cursor> next_cursor(const DocumentPlace& place, std::size_t last, Page& page);
    // On the page or inventory that is given out next.
    template <class AnyPage>
    void add_costs(AnyPage& page) {
        page.wire_bytes = std::exchange(wire_bytes_, 0);
        page.requests = std::exchange(requests_, 0);
        page.retries = std::exchange(retries_, 0);
    }

    Source source_;
    Services services_;
    std::shared_ptr<DocumentCache> cache_;
    // Of what all documents may take together; given back behind the contents.
    ByteShare share_;
    // The document in hand, under the address it was asked for at.
    Contents contents_;
    std::string digest_;
    std::string url_;
    std::unordered_map<std::string_view, std::size_t> by_id_;
    // Where the first document was found.
    std::string first_url_;
    // Documents of the chain in order, and the one that holds each id.
    std::vector<std::string> urls_;
    std::unordered_map<std::string, std::size_t> document_of_;
    // What the pages gave, to know one that comes again.
    std::unordered_map<std::string, std::string> cursor_of_page_;
    bool walked_ = false;
    // A document named the next one, or how many records there are: none is guessed.
    bool names_pages_ = false;
    // Of a document that need not be read again.
    std::string remembered_;
    Validators validators_;
    // The server says that the remembered document is the current one.
    bool still_that_ = false;
    std::optional<Instant> certificate_expires_;
    // Of requests that no page has told of yet.
    std::uint64_t wire_bytes_ = 0;
    int requests_ = 0;
    int retries_ = 0;
};

} // namespace moisson::kit
