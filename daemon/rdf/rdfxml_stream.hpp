// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RdfXmlStream: takes the events of one XML document, keeps the open tags, and feeds raptor.
#pragma once

#include "rdf/bounded_sink.hpp"
#include "rdf/raptor_session.hpp"
#include "rdf/rdfxml_mender.hpp"
#include "rdf/xml_source.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::xml {

class RdfXmlStream final : public Events {
public:
    // All outlive this object. `line` tells where the document is being read.
    RdfXmlStream(
        std::string base,
        RaptorSession& session,
        BoundedSink& sink,
        ReadReport& report,
        TagMender& tags,
        std::function<std::size_t()> line
    );

    void on_start(const Tag& tag) override;
    void on_end() override;
    void on_text(std::string_view text) override;
    void on_comment(std::string_view text) override;
    void on_instruction(std::string_view target, std::string_view data) override;
    void on_fault(Fault fault, std::string_view detail) override;

    // After the last event: closes what is open and ends raptor's parsing.
    void finish();
    // Nothing more of this document can or shall be read.
    bool is_over() const { return over_; }
    bool saw_root() const { return saw_root_; }

private:
    struct Open {
        MendedTag tag;
        Role role = Role::node;
    };

    Role role_here() const;
    bool is_skipping() const { return skip_below_ != no_skip; }
    void flush();
    void recover(bool at_property_end);
    void restart();
    void refuse_root(const Tag& tag);

    static constexpr std::size_t no_skip = static_cast<std::size_t>(-1);

    std::string base_;
    RaptorSession& session_;
    BoundedSink& sink_;
    ReadReport& report_;
    TagMender& tags_;
    std::function<std::size_t()> line_;

    std::vector<Open> open_;
    std::string out_;
    std::size_t skip_below_ = no_skip;
    std::size_t restarts_ = 0;
    std::size_t triples_at_restart_ = 0;
    std::size_t text_bytes_ = 0;
    bool saw_root_ = false;
    bool begun_ = false;
    bool over_ = false;
};

} // namespace moisson::rdf::xml
