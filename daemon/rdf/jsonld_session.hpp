// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Session: what all steps of reading one JSON-LD document share: options, the first fault, the
// findings, the budgets, the remote contexts. Internal to the room.
#pragma once

#include "rdf/jsonld.hpp"
#include "rdf/jsonld_error.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace moisson::rdf::jsonld {

// Steps return false once fail() was called; the caller passes that on, or tolerates it.
class Session {
public:
    // All outlive this object.
    Session(const Options& options, ContextLoader& loader, Report& report)
        : options_(options), loader_(loader), report_(report) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    const Options& options() const { return options_; }
    bool is_1_1() const { return options_.version == Version::v1_1; }
    bool is_strict() const { return options_.strictness == Strictness::strict; }
    const Report& report() const { return report_; }
    Report& report() { return report_; }

    // Notes the fault unless there is one already; always false.
    bool fail(Fault fault, std::string_view detail);
    // Gives the fault another name, limits aside; always false.
    bool fail_as(Fault fault);
    // Whether reading goes on without what failed: the fault becomes a finding about `subject` (the
    // @id of the node, may be empty). False when strict, and for reached limits.
    bool tolerate(std::string_view subject);
    Fault fault() const { return fault_; }
    // What a failed reading is for the caller of the room.
    Error error() const;

    // Something is set right, and nothing is lost.
    void repaired(Code code, std::string_view detail, std::string_view excerpt);

    // The bounds below are those of a document of Options::tree_bytes_max; one of more bytes, which
    // is read entry by entry, has as much of each byte.
    void allow_for(std::size_t document_bytes);
    // False, with the fault limit_reached, once the document has cost too much.
    bool spend_steps(std::size_t steps);
    bool spend_bytes(std::size_t bytes);

    // The document at `address`, nullptr with a fault. Lives as long as the session.
    const LoadedContext* load(const std::string& address);
    // The same when load() has got it before; no fault otherwise.
    const LoadedContext* loaded(std::string_view address) const;

private:
    const Options& options_;
    ContextLoader& loader_;
    Report& report_;
    bool failed_ = false;
    Fault fault_ = Fault::limit_reached;
    std::string detail_;
    std::size_t steps_ = 0;
    std::size_t bytes_ = 0;
    // Documents of Options::tree_bytes_max that this one is as large as.
    std::size_t share_ = 1;
    std::map<std::string, std::shared_ptr<const LoadedContext>, std::less<>> loaded_;
};

} // namespace moisson::rdf::jsonld
