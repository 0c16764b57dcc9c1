// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From bytes to XML documents: what stands before the first tag, encodings, several documents in
// one.
#include "rdf/rdfxml_reader.hpp"

#include "core/ascii.hpp"
#include "rdf/bounds.hpp"
#include "rdf/rdfxml_stream.hpp"
#include "rdf/utf8_stream.hpp"
#include "rdf/xml_prefilter.hpp"

#include <algorithm>
#include <optional>

namespace moisson::rdf::xml {

namespace {

// What is looked at before reading begins.
constexpr std::size_t head_bytes = 4 * limits::kib;

bool is_wide(std::string_view head) {
    // Texts with NUL inside: only the literal knows their length.
    using namespace std::string_view_literals;
    return head.starts_with("\xFE\xFF"sv) || head.starts_with("\xFF\xFE"sv) ||
           head.starts_with("\0<"sv) || head.starts_with("<\0"sv);
}

// Where XML begins: behind space before a declaration, and behind what is neither markup nor space.
std::size_t start_of_document(std::string_view head) {
    const auto first = std::min(head.find_first_not_of(" \t\r\n"), head.size());
    const std::string_view text = head.substr(first);
    const auto declaration = head.find("<?xml ");
    if (text.starts_with("<?xml"))
        return first;
    if (text.starts_with("<") && !text.starts_with("<br") && !text.starts_with("<b>") &&
        !text.starts_with("<p>"))
        return 0;
    if (declaration != std::string_view::npos)
        return declaration;
    return std::min(std::min(head.find("<rdf:RDF"), head.find('<')), head.size());
}

// The encoding of the XML declaration, empty when there is none.
std::string declared_encoding(std::string_view head) {
    if (!head.starts_with("<?xml"))
        return {};
    head = head.substr(0, head.find("?>"));
    const auto key = head.find("encoding");
    if (key == std::string_view::npos)
        return {};
    const auto open = head.find_first_of("\"'", key);
    if (open == std::string_view::npos)
        return {};
    const auto close = head.find(head[open], open + 1);
    if (close == std::string_view::npos)
        return {};
    return ascii_lowered(head.substr(open + 1, close - open - 1));
}

// One XML document of the bytes that are read.
struct Document {
    Document(
        const std::string& base,
        RaptorSession& session,
        BoundedSink& sink,
        ReadReport& report,
        TagMender& tags,
        Encoding encoding,
        std::size_t lines_before
    )
        : stream(
              base,
              session,
              sink,
              report,
              tags,
              [this, lines_before] { return lines_before + source.line(); }
          ),
          source(stream, encoding) {}

    RdfXmlStream stream;
    XmlSource source;
    XmlPrefilter filter;
};

class RdfXmlReader final : public Reader {
public:
    RdfXmlReader(const ReadOptions& options, TripleSink& sink)
        : base_(options.base), sink_(sink, report_), session_(sink_), tags_(report_) {}

    bool feed(std::string_view bytes) override;
    ReadReport finish() override;

private:
    void begin();
    void open_document();
    void take(std::string_view bytes);
    void filter(std::string_view bytes);
    void close_document();

    std::string base_;
    ReadReport report_;
    BoundedSink sink_;
    RaptorSession session_;
    TagMender tags_;
    Utf8Stream utf8_;
    std::optional<Document> document_;
    std::string head_;
    std::string clean_;
    std::size_t lines_before_ = 0;
    Encoding encoding_ = Encoding::utf8;
    bool wide_ = false;
    bool begun_ = false;
    bool wanted_ = true;
};

void RdfXmlReader::open_document() {
    document_.emplace(base_, session_, sink_, report_, tags_, encoding_, lines_before_);
}

// Looks at the first bytes: encoding, and what stands before the document.
void RdfXmlReader::begin() {
    begun_ = true;
    wide_ = is_wide(head_);
    if (wide_) {
        encoding_ = Encoding::declared;
        open_document();
        return;
    }
    std::string_view head = head_;
    if (head.starts_with("\xEF\xBB\xBF"))
        head.remove_prefix(3);
    const std::size_t start = start_of_document(head);
    if (start > 0) {
        lines_before_ = static_cast<std::size_t>(std::ranges::count(head.substr(0, start), '\n'));
        report_
            .repaired(Code::syntax_repaired, "text before the document", 1, head.substr(0, start));
    }
    const std::string name = declared_encoding(head.substr(start));
    const bool utf8 = name.empty() || name == "utf-8" || name == "utf8" || !is_known_encoding(name);
    if (utf8 && !name.empty() && name != "utf-8" && name != "utf8")
        report_.repaired(Code::encoding_repaired, "unknown encoding, read as UTF-8", 1, name);
    encoding_ = utf8 ? Encoding::utf8 : Encoding::declared;
    head_.erase(0, static_cast<std::size_t>(head.data() - head_.data()) + start);
    open_document();
}

void RdfXmlReader::filter(std::string_view bytes) {
    std::string mended;
    std::string waiting(bytes);
    while (wanted_) {
        mended.clear();
        const bool same = document_->filter.feed(waiting, mended);
        document_->source.feed(mended);
        wanted_ = !sink_.is_stopped() && !(document_->stream.is_over() && same);
        if (document_->filter.is_overfull()) {
            const std::size_t line = lines_before_ + document_->filter.lines() + 1;
            report_.lost(Code::limit_reached, "a tag with too many attributes", line, {});
            wanted_ = false;
            return;
        }
        if (same)
            return;
        waiting = document_->filter.rest();
        lines_before_ += document_->filter.lines();
        report_.repaired(
            Code::syntax_repaired,
            "another document behind the first",
            lines_before_ + 1,
            {}
        );
        close_document();
        open_document();
    }
}

void RdfXmlReader::take(std::string_view bytes) {
    if (wide_) {
        document_->source.feed(bytes);
        wanted_ = !sink_.is_stopped() && !document_->stream.is_over();
    } else if (encoding_ == Encoding::declared) {
        filter(bytes);
    } else {
        clean_.clear();
        const std::size_t before = utf8_.repairs();
        utf8_.feed(bytes, clean_);
        if (utf8_.repairs() > before)
            report_.repaired(
                Code::encoding_repaired,
                "invalid UTF-8",
                lines_before_ + document_->source.line(),
                {}
            );
        filter(clean_);
    }
}

bool RdfXmlReader::feed(std::string_view bytes) {
    if (!wanted_)
        return false;
    report_.bytes += bytes.size();
    if (report_.bytes > bounds::document_bytes) {
        report_.lost(Code::too_large, "the document is too long", 0, {});
        wanted_ = false;
        return false;
    }
    if (begun_) {
        take(bytes);
        return wanted_;
    }
    head_ += bytes;
    if (head_.size() >= head_bytes) {
        begin();
        take(head_);
        head_.clear();
    }
    return wanted_;
}

void RdfXmlReader::close_document() {
    const std::size_t controls = document_->filter.controls();
    const std::size_t ampersands = document_->filter.ampersands();
    document_->source.finish();
    document_->stream.finish();
    if (controls > 0)
        report_.repaired(Code::encoding_repaired, "control characters", 0, {});
    if (ampersands > 0)
        report_.repaired(Code::syntax_repaired, "bare ampersands", 0, {});
}

ReadReport RdfXmlReader::finish() {
    if (!begun_) {
        begin();
        take(head_);
    }
    if (document_ && wanted_) {
        std::string rest;
        utf8_.finish(rest);
        filter(rest);
        rest.clear();
        document_->filter.finish(rest);
        document_->source.feed(rest);
        close_document();
        if (!document_->stream.saw_root() && report_.complete)
            report_.lost(Code::parse_xml, "no element", 1, {});
    }
    document_.reset();
    return std::move(report_);
}

} // namespace

std::unique_ptr<Reader> make_rdfxml_reader(const ReadOptions& options, TripleSink& sink) {
    return std::make_unique<RdfXmlReader>(options, sink);
}

} // namespace moisson::rdf::xml
