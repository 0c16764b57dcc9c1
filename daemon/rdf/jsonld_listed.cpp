// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_listed.hpp"

#include "core/json_values.hpp"
#include "core/limits.hpp"
#include "rdf/jsonld_context_processor.hpp"
#include "rdf/jsonld_expander.hpp"
#include "rdf/jsonld_keywords.hpp"
#include "rdf/jsonld_outline.hpp"
#include "rdf/jsonld_session.hpp"
#include "rdf/jsonld_text.hpp"
#include "rdf/jsonld_to_rdf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

// Whether a context is written in the value itself: terms may point into it.
bool holds_context(const Value& value) {
    if (const Value* local = json::find(value, kw::context); local != nullptr)
        if (local->is_structured())
            return true;
    return value.is_structured() && std::any_of(value.begin(), value.end(), holds_context);
}

class Reading {
public:
    // Of a text of `bytes`; all others outlive this object.
    Reading(
        const Outline& outline,
        std::size_t bytes,
        const Options& options,
        const DoneWith& done_with,
        ContextLoader& loader,
        TripleSink& sink
    )
        : outline_(outline), bytes_(bytes), done_with_(done_with),
          session_(options, loader, report_), processor_(session_), expander_(session_, processor_),
          writer_(session_, sink) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    // False: what the object at the top is depends on its lists. Nothing was written then.
    bool fits() const { return fits_; }
    Report& report() { return report_; }
    Result<void> run();

private:
    using Write = std::function<bool(const Value& expanded)>;

    bool read_all();
    bool read_object(const ContextPtr& context);
    bool build_shell(Value& shell);
    void place_lists(const Expander::Outer& outer);
    bool write_shell(const Expander::Outer& outer);
    bool write_lists(const ContextPtr& context, const std::string& iri, const Write& write);
    bool read_list(
        const Outline::Member& list,
        const ContextPtr& context,
        Expander::Property property,
        const Write& write
    );
    bool leave_out(std::string_view text, std::size_t values);
    bool read_entry(
        std::string_view text,
        const std::string& path,
        const ContextPtr& context,
        Expander::Property property,
        Value& expanded
    );

    const Outline& outline_;
    std::size_t bytes_;
    const DoneWith& done_with_;
    Report report_;
    Session session_;
    ContextProcessor processor_;
    Expander expander_;
    TripleWriter writer_;
    Duplicates duplicates_;
    // By what their keys expand to; those of one IRI in the order in which a whole object is walked
    // over.
    std::multimap<std::string, const Outline::Member*> lists_;
    bool fits_ = true;
};

Result<void> Reading::run() {
    if (!read_all() && !report_.stopped)
        return session_.error();
    return {};
}

bool Reading::read_all() {
    session_.allow_for(bytes_);
    ContextPtr context;
    if (!processor_.start(context))
        return false;
    if (outline_.list.empty())
        return read_object(context);
    Outline::Member list;
    list.text = outline_.list;
    return read_list(list, context, std::nullopt, [this](const Value& expanded) {
        return writer_.write(expanded);
    });
}

bool Reading::read_object(const ContextPtr& context) {
    Value shell = Value::object();
    Expander::Outer outer;
    if (!build_shell(shell))
        return false;
    for (const Outline::Member& member : outline_.members)
        if (member.is_list)
            outer.lists.emplace(member.key, std::string());
    if (!expander_.expand_outer(context, shell, outer))
        return false;
    fits_ = outer.fits;
    place_lists(outer);
    return !fits_ || outer.node.is_null() || write_shell(outer);
}

void Reading::place_lists(const Expander::Outer& outer) {
    std::map<std::string_view, const Outline::Member*> by_key;
    for (const Outline::Member& member : outline_.members)
        if (member.is_list)
            by_key.emplace(member.key, &member);
    for (const auto& [key, member] : by_key)
        lists_.emplace(outer.lists.at(member->key), member);
}

// The object at the top without the entries of its lists.
bool Reading::build_shell(Value& shell) {
    for (const Outline::Member& member : outline_.members) {
        Value& place = shell[member.key];
        place = Value::array();
        if (member.is_list)
            continue;
        auto value = json::parse(member.text);
        if (!value)
            return session_.fail(Fault::loading_document_failed, value.error().detail);
        const bool is_record = may_hold_records(member.key);
        report_duplicates(
            member.text,
            *value,
            '/' + member.key,
            is_record,
            duplicates_,
            report_.read
        );
        place = std::move(*value);
    }
    return true;
}

bool Reading::write_shell(const Expander::Outer& outer) {
    // Nothing is said of the graph: it is the default one.
    if (outer.node.size() == 1 && has(outer.node, kw::graph)) {
        const Write write = [this](const Value& expanded) { return writer_.write(expanded); };
        return write(*json::find(outer.node, kw::graph)) &&
               write_lists(outer.context, std::string(kw::graph), write);
    }
    return writer_.write_outer(
        outer.node,
        [&](const std::string& key, const std::optional<Term>& subject) {
            return write_lists(outer.context, key, [&](const Value& expanded) {
                return writer_.write_more(key, expanded, subject);
            });
        }
    );
}

bool Reading::write_lists(const ContextPtr& context, const std::string& iri, const Write& write) {
    const auto [first, last] = lists_.equal_range(iri);
    return std::all_of(first, last, [&](const auto& known) {
        const Outline::Member& list = *known.second;
        const std::string_view property = iri == kw::graph ? kw::graph : std::string_view(list.key);
        return read_list(list, context, property, write);
    });
}

bool Reading::read_list(
    const Outline::Member& list,
    const ContextPtr& context,
    Expander::Property property,
    const Write& write
) {
    const std::string path = list.key.empty() ? std::string() : '/' + list.key;
    return each_entry(list.text, done_with_, [&](std::string_view text, std::size_t values) {
        Value expanded;
        if (values > session_.options().entry_values_max)
            return leave_out(text, values);
        return read_entry(text, path, context, property, expanded) && write(expanded);
    });
}

bool Reading::leave_out(std::string_view text, std::size_t values) {
    const std::size_t most = session_.options().entry_values_max;
    report_.read.lost(
        Code::too_large,
        fmt::format("an entry of {} values, {} are read at most", values, most),
        0,
        text
    );
    return true;
}

bool Reading::read_entry(
    std::string_view text,
    const std::string& path,
    const ContextPtr& context,
    Expander::Property property,
    Value& expanded
) {
    const auto item = json::parse(text);
    if (!item)
        return session_.fail(Fault::loading_document_failed, item.error().detail);
    // Under the second of its names it would change another record.
    if (!report_duplicates(text, *item, path, true, duplicates_, report_.read)) {
        expanded = Value::array();
        return true;
    }
    if (!holds_context(*item))
        return expander_.expand_item(context, property, *item, expanded);
    // What is remembered of its contexts points into the entry, and goes with it.
    ContextProcessor processor(session_, processor_);
    return Expander(session_, processor).expand_item(context, property, *item, expanded);
}

// What a text that cannot be read entry by entry is for the caller, when it is too large to be
// read whole.
std::optional<Result<Report>> refused(std::string_view text, Outline::Shape shape) {
    if (shape == Outline::Shape::too_deep)
        return Result<Report>(Error(
            Code::limit_reached,
            "JSON nests deeper than " + std::to_string(limits::json_depth)
        ));
    if (shape != Outline::Shape::broken || json::is_well_formed(text))
        return std::nullopt;
    Error error = syntax_error(text);
    error.detail += ", and " + std::to_string(text.size()) + " bytes are too many to mend";
    return Result<Report>(std::move(error));
}

// The outline of a text, or of a copy of it in which it is mended.
struct Prepared {
    Prepared() = default;
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

    ReadReport report;
    // Empty when the text is good as it is.
    std::string copy;
    Outline outline;
};

void prepare(std::string_view bytes, const Options& options, Prepared& out) {
    out.report.bytes = bytes.size();
    const std::string_view text = without_mark(bytes, out.report);
    const auto outline = [&options](std::string_view of, const DoneWith& done_with) {
        return outline_of(of, options.whole_bytes_max, done_with, options.entry_values_max);
    };
    out.outline = outline(text, options.done_with);
    if (out.outline.shape != Outline::Shape::broken || bytes.size() > options.tree_bytes_max)
        return;
    const std::string_view clean = clean_text(text, out.copy, out.report);
    if (!out.copy.empty())
        out.outline = outline(clean, DoneWith());
    if (out.outline.shape != Outline::Shape::broken)
        return;
    std::size_t first = 0;
    std::optional<std::string> lighter = without_extras(clean, first);
    if (!lighter)
        return;
    report_extras(clean, first, out.report);
    out.copy = std::move(*lighter);
    out.outline = outline(out.copy, DoneWith());
}

// Entry by entry, one of too many values is lost; whole, nothing is.
bool loses_less_whole(const Outline& outline, std::size_t bytes, const Options& options) {
    return outline.leaves_out && options.whole_bytes_max > 0 && bytes <= options.tree_bytes_max &&
           outline.values <= options.tree_values_max;
}

// Whether a context or a keyword may say that a list means something as a whole: more than does.
bool may_bind_lists(const Outline& outline) {
    constexpr std::array<std::string_view, 7>
        binding{kw::included, kw::list, kw::json, kw::graph, kw::index, kw::nest, kw::reverse};
    return std::any_of(
        outline.members.begin(),
        outline.members.end(),
        [&](const Outline::Member& member) {
            if (member.is_list)
                return member.key.starts_with('@') && member.key != kw::graph;
            return member.key == kw::context &&
                   std::any_of(binding.begin(), binding.end(), [&](std::string_view word) {
                       return member.text.find(word) != std::string_view::npos;
                   });
        }
    );
}

} // namespace

std::optional<Result<Report>> read_listed(
    std::string_view bytes,
    const Options& options,
    ContextLoader& loader,
    TripleSink& sink
) {
    Prepared prepared;
    prepare(bytes, options, prepared);
    if (prepared.outline.shape != Outline::Shape::listed) {
        if (bytes.size() <= options.tree_bytes_max)
            return std::nullopt;
        return refused(without_mark(bytes, prepared.report), prepared.outline.shape);
    }
    if (loses_less_whole(prepared.outline, bytes.size(), options))
        return std::nullopt;
    // Nobody outside knows of the copy.
    const DoneWith done_with = prepared.copy.empty() ? options.done_with : DoneWith();
    Reading reading(prepared.outline, bytes.size(), options, done_with, loader, sink);
    reading.report().read = std::move(prepared.report);
    const Result<void> outcome = reading.run();
    if (!reading.fits())
        return std::nullopt;
    if (outcome.has_error())
        return Result<Report>(outcome.error());
    return Result<Report>(std::move(reading.report()));
}

std::size_t values_held(std::string_view bytes, const Options& options) {
    if (bytes.size() > options.whole_bytes_max) {
        const bool may_be_whole = bytes.size() <= options.tree_bytes_max;
        ReadReport unused;
        const Outline outline = outline_of(
            without_mark(bytes, unused),
            options.whole_bytes_max,
            options.done_with,
            options.entry_values_max,
            Look::brackets
        );
        const bool is_listed = outline.shape == Outline::Shape::listed &&
                               !(may_be_whole && may_bind_lists(outline)) &&
                               !loses_less_whole(outline, bytes.size(), options);
        if (is_listed)
            return outline.held_values;
        // Made into a list first, or refused.
        if (!may_be_whole)
            return options.entry_values_max;
    }
    json::ValueCounter counter;
    counter.add(bytes);
    if (options.done_with)
        options.done_with(bytes);
    return std::min(counter.values(), options.tree_values_max);
}

} // namespace moisson::rdf::jsonld
