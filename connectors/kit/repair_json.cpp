// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The structure of broken JSON, rewritten: a comma is only written when something follows, so that
// commas too many vanish and missing ones appear; brackets are closed when the context demands it.
// A second reading, which knows where records begin, is kept when it finds more of them.
#include "kit/repair_json.hpp"

#include "kit/repair_nesting.hpp"
#include "kit/repair_records.hpp"
#include "kit/repair_text.hpp"

#include <algorithm>

namespace moisson::kit {
namespace {

// Faults that a document of any length may have.
constexpr std::size_t faults_free = 10'000;

class Repairer {
public:
    // `starts`: nothing may reach over the beginning of one of these records; outlives this object.
    Repairer(std::string_view json, const RecordStarts& starts) : json_(json), starts_(starts) {
        result_.text.reserve(json.size() + 64);
    }

    RepairedJson run() {
        while (true) {
            copy_space();
            if (at_ >= json_.size() || done_ || is_hopeless())
                break;
            if (begins_record())
                leave_record();
            step();
        }
        if (is_hopeless())
            return given_up();
        if (done_ && at_ < json_.size())
            repair(at_, "something after the end");
        if (!open_.empty())
            repair(json_.size(), "the document ends early");
        while (!open_.empty())
            close();
        return std::move(result_);
    }

    // Objects opened, in order.
    const std::vector<ObjectMark>& marks() const { return open_.marks(); }

private:
    void repair(std::size_t offset, std::string_view what) {
        ++result_.repair_count;
        const bool in_list = !open_.empty() && !in_object();
        const std::string_view rest = json_.substr(std::min(offset, json_.size()));
        result_.marks.add(what, rest, in_list, result_.text.size());
        if (result_.repairs.size() < repairs_told)
            result_.repairs.push_back(JsonRepair{offset, what});
    }

    // A document that people broke has a fault here and there; one that has a fault in every other
    // byte would only cost time and memory.
    bool is_hopeless() const {
        return open_.size() > repair_depth || result_.repair_count > faults_free + at_ / 4;
    }

    RepairedJson given_up() {
        result_.text = std::string();
        result_.is_hopeless = true;
        return std::move(result_);
    }

    void copy_space() {
        const std::size_t end = next_byte(json_, at_);
        result_.text += json_.substr(at_, end - at_);
        at_ = end;
    }

    // The first record that begins behind `at_`.
    std::size_t next_start() const {
        return start_ < starts_.offsets.size() ? starts_.offsets[start_] : json_.size();
    }
    std::string_view seen() const { return json_.substr(0, next_start()); }

    bool begins_record() {
        bool begins = false;
        while (start_ < starts_.offsets.size() && starts_.offsets[start_] <= at_)
            begins = starts_.offsets[start_++] == at_;
        return begins;
    }

    void leave_record() {
        if (open_.size() <= starts_.depth)
            return;
        repair(at_, "unclosed record");
        while (open_.size() > starts_.depth)
            close();
        open_.back().comma = true;
    }

    // More records follow: neither their list nor what holds it ends here.
    bool would_lose_records(std::size_t depth) const {
        return depth < starts_.depth && start_ < starts_.offsets.size();
    }

    bool in_object() const { return open_.in_object(); }
    bool wants_key() const { return in_object() && !open_.back().key; }

    void step() {
        const char c = json_[at_];
        const char before = last_;
        last_ = c;
        if (c == '/' && take_comment())
            return;
        switch (c) {
        case '{':
            if (json_.substr(at_).starts_with("{{") && !wants_key() && !open_.empty())
                word();
            else
                open(true);
            return;
        case '[':
            open(false);
            return;
        case '}':
            close_object();
            return;
        case ']':
            close_array(before);
            return;
        case ',':
            comma();
            return;
        case ':':
            colon();
            return;
        default:
            if (opening_quote(json_, at_) > 0)
                string();
            else
                word();
        }
    }

    bool take_comment() {
        const std::size_t end = comment_end(json_, at_);
        if (end == at_)
            return false;
        repair(at_, "comment");
        at_ = std::min(end, next_start());
        return true;
    }

    // Before a value or a key is written: the comma that belongs there.
    void separate() {
        if (open_.empty())
            return;
        OpenBracket& context = open_.back();
        if (context.key)
            return;
        if (context.has_members) {
            result_.text += ',';
            if (!context.comma)
                repair(at_, "missing comma");
        }
        context.comma = false;
        context.has_members = true;
    }

    void begin_value() {
        separate();
        if (in_object() && !open_.back().colon)
            repair(at_, "missing colon");
        if (in_object() && !open_.back().colon)
            result_.text += ':';
    }

    void end_value() {
        if (open_.empty()) {
            done_ = true;
            return;
        }
        open_.back().key = false;
        open_.back().colon = false;
    }

    // Where only a key may stand, an object or a list begins: the object before was left open.
    bool leave_object_for_list() {
        if (open_.lists() == 0)
            return false;
        repair(at_, "unclosed object");
        const bool comma = open_.back().comma;
        while (in_object())
            close();
        open_.back().comma = open_.back().comma || comma;
        return true;
    }

    void open(bool is_object) {
        if (wants_key() && (!is_object || !leave_object_for_list())) {
            repair(at_++, "bracket in the place of a key");
            return;
        }
        begin_value();
        result_.text += is_object ? '{' : '[';
        open_.push(is_object, at_++);
    }

    void close() {
        if (open_.back().key) {
            result_.text += open_.back().colon ? "null" : ":null";
            repair(at_, "missing value");
        }
        OpenBracket closed = open_.pop(at_);
        result_.text += closed.is_object ? '}' : ']';
        end_value();
        if (closed.is_object && !open_.empty() && !open_.in_object())
            open_.back().first_key = std::move(closed.first_key);
    }

    // What follows the bracket at `at_` does not fit behind the end of the document.
    bool would_end_early(std::size_t depth) const {
        return depth == 0 && next_byte(json_, at_ + 1) < json_.size();
    }

    void close_to(std::size_t depth, std::string_view what) {
        if (open_.back().comma)
            repair(at_, "trailing comma");
        if (open_.size() - depth > 1)
            repair(at_, what);
        while (open_.size() > depth)
            close();
        ++at_;
    }

    void close_object() {
        const std::size_t depth = open_.nearest(true);
        const bool fits = depth + 1 == open_.size();
        const bool is_extra =
            depth == open_.size() || (!fits && would_end_early(depth)) || would_lose_records(depth);
        if (is_extra || (fits && would_end_early(depth) && !ends_soon())) {
            repair(at_++, "bracket too many");
            return;
        }
        close_to(depth, "unclosed list");
    }

    void close_array(char before) {
        const std::size_t depth = open_.nearest(false);
        const bool fits = depth + 1 == open_.size();
        // The list of records is not closed from inside of one while more follow.
        const bool is_outermost = open_.lists() == 1;
        const bool is_extra = depth == open_.size() || would_lose_records(depth) ||
                              (!fits && (before == ']' || (is_outermost && !ends_soon())));
        if (is_extra || (would_end_early(depth) && !ends_soon())) {
            repair(at_++, "bracket too many");
            return;
        }
        close_to(depth, "unclosed object");
    }

    // Nothing but brackets, commas and white space up to the end.
    bool ends_soon() const { return tail_ == json_.npos || tail_ < at_; }

    void comma() {
        if (!open_.empty()) {
            OpenBracket& context = open_.back();
            if (context.key) {
                result_.text += context.colon ? "null" : ":null";
                repair(at_, "missing value");
                end_value();
            }
            if (context.comma || !context.has_members)
                repair(at_, "comma too many");
            context.comma = true;
        }
        ++at_;
    }

    void colon() {
        const bool expected = in_object() && open_.back().key && !open_.back().colon;
        if (expected) {
            result_.text += ':';
            open_.back().colon = true;
        } else {
            repair(at_, "colon too many");
        }
        ++at_;
    }

    // A key inside a list. It begins an object whose brace is missing when the objects before began
    // with the same key, or when this is the list of records; else the list was left open.
    void leave_list_for_key() {
        const LooseText key = loose_string(seen(), at_, true);
        const std::size_t depth = open_.nearest(true);
        if (open_.lists() == 1 || depth == open_.size() || key.text == open_.back().first_key) {
            repair(at_, "missing brace");
            separate();
            result_.text += '{';
            open_.push(true, at_);
            return;
        }
        repair(at_, "unclosed list");
        const bool comma = open_.back().comma;
        while (open_.size() > depth + 1)
            close();
        open_.back().comma = open_.back().comma || comma;
    }

    void string() {
        if (!open_.empty() && !in_object() && is_key_ahead(json_, at_))
            leave_list_for_key();
        const bool is_key = wants_key();
        const LooseText loose = loose_string(seen(), at_, is_key);
        write('"' + loose.text + '"', is_key);
        if (!loose.fault.empty())
            repair(loose.fault_at, loose.fault);
        at_ = std::max(loose.end, at_ + 1);
    }

    // A text whose opening quote is missing: it goes on to a quote that closes one.
    bool take_text() {
        if (quote_ < at_)
            quote_ = next_quote(json_, at_);
        if (quote_ >= next_start() || !closes_text(json_, quote_))
            return false;
        const LooseText loose = loose_text(seen(), at_, "\"", false);
        repair(at_, "missing quote");
        write('"' + loose.text + '"', false);
        at_ = std::max(loose.end, at_ + 1);
        return true;
    }

    void word() {
        const bool is_key = wants_key();
        LooseWord loose = loose_word(seen(), at_);
        const bool ends_with_quote = loose.end < json_.size() && json_[loose.end] == '"';
        if (!is_key && !open_.empty() && (ends_with_quote || !loose.is_good) && take_text())
            return;
        const bool is_name = is_key && next_byte(json_, loose.end) < json_.size() &&
                             json_[next_byte(json_, loose.end)] == ':';
        if (!loose.is_good || is_key)
            repair(at_, loose.json.empty() ? "elision" : "text without quotes");
        if (!loose.json.empty() && (!is_key || is_name)) {
            if (is_key && !loose.json.starts_with('"'))
                loose.json = '"' + loose.json + '"';
            write(loose.json, is_key);
        }
        at_ = std::max(loose.end, at_ + 1);
    }

    void write(std::string_view json, bool is_key) {
        if (is_key) {
            if (!open_.back().has_members)
                open_.back().first_key = json.substr(1, json.size() - 2);
            separate();
            result_.text += json;
            open_.back().key = true;
            return;
        }
        begin_value();
        result_.text += json;
        end_value();
    }

    std::string_view json_;
    const RecordStarts& starts_;
    RepairedJson result_;
    Nesting open_;
    std::size_t at_ = 0;
    // Of the starts, the first one that was not reached.
    std::size_t start_ = 0;
    // The next quote or line break, when it is not behind `at_`.
    std::size_t quote_ = 0;
    // The last byte that is more than the end of something; found once, for every bracket asks.
    std::size_t tail_ = json_.find_last_not_of(" \t\r\n]},;");
    char last_ = '\0';
    bool done_ = false;
};

} // namespace

RepairedJson repair_json(std::string_view broken) {
    const RecordStarts none;
    Repairer plain(broken, none);
    RepairedJson result = plain.run();
    if (result.repair_count == 0 || result.is_hopeless)
        return result;
    const RecordStarts starts = record_starts(broken, plain.marks(), result.repairs.front().offset);
    if (starts.offsets.size() <= starts.known)
        return result;
    Repairer guided(broken, starts);
    RepairedJson other = guided.run();
    const bool is_better = !other.is_hopeless && records_in(guided.marks(), starts.list) >
                                                     records_in(plain.marks(), starts.list);
    return is_better ? std::move(other) : std::move(result);
}

} // namespace moisson::kit
