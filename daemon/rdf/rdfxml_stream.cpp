// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The stack of open tags, and how reading is taken up again behind an error.
#include "rdf/rdfxml_stream.hpp"

#include "rdf/bounds.hpp"

#include <algorithm>

namespace moisson::rdf::xml {

namespace {

constexpr std::size_t flush_bytes = 16 * limits::kib;

bool is_rdf(const Tag& tag) {
    if (tag.uri == ns::rdf || tag.prefix == "rdf")
        return true;
    const bool declared = std::ranges::any_of(tag.namespaces, [](const Namespace& space) {
        return space.uri == ns::rdf;
    });
    return declared || std::ranges::any_of(tag.attributes, [](const Attribute& attribute) {
               return attribute.uri == ns::rdf || attribute.prefix == "rdf";
           });
}

} // namespace

RdfXmlStream::RdfXmlStream(
    std::string base,
    RaptorSession& session,
    BoundedSink& sink,
    ReadReport& report,
    TagMender& tags,
    std::function<std::size_t()> line
)
    : base_(std::move(base)), session_(session), sink_(sink), report_(report), tags_(tags),
      line_(std::move(line)) {}

Role RdfXmlStream::role_here() const {
    return open_.empty() ? Role::node : open_.back().tag.inside;
}

void RdfXmlStream::refuse_root(const Tag& tag) {
    report_.lost(
        Code::parse_rdf,
        "XML that is not RDF: root element " + std::string(tag.local),
        line_(),
        {}
    );
    over_ = true;
}

void RdfXmlStream::on_start(const Tag& tag) {
    if (over_)
        return;
    Role role = role_here();
    if (open_.empty()) {
        if (saw_root_ || !is_rdf(tag)) {
            refuse_root(tag);
            return;
        }
        saw_root_ = true;
        begun_ = session_.begin("rdfxml", base_);
        const bool document =
            tag.local == "RDF" && (tag.uri == ns::rdf || (tag.uri.empty() && tag.prefix == "rdf"));
        role = document ? Role::document : Role::node;
    }
    if (open_.size() >= bounds::nesting_depth) {
        report_.lost(Code::limit_reached, "nested too deeply", line_(), tag.local);
        over_ = true;
        return;
    }
    Open open{tags_.mend(tag, role, line_()), role};
    if (!is_skipping())
        out_ += open.tag.start;
    open_.push_back(std::move(open));
    text_bytes_ = 0;
    if (out_.size() > flush_bytes)
        flush();
}

void RdfXmlStream::on_end() {
    if (over_ || open_.empty())
        return;
    const Open closed = std::move(open_.back());
    open_.pop_back();
    if (is_skipping()) {
        if (open_.size() < skip_below_)
            restart();
        return;
    }
    out_ += closed.tag.end;
    if (closed.role == Role::property || out_.size() > flush_bytes)
        flush();
}

void RdfXmlStream::on_text(std::string_view text) {
    if (over_ || is_skipping() || open_.empty())
        return;
    text_bytes_ += text.size();
    if (text_bytes_ > bounds::literal_bytes) {
        report_.lost(
            Code::too_large,
            "literal too long, its property is dropped",
            line_(),
            text.substr(0, bounds::excerpt_bytes)
        );
        recover(false);
        return;
    }
    append_text(out_, text);
    if (out_.size() > flush_bytes)
        flush();
}

void RdfXmlStream::on_comment(std::string_view text) {
    if (over_ || is_skipping() || role_here() != Role::literal || open_.empty())
        return;
    out_ += "<!--";
    out_ += text;
    out_ += "-->";
}

void RdfXmlStream::on_instruction(std::string_view target, std::string_view data) {
    if (over_ || is_skipping() || role_here() != Role::literal || open_.empty())
        return;
    out_ += "<?";
    out_ += target;
    out_ += ' ';
    out_ += data;
    out_ += "?>";
}

void RdfXmlStream::on_fault(Fault fault, std::string_view detail) {
    switch (fault) {
    case Fault::syntax:
        report_.repaired(Code::syntax_repaired, "XML not well-formed", line_(), detail);
        return;
    case Fault::encoding:
        report_.repaired(Code::encoding_repaired, "wrong encoding", line_(), detail);
        return;
    case Fault::html_entity:
        report_.repaired(Code::syntax_repaired, "entity of HTML", line_(), detail);
        return;
    case Fault::entity:
        report_.lost(Code::parse_xml, "entity that is external or unknown", line_(), detail);
        return;
    case Fault::entity_bomb:
        report_
            .lost(Code::limit_reached, "entity defined by entities, or too long", line_(), detail);
        over_ = true;
        return;
    case Fault::extra:
        report_.lost(Code::syntax_repaired, "text behind the end of the document", line_(), detail);
        return;
    }
}

void RdfXmlStream::flush() {
    if (out_.empty() || !begun_)
        return;
    sink_.set_line(line_());
    const bool at_property_end = !open_.empty() && open_.back().tag.inside == Role::property;
    const bool fine = session_.feed(out_);
    const std::string_view tail =
        std::string_view(out_).substr(out_.size() - std::min(out_.size(), bounds::excerpt_bytes));
    for (const RaptorMessage& message : session_.messages()) {
        if (message.is_error)
            report_.lost(Code::parse_rdf, message.text, line_(), tail);
        else
            report_.repaired(Code::syntax_repaired, message.text, line_(), tail);
    }
    session_.clear_messages();
    out_.clear();
    if (!session_.is_wanted())
        over_ = true;
    else if (!fine)
        recover(at_property_end);
}

// Raptor parses no further: what it choked on is left out, and the open tags are given to it anew.
void RdfXmlStream::recover(bool at_property_end) {
    out_.clear();
    if (open_.empty() || ++restarts_ > bounds::restarts) {
        over_ = true;
        return;
    }
    const auto fragile =
        std::ranges::find_if(open_, [](const Open& open) { return open.tag.is_fragile; });
    if (fragile != open_.end()) {
        skip_below_ = static_cast<std::size_t>(fragile - open_.begin()) + 1;
        return;
    }
    // Failing again without a triple in between: the node itself is refused.
    const bool progress = report_.triples != triples_at_restart_;
    if (at_property_end && progress) {
        restart();
        return;
    }
    if (at_property_end) {
        skip_below_ = open_.size();
        return;
    }
    auto property = std::find_if(open_.rbegin(), open_.rend(), [](const Open& open) {
        return open.role == Role::property;
    });
    skip_below_ =
        property == open_.rend() ? open_.size() : static_cast<std::size_t>(open_.rend() - property);
}

void RdfXmlStream::restart() {
    skip_below_ = no_skip;
    if (open_.empty()) {
        over_ = true;
        return;
    }
    out_.clear();
    triples_at_restart_ = report_.triples;
    begun_ = session_.begin("rdfxml", base_);
    for (const Open& open : open_)
        out_ += open.tag.start;
}

void RdfXmlStream::finish() {
    if (over_ || !saw_root_)
        return;
    if (!open_.empty()) {
        report_.lost(
            Code::truncated,
            "the document ends inside an element",
            line_(),
            open_.back().tag.start
        );
        // A property that was cut says something else than it did.
        if (open_.back().role == Role::property || open_.back().role == Role::literal) {
            while (!open_.empty() && open_.back().role != Role::node)
                open_.pop_back();
            restart();
        }
        while (!open_.empty() && !over_)
            on_end();
    }
    flush();
    if (!over_ && begun_ && !is_skipping() && !session_.end())
        for (const RaptorMessage& message : session_.messages())
            if (message.is_error)
                report_.lost(Code::parse_rdf, message.text, line_(), {});
}

} // namespace moisson::rdf::xml
