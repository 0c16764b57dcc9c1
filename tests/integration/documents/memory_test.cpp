// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a catalogue in one large document takes in memory, from the first byte on the wire to the
// last page: the real client and connector against a loopback server that invents the document
// while it sends it. MOISSON_DCAT_MIB sets the size (200 is the class of data.gov.be: less than
// 512 MiB in all). Each test in a process of its own.
#include "../net/tiny_server.hpp"
#include "async/host_budget.hpp"
#include "core/rng.hpp"
#include "datajson/connector.hpp"
#include "dcat/connector.hpp"
#include "invented.hpp"
#include "kit/registry.hpp"
#include "net/make_http_client.hpp"
#include "support/run_coro.hpp"
#include "support/sanitized.hpp"

#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace moisson::testing {
namespace {

constexpr std::size_t mib = 1024 * 1024;

// A line of /proc/self/status in MiB.
std::size_t status_mib(const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;) {
        std::size_t kib = 0;
        if (word == name + ":" && in >> kib)
            return kib / 1024;
    }
    return 0;
}

// Writes chunks of an answer, packed by gzip on the way or not.
class ChunkWriter {
public:
    ChunkWriter(Peer& peer, bool packed) : peer_(peer), packed_(packed) {
        deflateInit2(&stream_, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    }
    ChunkWriter(const ChunkWriter&) = delete;
    ChunkWriter& operator=(const ChunkWriter&) = delete;
    ~ChunkWriter() { deflateEnd(&stream_); }

    void add(std::string text) {
        waiting_ += text;
        if (waiting_.size() >= 256 * 1024)
            flush(Z_NO_FLUSH);
    }
    void end() {
        flush(Z_FINISH);
        peer_.send("0\r\n\r\n");
    }

private:
    void flush(int mode) {
        if (!packed_) {
            send(waiting_);
            waiting_.clear();
            return;
        }
        stream_.next_in = reinterpret_cast<Bytef*>(waiting_.data());
        stream_.avail_in = static_cast<uInt>(waiting_.size());
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
            stream_.avail_out = static_cast<uInt>(out_.size());
            deflate(&stream_, mode);
            send({out_.data(), out_.size() - stream_.avail_out});
        } while (stream_.avail_out == 0);
        waiting_.clear();
    }
    void send(std::string_view bytes) {
        if (bytes.empty())
            return;
        std::array<char, 32> size{};
        std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
        peer_.send(std::string(size.data()).append(bytes) + "\r\n");
    }

    Peer& peer_;
    bool packed_;
    z_stream stream_{};
    std::string waiting_;
    std::array<char, 64 * 1024> out_{};
};

// Turtle, RDF/XML and JSON-LD as .gz files, N-Triples under a content encoding, data.json plain.
std::size_t serve(Peer& peer, Form form, std::size_t bytes) {
    std::string header = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
    if (form == Form::ntriples)
        header += "Content-Encoding: gzip\r\nContent-Type: application/n-triples\r\n";
    peer.send(header + "\r\n");
    ChunkWriter writer(peer, form != Form::data_json);
    std::size_t datasets = 0;
    std::string text = begin_of(form);
    for (std::size_t sent = 0; sent < bytes; text = dataset_of(form, datasets++)) {
        sent += text.size();
        writer.add(text);
    }
    writer.add(text + end_of(form));
    writer.end();
    return datasets;
}

struct Outcome {
    std::size_t sent = 0;
    std::size_t records = 0;
    std::size_t issues = 0;
    std::optional<Error> error;
};

Outcome harvest(Form form, std::size_t bytes) {
    std::atomic<std::size_t> sent{0};
    TinyServer server([&](Peer& peer) {
        while (peer.read_request())
            sent = serve(peer, form, bytes);
    });
    asio::io_context io(1);
    asio::thread_pool cpu(1);
    SystemTimers timers;
    Rng rng(1);
    const auto budget = make_local_host_budget(timers);
    net::ClientOptions options;
    options.allow.emplace_back(boost::asio::ip::make_address("127.0.0.1"), server.port());
    const auto client =
        net::make_http_client(io.get_executor(), options, net::ClientDeps(timers, *budget, rng));
    kit::Registry registry;
    registry.add("dcat", dcat::make_factory());
    registry.add("datajson", datajson::make_factory());
    kit::Services services;
    services.http = client.get();
    services.clock = &timers;
    services.cpu = cpu.get_executor();
    Source source;
    source.key = "essai";
    source.connector = form == Form::data_json ? "datajson" : "dcat";
    source.url = server.url("/" + std::string(name_of(form)));
    source.rate = 0;
    const auto connector = registry.make(source, services).value();
    Outcome outcome;
    for (std::optional<kit::Cursor> next = kit::Cursor(); next;) {
        Result<kit::Page> page =
            run_coro(io, connector->fetch(std::move(*next)), std::chrono::minutes(10));
        if (page.has_error()) {
            outcome.error = page.error();
            break;
        }
        outcome.records += page->records.size();
        outcome.issues += page->issues.size();
        next = std::move(page->next);
    }
    outcome.sent = sent;
    return outcome;
}

std::size_t asked_mib() {
    const char* const asked = std::getenv("MOISSON_DCAT_MIB");
    return asked != nullptr ? std::stoul(asked) : 40;
}

// In MiB.
struct Memory {
    std::size_t before = 0;
    std::size_t peak = 0;
};

// Harvests a document whole.
Memory measure(Form form, std::size_t size) {
    // The peak so far is that of the tests before this one.
    std::ofstream("/proc/self/clear_refs") << "5";
    Memory memory;
    memory.before = status_mib("VmRSS");
    const SystemClock clock;
    const Steady begun = clock.steady_now();
    const Outcome outcome = harvest(form, size * mib);
    const std::chrono::duration<double> seconds = clock.steady_now() - begun;
    memory.peak = status_mib("VmHWM");
    std::cout << name_of(form) << ": " << outcome.records << " datasets in " << size << " MiB, "
              << seconds.count() << " s, peak " << memory.peak << " MiB (" << memory.before
              << " before)\n";
    EXPECT_FALSE(outcome.error) << outcome.error->detail;
    EXPECT_GT(outcome.records, size * 200);
    EXPECT_EQ(outcome.records, outcome.sent);
    EXPECT_EQ(outcome.issues, 0U);
    return memory;
}

// Of packed bodies and copies of them nothing stays: `share` is what a record's place or the graph
// takes of the size of the document.
void expect_little_memory(Form form, double share) {
    const std::size_t size = asked_mib();
    const double allowed = 24 + share * static_cast<double>(size);
    const Memory memory = measure(form, size);
    if (sanitized)
        return;
    EXPECT_LT(static_cast<double>(memory.peak), static_cast<double>(memory.before) + allowed);
    EXPECT_TRUE(size > 200 || memory.peak < 512);
}

TEST(DocumentMemory, OfPackedTurtleIsThatOfItsGraph) {
    expect_little_memory(Form::turtle, 1.0);
}

TEST(DocumentMemory, OfPackedRdfXmlIsThatOfItsGraph) {
    expect_little_memory(Form::rdf_xml, 1.0);
}

TEST(DocumentMemory, OfNTriplesIsThatOfTheirGraph) {
    expect_little_memory(Form::ntriples, 1.0);
}

TEST(DocumentMemory, OfDataJsonIsThatOfItsIndex) {
    expect_little_memory(Form::data_json, 0.2);
}

// Its list is read entry by entry: a document larger than what is held whole is read like any
// other.
TEST(DocumentMemory, OfJsonLdIsThatOfItsGraph) {
    expect_little_memory(Form::json_ld, 1.5);
}

} // namespace
} // namespace moisson::testing
