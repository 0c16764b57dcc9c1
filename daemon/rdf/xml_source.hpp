// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// XmlSource: libxml2 as a forgiving stream of tags and text. Document type definitions are inert:
// no external subset, no external or nested entity; the named characters of HTML are known.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace moisson::rdf::xml {

struct Namespace {
    std::string_view prefix;
    std::string_view uri;
};

struct Attribute {
    std::string_view prefix;
    std::string_view local;
    // Empty when there is no prefix or it is not declared.
    std::string_view uri;
    std::string_view value;
};

struct Tag {
    std::string_view prefix;
    std::string_view local;
    std::string_view uri;
    std::span<const Namespace> namespaces;
    std::span<const Attribute> attributes;
};

enum class Fault : unsigned char {
    // Not well-formed; reading goes on.
    syntax,
    encoding,
    // Text behind the end of the document: not read.
    extra,
    // An entity that HTML knows and the document does not declare.
    html_entity,
    // An entity that is refused or unknown: its text is missing.
    entity,
    // The definition of entities by entities: reading stops.
    entity_bomb,
};

class Events {
public:
    virtual ~Events() = default;
    virtual void on_start(const Tag& tag) = 0;
    virtual void on_end() = 0;
    virtual void on_text(std::string_view text) = 0;
    virtual void on_comment(std::string_view text) = 0;
    virtual void on_instruction(std::string_view target, std::string_view data) = 0;
    virtual void on_fault(Fault fault, std::string_view detail) = 0;
};

enum class Encoding : unsigned char { declared, utf8 };

class XmlSource {
public:
    // `events` outlives this object. utf8: whatever the declaration says, the bytes are UTF-8.
    XmlSource(Events& events, Encoding encoding);
    ~XmlSource();
    XmlSource(const XmlSource&) = delete;
    XmlSource& operator=(const XmlSource&) = delete;

    // False when nothing more can be read.
    bool feed(std::string_view bytes);
    void finish();
    void stop();
    std::size_t line() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// True when libxml2 can decode what `name` declares.
bool is_known_encoding(std::string_view name);

} // namespace moisson::rdf::xml
