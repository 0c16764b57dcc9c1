// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Context processing (json-ld-api 4.1): a local context on top of an active one. Internal to the
// room.
#pragma once

#include "rdf/jsonld_context.hpp"
#include "rdf/jsonld_session.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace moisson::rdf::jsonld {

// How and where a local context stands.
struct ContextPlace {
    std::string base_url;
    // Addresses of the remote contexts that led here.
    std::vector<std::string> remotes;
    bool may_override_protected = false;
    bool propagates = true;
    bool validates_scoped = true;

    explicit ContextPlace(std::string base) : base_url(std::move(base)) {}
};

class ContextProcessor {
public:
    // `session` outlives this object, which outlives the contexts that it makes.
    explicit ContextProcessor(Session& session) : session_(session) {}
    // For a part of a document: `outer`, which outlives this object too, made the contexts around
    // it, and what it remembers of them is not made again.
    ContextProcessor(Session& session, const ContextProcessor& outer)
        : session_(session), outer_(&outer) {}

    // The context before the first of the document.
    ContextPtr initial() const;
    // The same with the one of the options on top. False: failed.
    bool start(ContextPtr& out);
    // `local` on top of `active`. False: failed.
    bool process(
        const ContextPtr& active,
        const json::Value& local,
        ContextPlace place,
        ContextPtr& out
    );
    // The same for the scoped context of `term`, remembered for its next use.
    enum class Scope : unsigned char { property, type, remote };
    bool
    enter_scope(const ContextPtr& active, const TermDefinition& term, Scope scope, ContextPtr& out);

private:
    using Building = std::shared_ptr<ActiveContext>;

    bool
    apply(Building& result, const json::Value& local, ContextPlace place, const ContextPtr& origin);
    bool apply_item(Building& result, const json::Value& item, const ContextPlace& place);
    bool nullify(Building& result, const ContextPlace& place);
    bool apply_remote(Building& result, const std::string& reference, ContextPlace place);
    bool apply_object(Building& result, const json::Value& item, const ContextPlace& place);
    bool apply_entries(Building& result, const json::Value& item, const ContextPlace& place);
    bool check_version(const json::Value& item);
    bool import(const json::Value& item, const ContextPlace& place, const json::Value*& merged);
    bool set_base(ActiveContext& result, const json::Value& value);
    bool set_vocab(ActiveContext& result, const json::Value& value);
    bool set_language(ActiveContext& result, const json::Value& value);
    bool set_direction(ActiveContext& result, const json::Value& value);
    bool check_propagate(const json::Value& value);

    struct Remembered {
        // Keeps the address in the key from being used again.
        ContextPtr active;
        ContextPtr result;
    };
    using Key = std::tuple<const ActiveContext*, const json::Value*, Scope>;
    ContextPtr recall(const Key& key) const;
    void remember(const Key& key, const ContextPtr& active, const ContextPtr& result);

    Session& session_;
    const ContextProcessor* outer_ = nullptr;
    // What imported contexts became; terms point into them.
    std::deque<json::Value> imported_;
    std::map<Key, Remembered> remembered_;
    std::size_t terms_remembered_ = 0;
};

} // namespace moisson::rdf::jsonld
