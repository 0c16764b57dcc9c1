// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The document as a whole: where its records are, which of them repeat others, and what is wrong
// with it.
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "datajson/filters.hpp"
#include "datajson/members.hpp"
#include "datajson/rules.hpp"
#include "datajson/spans.hpp"
#include "datajson/wire.hpp"
#include "kit/body.hpp"
#include "kit/json_stream.hpp"
#include "kit/line_counter.hpp"
#include "kit/repair_json.hpp"

#include <unordered_map>

namespace moisson::datajson {
namespace {

constexpr std::size_t duplicates_told = 1'000;
// Entries of a document that cannot be read and have no id: further ones are only counted.
constexpr std::size_t unreadable_told = 1'000;
constexpr int nesting_max = 8;

class Contents final : public kit::DocumentContents {
public:
    Contents(kit::Document document, ReadOptions options)
        : body_(std::move(document.body)), spool_(std::move(document.spool)),
          url_(std::move(document.url)), options_(std::move(options)) {}

    std::size_t size() const override { return entries_.size(); }
    std::string_view id(std::size_t record) const override { return entries_[record].id; }
    std::size_t bytes(std::size_t record) const override { return entries_[record].bytes; }
    void read(std::size_t record, kit::Page& page) const override;

    Result<void> index();

    // A fault that ends where the next one begins leaves the brackets even: the record that it hit
    // may hold those behind it. The same document, mended as a whole, when that shows more of them.
    std::unique_ptr<Contents> unfolded() const;

private:
    Result<void> cut(std::string_view text, std::size_t base, int nesting, std::vector<Entry>& to);
    Result<void> mend(const Error& why);
    void member(std::string_view path, std::string_view value);
    void keep_each_id_once(std::vector<Entry> found);
    // Gives the entry its id, or the reason why it is not kept; false when a filter refuses it.
    bool examine(Entry& entry);
    std::string_view doubt_of(const Entry& entry, const WireDataset& dataset, bool synthetic);
    bool is_elision(const Entry& entry);
    std::string_view span(const Entry& entry) const {
        return body_.view().substr(entry.offset, entry.bytes);
    }
    void read_entry(const Entry& entry, kit::Page& page) const;
    Issue issue_at(Issue issue, std::size_t offset) const;

    net::Body body_;
    net::SpoolOptions spool_;
    std::string url_;
    ReadOptions options_;
    std::vector<Entry> entries_;
    kit::LineCounter lines_;
    // Of the text that `body_` was made from.
    kit::RepairMarks marks_;
    bool has_list_ = false;
    // To be mended, even though it can be cut as it is.
    bool is_to_mend_ = false;
    bool is_mended_ = false;
    bool has_broken_ = false;
    // Nested objects that are walked through, or will be.
    std::size_t nested_ = 0;
    // Nothing more is looked for.
    bool is_full_ = false;
};

Issue Contents::issue_at(Issue issue, std::size_t offset) const {
    issue.detail = lines_.where(offset) + ": " + issue.detail;
    issue.excerpt = lines_.around(offset);
    issue.remote_url = url_;
    return issue;
}

void Contents::member(std::string_view path, std::string_view value) {
    if (path == "title" || path == "dct:title")
        title = text_of(value);
    else if (path == "conformsTo" || path == "conformsTo.title")
        version = version_of(text_of(value));
}

// Records of one object or list that starts at `base` of the body; nested ones come after.
Result<void>
Contents::cut(std::string_view text, std::size_t base, int nesting, std::vector<Entry>& to) {
    std::vector<std::pair<std::size_t, std::size_t>> inner;
    net::Trail trail(body_, base);
    const auto add = [&](const kit::JsonSpan& span) {
        trail.reach(base + span.offset);
        if (to.size() >= options_.records_max) {
            is_full_ = true;
            return;
        }
        Entry entry;
        entry.offset = base + span.offset;
        entry.bytes = span.bytes.size();
        entry.nested = nesting > 0;
        if (const Result<void> fits = span.within_limits(); fits.has_error())
            entry.refused = fits.error().code;
        entry.holds_huge_text = span.longest_string > limits::json_string_bytes;
        to.push_back(std::move(entry));
    };
    kit::JsonHandlers handlers;
    handlers.object_path = "dataset";
    handlers.on_list = [this] { has_list_ = true; };
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (!holds_datasets(span.path))
            return add(span);
        is_full_ = is_full_ || nested_ >= options_.records_max;
        if (nested_++ < options_.records_max)
            inner.emplace_back(base + span.offset, span.bytes.size());
    };
    if (nesting == 0)
        handlers.on_member = [this](std::string_view path, std::string_view value) {
            member(path, value);
        };
    // A nested catalogue is an object: its own root is no list of datasets.
    const std::span<const std::string_view> paths(list_paths);
    const Result<void> scanned =
        kit::scan_json(text, nesting == 0 ? paths : paths.subspan(1), handlers);
    if (scanned.has_error())
        return scanned;
    // What is left of a document with too many records is told once, and not walked through.
    for (const auto& [offset, length] : inner) {
        if (to.size() >= options_.records_max) {
            is_full_ = true;
            break;
        }
        if (nesting >= nesting_max) {
            is_complete = false;
            break;
        }
        const std::string_view part = body_.view().substr(offset, length);
        if (Result<void> below = cut(part, offset, nesting + 1, to); below.has_error())
            return below;
    }
    return {};
}

// The structure itself is broken: the whole text is rewritten and cut again.
Result<void> Contents::mend(const Error& why) {
    if (body_.size() > options_.mended_bytes_max)
        return Error(
            why.code,
            why.detail + ", and " + std::to_string(body_.size()) + " bytes are too many to mend"
        );
    kit::RepairedJson repaired = kit::repair_json(body_.view());
    if (repaired.is_hopeless)
        return why;
    lines_ = kit::LineCounter::of(body_);
    for (const kit::JsonRepair& repair : repaired.repairs) {
        Issue issue(Code::parse_json, Stage::parse, std::string(repair.what));
        issue.severity = Severity::warning;
        issues.push_back(issue_at(std::move(issue), repair.offset));
    }
    if (repaired.repair_count > repaired.repairs.size()) {
        const std::size_t more = repaired.repair_count - repaired.repairs.size();
        Issue issue(Code::parse_json, Stage::parse, std::to_string(more) + " more repairs");
        issue.severity = Severity::warning;
        issues.push_back(std::move(issue));
    }
    lines_ = kit::LineCounter();
    is_mended_ = true;
    body_ = std::move(repaired.text);
    marks_ = std::move(repaired.marks);
    // What is not in a document that was cut or that hides its own parts may still be at the
    // source.
    is_complete = !marks_.may_lose();
    return repaired.repair_count == 0 ? Result<void>(why) : Result<void>();
}

// "...": whoever wrote it left records out.
bool Contents::is_elision(const Entry& entry) {
    if (span(entry).find_first_not_of('.') != std::string_view::npos)
        return false;
    Issue issue(Code::parse_json, Stage::parse, "elision");
    issue.severity = Severity::warning;
    issues.push_back(issue_at(std::move(issue), entry.offset));
    is_complete = false;
    return true;
}

std::string_view
Contents::doubt_of(const Entry& entry, const WireDataset& dataset, bool synthetic) {
    const std::size_t end = entry.offset + entry.bytes;
    const bool doubtful =
        dataset.is_doubtful || marks_.doubts(entry.offset, end) ||
        (marks_.touches(entry.offset, end) && !kit::duplicate_key(span(entry)).empty());
    is_complete = is_complete && !doubtful;
    if (marks_.closed(body_.view(), entry.offset, end))
        return "cut off: not kept";
    // Which of the two is not known: it would give its title to the other.
    if (dataset.is_named_twice) {
        is_complete = false;
        return "identifier twice: not kept";
    }
    if (dataset.is_titled_twice)
        return "title twice: not kept";
    // The text that hid its identifier hides more.
    if (doubtful && synthetic)
        return "no identifier after a repair: not kept";
    if (synthetic && has_odd_identifier(dataset.value))
        return "identifier of another type";
    return {};
}

bool Contents::examine(Entry& entry) {
    if (entry.refused != Code::internal_error) {
        // What is too large for a record may be many.
        const bool may_be_many = entry.refused == Code::too_large &&
                                 (entry.holds_huge_text || !is_one_record(span(entry)));
        has_broken_ = has_broken_ || may_be_many;
        entry.id = id_of_span(span(entry));
        return true;
    }
    const Result<WireDataset> dataset = parse_dataset(span(entry));
    has_broken_ = has_broken_ || dataset.has_error() || dataset->is_doubtful;
    if (dataset.has_error()) {
        entry.id = id_of_span(span(entry));
        return true;
    }
    bool synthetic = false;
    entry.id = identify(dataset->value, options_.source_key, synthetic);
    // Before the filters: what a repair may have changed says too little to leave it out for good.
    entry.unsure = doubt_of(entry, *dataset, synthetic);
    if (!passes(dataset->value, options_.filters))
        return false;
    if (!entry.unsure.empty() && (synthetic || dataset->is_named_twice))
        entry.id.clear();
    return true;
}

// First come, first kept. What a catalog, a service or a series repeats is no fault.
void Contents::keep_each_id_once(std::vector<Entry> found) {
    std::unordered_map<std::string, std::size_t> first;
    std::size_t told = 0;
    std::size_t unreadable = 0;
    net::Trail trail(body_);
    for (Entry& entry : found) {
        trail.reach(entry.offset);
        if (is_elision(entry) || !examine(entry))
            continue;
        if (entry.id.empty()) {
            // It may be any of those that are known.
            is_complete = false;
            if (++unreadable <= unreadable_told)
                entries_.push_back(std::move(entry));
            continue;
        }
        const auto [known, is_new] = first.try_emplace(entry.id, entry.offset);
        if (is_new) {
            entries_.push_back(std::move(entry));
            continue;
        }
        if (entry.nested || told++ >= duplicates_told)
            continue;
        Issue issue(Code::dup_id, Stage::parse, "first at " + lines_.where(known->second));
        issue.remote_id = entry.id;
        issues.push_back(issue_at(std::move(issue), entry.offset));
    }
    if (unreadable > unreadable_told) {
        const std::string more = std::to_string(unreadable - unreadable_told);
        issues.emplace_back(Code::bad_shape, Stage::parse, more + " more entries without id");
    }
}

Result<void> Contents::index() {
    Result<net::Body> ready = kit::prepared_json_body(std::move(body_), spool_, url_, issues);
    if (ready.has_error())
        return ready.error();
    body_ = std::move(ready.value());
    std::vector<Entry> found;
    const std::vector<Issue> before = issues;
    Result<void> whole = Error(Code::parse_json, "a record that holds others");
    if (!is_to_mend_)
        whole = cut(body_.view(), 0, 0, found);
    if (whole.has_error() && whole.error().code == Code::parse_json) {
        found.clear();
        issues = before;
        nested_ = 0;
        is_full_ = false;
        if (whole = mend(whole.error()); whole.has_value())
            whole = cut(body_.view(), 0, 0, found);
    }
    if (whole.has_error())
        return whole;
    if (!has_list_ && found.empty())
        return Error(
            Code::bad_shape,
            "no list of datasets: " + kit::excerpt_of(body_.view().substr(0, 200))
        );
    if (is_full_) {
        issues.emplace_back(Code::limit_reached, Stage::parse, "records of one document");
        is_complete = false;
    }
    lines_ = kit::LineCounter::of(body_);
    listed = found.size();
    keep_each_id_once(std::move(found));
    // What a broken record hides is found by mending the text.
    if (has_broken_ && body_.size() > options_.mended_bytes_max && is_complete) {
        is_complete = false;
        const std::string size = std::to_string(body_.size());
        issues.emplace_back(
            Code::limit_reached,
            Stage::parse,
            size + " bytes are too many to search behind a broken record"
        );
    }
    software = "data.json";
    return {};
}

std::unique_ptr<Contents> Contents::unfolded() const {
    // A text that was mended already is all that can be had of it.
    if (!has_broken_ || is_mended_)
        return nullptr;
    kit::Document same;
    same.body = body_;
    same.spool = spool_;
    same.url = url_;
    auto other = std::make_unique<Contents>(std::move(same), options_);
    other->is_to_mend_ = true;
    const bool is_better = other->index().has_value() && other->size() > size();
    return is_better ? std::move(other) : nullptr;
}

void Contents::read(std::size_t record, kit::Page& page) const {
    read_entry(entries_[record], page);
    body_.forget(span(entries_[record]));
}

void Contents::read_entry(const Entry& entry, kit::Page& page) const {
    const std::string_view bytes = span(entry);
    const auto refuse = [&](Code code, std::string detail, std::size_t offset) {
        Issue issue(code, Stage::parse, std::move(detail));
        issue.remote_id = entry.id;
        page.issues.push_back(issue_at(std::move(issue), offset));
    };
    if (entry.refused != Code::internal_error) {
        refuse(entry.refused, kit::within_limits(bytes).error().detail, entry.offset);
        return;
    }
    Result<WireDataset> dataset = parse_dataset(bytes);
    if (dataset.has_error()) {
        const Error& error = dataset.error();
        refuse(error.code, error.detail, entry.offset + byte_of(error));
        return;
    }
    if (!entry.unsure.empty()) {
        const bool repaired = !has_odd_identifier(dataset->value);
        const Code code = repaired ? Code::parse_json : Code::bad_shape;
        refuse(code, std::string(entry.unsure), entry.offset);
        return;
    }
    if (entry.id.empty()) {
        refuse(Code::missing_id, "no identifier, landing page or title", entry.offset);
        return;
    }
    // It would lose the title it is known by.
    if (has_odd_title(dataset->value))
        return refuse(Code::bad_shape, "title of another type", entry.offset);
    for (Issue& issue : dataset->issues) {
        issue.remote_id = entry.id;
        page.issues.push_back(issue_at(std::move(issue), entry.offset + dataset->fault_at));
    }
    bool synthetic = false;
    kit::WireRecord wire;
    wire.remote_id = identify(dataset->value, options_.source_key, synthetic);
    if (synthetic) {
        Issue issue(Code::id_synthetic, Stage::parse, "no identifier");
        issue.remote_id = wire.remote_id;
        page.issues.push_back(issue_at(std::move(issue), entry.offset));
    }
    wire.canonical = kit::canonical_json(dataset->value, canonical_rules());
    wire.digest = sha256(wire.canonical);
    page.records.push_back(std::move(wire));
}

} // namespace

Result<std::shared_ptr<const kit::DocumentContents>>
read_document(kit::Document document, ReadOptions options) {
    auto contents = std::make_shared<Contents>(std::move(document), std::move(options));
    if (const Result<void> indexed = contents->index(); indexed.has_error())
        return indexed.error();
    if (std::unique_ptr<Contents> more = contents->unfolded(); more != nullptr)
        contents = std::move(more);
    return std::shared_ptr<const kit::DocumentContents>(std::move(contents));
}

} // namespace moisson::datajson
