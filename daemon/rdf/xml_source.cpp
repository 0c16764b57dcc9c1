// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// libxml2's push parser in recover mode with our own handlers.
#include "rdf/xml_source.hpp"

#include "core/assert.hpp"
#include "core/utf8.hpp"
#include "rdf/bounds.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/encoding.h>
#include <libxml/entities.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <new>
#include <vector>

namespace moisson::rdf::xml {

namespace {

std::string_view text_of(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::string_view text_of(const xmlChar* begin, const xmlChar* end) {
    return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}

const xmlChar* xml_text(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

// References to other entities; references to characters are harmless.
bool names_entities(std::string_view content) {
    for (auto at = content.find('&'); at != std::string_view::npos; at = content.find('&', at + 1))
        if (content.substr(at, 2) != "&#")
            return true;
    return false;
}

} // namespace

struct XmlSource::State {
    explicit State(Events& target) : events(target) {}

    Events& events;
    xmlSAXHandler handler{};
    xmlParserCtxtPtr context = nullptr;
    // Holds the entities that are allowed.
    xmlDocPtr entities = nullptr;
    std::size_t entity_count = 0;
    bool stopped = false;
    std::vector<Namespace> namespaces;
    std::vector<Attribute> attributes;

    static State& of(void* data) { return *static_cast<State*>(data); }
    void set_handlers();
    xmlEntityPtr add_entity(const xmlChar* name, const std::string& content);
    void stop();

    static void on_start(
        void* data,
        const xmlChar* local,
        const xmlChar* prefix,
        const xmlChar* uri,
        int namespace_count,
        const xmlChar** namespaces,
        int attribute_count,
        int defaulted,
        const xmlChar** attributes
    );
    static void on_entity_declared(
        void* data,
        const xmlChar* name,
        int type,
        const xmlChar* public_id,
        const xmlChar* system_id,
        xmlChar* content
    );
    static xmlEntityPtr find_entity(void* data, const xmlChar* name);
    static void on_error(void* data, xmlErrorPtr error);
};

void XmlSource::State::stop() {
    stopped = true;
    if (context != nullptr)
        xmlStopParser(context);
}

void XmlSource::State::on_start(
    void* data,
    const xmlChar* local,
    const xmlChar* prefix,
    const xmlChar* uri,
    int namespace_count,
    const xmlChar** namespaces,
    int attribute_count,
    int,
    const xmlChar** attributes
) {
    State& self = of(data);
    self.namespaces.clear();
    for (int i = 0; i < namespace_count; ++i)
        self.namespaces.push_back(
            Namespace{text_of(namespaces[2 * i]), text_of(namespaces[2 * i + 1])}
        );
    self.attributes.clear();
    for (int i = 0; i < attribute_count; ++i) {
        const xmlChar** const at = attributes + std::ptrdiff_t{5} * i;
        self.attributes.push_back(
            Attribute{text_of(at[1]), text_of(at[0]), text_of(at[2]), text_of(at[3], at[4])}
        );
    }
    self.events.on_start(
        Tag{text_of(prefix), text_of(local), text_of(uri), self.namespaces, self.attributes}
    );
}

xmlEntityPtr XmlSource::State::add_entity(const xmlChar* name, const std::string& content) {
    if (entities == nullptr) {
        entities = xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0"));
        if (entities == nullptr)
            throw std::bad_alloc();
        xmlCreateIntSubset(entities, reinterpret_cast<const xmlChar*>("e"), nullptr, nullptr);
    }
    if (++entity_count > bounds::entities)
        return nullptr;
    return xmlAddDocEntity(
        entities,
        name,
        XML_INTERNAL_GENERAL_ENTITY,
        nullptr,
        nullptr,
        xml_text(content)
    );
}

void XmlSource::State::on_entity_declared(
    void* data,
    const xmlChar* name,
    int type,
    const xmlChar*,
    const xmlChar*,
    xmlChar* content
) {
    State& self = of(data);
    const std::string_view text = text_of(content);
    if (type != XML_INTERNAL_GENERAL_ENTITY) {
        self.events.on_fault(Fault::entity, text_of(name));
    } else if (names_entities(text) || text.size() > bounds::entity_bytes) {
        self.events.on_fault(Fault::entity_bomb, text_of(name));
        self.stop();
    } else {
        self.add_entity(name, std::string(text));
    }
}

xmlEntityPtr XmlSource::State::find_entity(void* data, const xmlChar* name) {
    State& self = of(data);
    if (xmlEntityPtr const predefined = xmlGetPredefinedEntity(name))
        return predefined;
    if (self.entities != nullptr)
        if (xmlEntityPtr const found = xmlGetDocEntity(self.entities, name))
            return found;
    const htmlEntityDesc* const html = htmlEntityLookup(name);
    if (html == nullptr) {
        self.events.on_fault(Fault::entity, text_of(name));
        return nullptr;
    }
    self.events.on_fault(Fault::html_entity, text_of(name));
    std::string content;
    append_utf8(content, static_cast<char32_t>(html->value));
    return self.add_entity(name, content);
}

void XmlSource::State::on_error(void* data, xmlErrorPtr error) {
    State& self = of(data);
    if (error->level < XML_ERR_ERROR || self.stopped)
        return;
    std::string_view detail = error->message == nullptr ? "" : error->message;
    while (!detail.empty() && detail.back() == '\n')
        detail.remove_suffix(1);
    switch (error->code) {
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
    case XML_WAR_NS_URI:
        // Told where the prefix or the entity is mended; namespaces need not be URIs of ASCII.
        return;
    case XML_ERR_DOCUMENT_END:
        self.events.on_fault(Fault::extra, detail);
        return;
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_I18N_CONV_FAILED:
        self.events.on_fault(Fault::encoding, detail);
        return;
    default:
        self.events.on_fault(Fault::syntax, detail);
    }
}

void XmlSource::State::set_handlers() {
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = &State::on_start;
    handler.endElementNs = [](void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
        of(data).events.on_end();
    };
    handler.characters = [](void* data, const xmlChar* text, int length) {
        of(data).events.on_text(text_of(text, text + length));
    };
    handler.ignorableWhitespace = handler.characters;
    handler.cdataBlock = handler.characters;
    handler.comment = [](void* data, const xmlChar* text) {
        of(data).events.on_comment(text_of(text));
    };
    handler.processingInstruction = [](void* data, const xmlChar* target, const xmlChar* text) {
        of(data).events.on_instruction(text_of(target), text_of(text));
    };
    handler.entityDecl = &State::on_entity_declared;
    handler.getEntity = &State::find_entity;
    handler.getParameterEntity = [](void*, const xmlChar*) -> xmlEntityPtr { return nullptr; };
    handler.resolveEntity = [](void*, const xmlChar*, const xmlChar*) -> xmlParserInputPtr {
        return nullptr;
    };
    handler.serror = &State::on_error;
}

XmlSource::XmlSource(Events& events, Encoding encoding) : state_(std::make_unique<State>(events)) {
    state_->set_handlers();
    state_->context = xmlCreatePushParserCtxt(&state_->handler, state_.get(), nullptr, 0, nullptr);
    if (state_->context == nullptr)
        throw std::bad_alloc();
    int options = XML_PARSE_RECOVER | XML_PARSE_NOENT | XML_PARSE_NONET;
    if (encoding == Encoding::utf8)
        options |= XML_PARSE_IGNORE_ENC;
    xmlCtxtUseOptions(state_->context, options);
    if (encoding == Encoding::utf8)
        xmlSwitchEncoding(state_->context, XML_CHAR_ENCODING_UTF8);
}

XmlSource::~XmlSource() {
    xmlDocPtr const document = state_->context->myDoc;
    xmlFreeParserCtxt(state_->context);
    if (document != nullptr)
        xmlFreeDoc(document);
    if (state_->entities != nullptr)
        xmlFreeDoc(state_->entities);
}

bool XmlSource::feed(std::string_view bytes) {
    constexpr std::size_t piece = 16 * limits::kib;
    while (!bytes.empty() && !state_->stopped) {
        const std::string_view part = bytes.substr(0, piece);
        xmlParseChunk(state_->context, part.data(), static_cast<int>(part.size()), 0);
        bytes.remove_prefix(part.size());
    }
    return !state_->stopped;
}

void XmlSource::finish() {
    if (!state_->stopped)
        xmlParseChunk(state_->context, nullptr, 0, 1);
}

void XmlSource::stop() {
    state_->stop();
}

std::size_t XmlSource::line() const {
    const xmlParserInputPtr input = state_->context->input;
    return input == nullptr || input->line < 1 ? 0 : static_cast<std::size_t>(input->line);
}

bool is_known_encoding(std::string_view name) {
    const std::string text(name);
    if (xmlParseCharEncoding(text.c_str()) > XML_CHAR_ENCODING_NONE)
        return true;
    xmlCharEncodingHandlerPtr const handler = xmlFindCharEncodingHandler(text.c_str());
    if (handler == nullptr)
        return false;
    xmlCharEncCloseFunc(handler);
    return true;
}

} // namespace moisson::rdf::xml
