// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The only file that includes raptor2.
#include "rdf/raptor_session.hpp"

#include "core/assert.hpp"

#include <libxml/xmlerror.h>
#include <raptor2/raptor2.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

namespace moisson::rdf {

namespace {

constexpr std::size_t messages_max = 100;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view text_of(const unsigned char* bytes, std::size_t length) {
    return bytes == nullptr ? std::string_view{}
                            : std::string_view(reinterpret_cast<const char*>(bytes), length);
}

std::string_view text_of(raptor_uri* uri) {
    std::size_t length = 0;
    const unsigned char* const bytes = raptor_uri_as_counted_string(uri, &length);
    return text_of(bytes, length);
}

TermView view_of(const raptor_term& term) {
    switch (term.type) {
    case RAPTOR_TERM_TYPE_URI:
        return iri(text_of(term.value.uri));
    case RAPTOR_TERM_TYPE_BLANK:
        return blank(text_of(term.value.blank.string, term.value.blank.string_len));
    case RAPTOR_TERM_TYPE_LITERAL:
    case RAPTOR_TERM_TYPE_UNKNOWN:
        break;
    }
    const raptor_term_literal_value& value = term.value.literal;
    const std::string_view text = text_of(value.string, value.string_len);
    if (value.language != nullptr && value.language_len > 0)
        return literal_in(text, text_of(value.language, value.language_len));
    return value.datatype != nullptr ? literal(text, text_of(value.datatype)) : literal(text);
}

TripleView view_of(const raptor_statement& statement) {
    TripleView triple;
    triple.subject = view_of(*statement.subject);
    triple.predicate = text_of(statement.predicate->value.uri);
    triple.object = view_of(*statement.object);
    if (statement.graph != nullptr)
        triple.graph = view_of(*statement.graph);
    return triple;
}

raptor_world* open_world() {
    raptor_world* const world = raptor_new_world();
    if (world == nullptr)
        throw std::bad_alloc();
    // No HTTP library is started, and libxml2's error handlers stay those of the thread.
    raptor_world_set_flag(world, RAPTOR_WORLD_FLAG_WWW_SKIP_INIT_FINISH, 1);
    const xmlStructuredErrorFunc handler = xmlStructuredError;
    void* const context = xmlStructuredErrorContext;
    if (raptor_world_open(world) != 0)
        throw std::bad_alloc();
    xmlSetStructuredErrorFunc(context, handler);
    return world;
}

// Worlds are lent and never freed: the end of one ends libxml2 for the whole process
// (xmlCleanupParser), whoever is parsing with it. There are as many as sessions at one time.
class Worlds {
public:
    static Worlds& instance() {
        static Worlds& worlds = *new Worlds;
        return worlds;
    }

    // Opening touches tables of the whole process: one at a time.
    raptor_world* take() {
        const std::lock_guard lock(mutex_);
        if (idle_.empty())
            return open_world();
        raptor_world* const world = idle_.back();
        idle_.pop_back();
        return world;
    }

    void give_back(raptor_world* world) {
        raptor_world_set_log_handler(world, nullptr, nullptr);
        raptor_world_set_generate_bnodeid_handler(world, nullptr, nullptr);
        const std::lock_guard lock(mutex_);
        idle_.push_back(world);
    }

private:
    std::mutex mutex_;
    std::vector<raptor_world*> idle_;
};

} // namespace

struct RaptorSession::State {
    explicit State(TripleSink& target) : sink(target) {}

    TripleSink& sink;
    raptor_world* world = nullptr;
    raptor_parser* parser = nullptr;
    std::vector<RaptorMessage> messages;
    std::vector<raptor_statement*> held;
    bool hold = false;
    bool failed = false;
    bool wanted = true;
    std::size_t nodes = 0;

    static void on_statement(void* data, raptor_statement* statement);
    static void on_log(void* data, raptor_log_message* message);
    static unsigned char* name_node(void* data, unsigned char* label);
    void release_held(bool push);
    void close_parser();
};

void RaptorSession::State::on_statement(void* data, raptor_statement* statement) {
    auto& self = *static_cast<State*>(data);
    if (!self.wanted)
        return;
    if (self.hold)
        self.held.push_back(raptor_statement_copy(statement));
    else
        self.wanted = self.sink.on_triple(view_of(*statement));
}

void RaptorSession::State::on_log(void* data, raptor_log_message* message) {
    auto& self = *static_cast<State*>(data);
    if (message->level < RAPTOR_LOG_LEVEL_WARN)
        return;
    const bool error = message->level >= RAPTOR_LOG_LEVEL_ERROR;
    self.failed = self.failed || error;
    if (self.messages.size() >= messages_max)
        return;
    RaptorMessage kept;
    kept.text = message->text == nullptr ? "" : message->text;
    kept.is_error = error;
    if (message->locator != nullptr && message->locator->line > 0)
        kept.line = static_cast<std::size_t>(message->locator->line);
    self.messages.push_back(std::move(kept));
}

// A label of the document keeps its name behind "b", one we invent has "g": they never meet.
unsigned char* RaptorSession::State::name_node(void* data, unsigned char* label) {
    auto& self = *static_cast<State*>(data);
    const std::string name = label != nullptr
                                 ? "b" + std::string(reinterpret_cast<const char*>(label))
                                 : "g" + std::to_string(++self.nodes);
    if (label != nullptr)
        raptor_free_memory(label);
    auto* const copy = static_cast<unsigned char*>(raptor_alloc_memory(name.size() + 1));
    if (copy != nullptr)
        std::memcpy(copy, name.c_str(), name.size() + 1);
    return copy;
}

void RaptorSession::State::release_held(bool push) {
    for (raptor_statement* const statement : held) {
        if (push && wanted)
            wanted = sink.on_triple(view_of(*statement));
        raptor_free_statement(statement);
    }
    held.clear();
}

void RaptorSession::State::close_parser() {
    if (parser != nullptr)
        raptor_free_parser(parser);
    parser = nullptr;
}

RaptorSession::RaptorSession(TripleSink& sink) : state_(std::make_unique<State>(sink)) {
    state_->world = Worlds::instance().take();
    raptor_world_set_log_handler(state_->world, state_.get(), &State::on_log);
    raptor_world_set_generate_bnodeid_handler(state_->world, state_.get(), &State::name_node);
}

RaptorSession::~RaptorSession() {
    state_->release_held(false);
    state_->close_parser();
    Worlds::instance().give_back(state_->world);
}

bool RaptorSession::begin(const char* parser, std::string_view base) {
    state_->close_parser();
    state_->messages.clear();
    state_->failed = false;
    state_->parser = raptor_new_parser(state_->world, parser);
    MOISSON_ASSERT(state_->parser != nullptr);
    raptor_parser_set_option(state_->parser, RAPTOR_OPTION_NO_NET, nullptr, 1);
    raptor_parser_set_option(state_->parser, RAPTOR_OPTION_NO_FILE, nullptr, 1);
    raptor_parser_set_option(state_->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, nullptr, 0);
    // Language tags stay as written.
    raptor_parser_set_option(state_->parser, RAPTOR_OPTION_NORMALIZE_LANGUAGE, nullptr, 0);
    raptor_parser_set_statement_handler(state_->parser, state_.get(), &State::on_statement);
    raptor_uri* const uri =
        raptor_new_uri_from_counted_string(state_->world, bytes_of(base), base.size());
    const bool started = uri != nullptr && raptor_parser_parse_start(state_->parser, uri) == 0;
    if (uri != nullptr)
        raptor_free_uri(uri);
    return started;
}

bool RaptorSession::feed(std::string_view chunk) {
    MOISSON_ASSERT(state_->parser != nullptr);
    const int code = raptor_parser_parse_chunk(state_->parser, bytes_of(chunk), chunk.size(), 0);
    return code == 0 && !state_->failed;
}

bool RaptorSession::end() {
    MOISSON_ASSERT(state_->parser != nullptr);
    const int code = raptor_parser_parse_chunk(state_->parser, nullptr, 0, 1);
    state_->close_parser();
    return code == 0 && !state_->failed;
}

bool RaptorSession::parse_whole(const char* parser, std::string_view text, std::string_view base) {
    state_->hold = true;
    bool fine = begin(parser, base);
    if (fine) {
        const int code = raptor_parser_parse_chunk(state_->parser, bytes_of(text), text.size(), 1);
        fine = code == 0 && !state_->failed;
    }
    state_->close_parser();
    state_->hold = false;
    state_->release_held(fine);
    return fine;
}

bool RaptorSession::is_wanted() const {
    return state_->wanted;
}

const std::vector<RaptorMessage>& RaptorSession::messages() const {
    return state_->messages;
}

void RaptorSession::clear_messages() {
    state_->messages.clear();
    state_->failed = false;
}

std::string RaptorSession::resolve(std::string_view reference, std::string_view base) {
    raptor_uri* const root =
        raptor_new_uri_from_counted_string(state_->world, bytes_of(base), base.size());
    if (root == nullptr)
        return std::string(reference);
    // raptor 2.0.15 reads on to the NUL, whatever the length it is given.
    const std::string ended(reference);
    raptor_uri* const uri = raptor_new_uri_relative_to_base(state_->world, root, bytes_of(ended));
    raptor_free_uri(root);
    if (uri == nullptr)
        return std::string(reference);
    std::string resolved(text_of(uri));
    raptor_free_uri(uri);
    return resolved;
}

} // namespace moisson::rdf
