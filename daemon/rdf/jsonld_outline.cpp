// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_outline.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <utility>

namespace moisson::rdf::jsonld {
namespace {

// What lies behind is given back in pieces of this size.
constexpr std::size_t piece_bytes = 64 * limits::kib;
// What a member of the object at the top takes of memory beside its text, at least.
constexpr std::size_t member_bytes = 64;

bool is_json_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool may_be_in_scalar(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' ||
           c == 'E';
}

// Goes forward over values by their brackets and quotes; what is between them is for a parser.
class Scanner {
public:
    // All outlive this object.
    Scanner(std::string_view text, const DoneWith& done_with)
        : text_(text), done_with_(done_with) {}

    std::size_t at() const { return at_; }
    std::string_view since(std::size_t begin) const { return text_.substr(begin, at_ - begin); }
    bool is_too_deep() const { return too_deep_; }
    bool is_too_long() const { return too_long_; }
    // In the value that was skipped last, and in all so far.
    std::size_t values() const { return values_; }
    std::size_t all_values() const { return all_values_; }

    // The next character that is no space; NUL at the end, where is_at_end() says so.
    char peek() {
        while (at_ < text_.size() && is_json_space(text_[at_]))
            ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool is_at_end() {
        peek();
        return at_ >= text_.size();
    }
    bool take(char c) {
        if (peek() != c)
            return false;
        ++at_;
        return true;
    }
    // What lies behind will not be looked at for a while.
    void let_go() {
        if (!done_with_ || at_ < kept_ + piece_bytes)
            return;
        done_with_(text_.substr(kept_, at_ - kept_));
        kept_ = at_;
    }

    // Goes behind the value here, `depth` levels down. False when there is none, or it is too deep
    // or longer than bounds::jsonld_entry_bytes.
    bool skip_value(std::size_t depth) {
        const char first = peek();
        const std::size_t begin = at_;
        values_ = 1;
        const bool whole = first == '"'                   ? skip_string()
                           : first == '{' || first == '[' ? skip_nested(depth)
                                                          : skip_scalar();
        all_values_ += values_;
        too_long_ = too_long_ || at_ - begin > bounds::jsonld_entry_bytes;
        return whole && !too_long_;
    }

private:
    bool skip_string() {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
            if (text_[at_] == '\\')
                ++at_;
        if (at_ >= text_.size())
            return false;
        ++at_;
        return true;
    }
    bool skip_scalar() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && may_be_in_scalar(text_[at_]))
            ++at_;
        return at_ > begin;
    }
    bool skip_nested(std::size_t depth) {
        const std::size_t begin = at_;
        std::size_t level = depth;
        // Space aside.
        char before = '\0';
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                if (!skip_string())
                    return false;
                before = c;
                continue;
            }
            ++at_;
            if (c == '{' || c == '[') {
                // With the first value in it.
                ++level;
                ++values_;
            } else if (c == '}' || c == ']') {
                values_ -= before == '{' || before == '[' ? 1 : 0;
                if (--level == depth)
                    return true;
            } else if (c == ',') {
                ++values_;
            }
            before = is_json_space(c) ? before : c;
            too_deep_ = too_deep_ || level > limits::json_depth;
            too_long_ = at_ - begin > bounds::jsonld_entry_bytes;
            if (too_deep_ || too_long_)
                return false;
        }
        return false;
    }

    std::string_view text_;
    const DoneWith& done_with_;
    std::size_t at_ = 0;
    std::size_t kept_ = 0;
    bool too_deep_ = false;
    bool too_long_ = false;
    std::size_t values_ = 0;
    std::size_t all_values_ = 0;
};

// Calls `use` with the text of each entry of the array here, and the number of its values.
template <class Use>
bool walk_list(Scanner& scanner, std::size_t depth, Use use) {
    if (!scanner.take('['))
        return false;
    if (scanner.take(']'))
        return true;
    for (;;) {
        scanner.peek();
        const std::size_t begin = scanner.at();
        if (!scanner.skip_value(depth) || !use(scanner.since(begin), scanner.values()))
            return false;
        scanner.let_go();
        if (scanner.take(']'))
            return true;
        if (!scanner.take(','))
            return false;
    }
}

bool is_good(std::string_view value) {
    return is_clean_utf8(value) && json::parse(value).has_value();
}

class Outliner {
public:
    Outliner(
        std::string_view text,
        std::size_t list_bytes_min,
        const DoneWith& done_with,
        std::size_t values_max,
        Look look
    )
        : scanner_(text, done_with), list_bytes_min_(list_bytes_min), values_max_(values_max),
          look_(look) {}

    Outline run() {
        const char first = scanner_.peek();
        const std::size_t begin = scanner_.at();
        bool whole = false;
        if (first == '[') {
            whole = walk_list(scanner_, 1, [this](std::string_view entry, std::size_t values) {
                return is_good_entry(entry, values);
            });
            outline_.list = scanner_.since(begin);
        } else if (first == '{') {
            whole = walk_object();
        }
        const bool at_end = scanner_.is_at_end();
        if (scanner_.is_too_deep())
            outline_.shape = Outline::Shape::too_deep;
        else if (scanner_.is_too_long() || is_other_ || (first != '[' && first != '{'))
            outline_.shape = Outline::Shape::other;
        else if (whole && at_end && has_list())
            outline_.shape = Outline::Shape::listed;
        else
            outline_.shape = whole && at_end ? Outline::Shape::other : Outline::Shape::broken;
        // Keys were counted as well, the brackets around lists were not.
        outline_.values = 1 + outline_.members.size() + scanner_.all_values();
        outline_.held_values = outside_values_ + largest_;
        return std::move(outline_);
    }

private:
    // One with too many values is not built here.
    bool is_good_entry(std::string_view entry, std::size_t values) {
        const bool fits = values <= values_max_;
        outline_.leaves_out = outline_.leaves_out || !fits;
        largest_ = std::max(largest_, fits ? values : 0);
        if (look_ == Look::brackets)
            return true;
        return fits ? is_good(entry) : is_clean_utf8(entry) && json::is_well_formed(entry);
    }

    bool has_list() const {
        return !outline_.list.empty() ||
               std::any_of(
                   outline_.members.begin(),
                   outline_.members.end(),
                   [](const Outline::Member& member) { return member.is_list; }
               );
    }

    bool walk_object() {
        scanner_.take('{');
        if (scanner_.take('}'))
            return true;
        do {
            if (!read_member())
                return false;
        } while (scanner_.take(','));
        return scanner_.take('}');
    }

    bool read_member() {
        if (scanner_.peek() != '"')
            return false;
        std::size_t begin = scanner_.at();
        if (!scanner_.skip_value(1))
            return false;
        const std::string_view quoted = scanner_.since(begin);
        // Before it is kept: keys are held, those of lists too.
        if (!is_held(quoted.size() + member_bytes, 0))
            return false;
        const auto key = json::parse(quoted);
        if (!is_clean_utf8(quoted) || !key || !key->is_string() || !scanner_.take(':'))
            return false;
        Outline::Member member;
        member.key = *key->get_ptr<const std::string*>();
        is_other_ = is_other_ || !keys_.insert(member.key).second;
        const bool may_be_list = scanner_.peek() == '[' && member.key != kw::context;
        begin = scanner_.at();
        const std::size_t values_before = scanner_.all_values();
        if (!(may_be_list ? walk_long_list(member) : scanner_.skip_value(1)))
            return false;
        member.text = scanner_.since(begin);
        member.is_list = member.is_list && member.text.size() > list_bytes_min_;
        const std::size_t values = scanner_.all_values() - values_before;
        if (!is_held(member.is_list ? 0 : member.text.size(), member.is_list ? 0 : values) ||
            !(member.is_list || look_ == Look::brackets || is_good(member.text)))
            return false;
        outline_.members.push_back(std::move(member));
        scanner_.let_go();
        return true;
    }

    // Counts what is not in lists. False when all of it is too much, or a key came twice.
    bool is_held(std::size_t bytes, std::size_t values) {
        outside_ += bytes;
        outside_values_ += values;
        is_other_ =
            is_other_ || outside_ > bounds::jsonld_entry_bytes || outside_values_ > values_max_;
        return !is_other_;
    }

    bool walk_long_list(Outline::Member& member) {
        bool is_first = true;
        return walk_list(scanner_, 2, [&](std::string_view entry, std::size_t values) {
            if (std::exchange(is_first, false))
                member.is_list = entry.starts_with('{');
            return is_good_entry(entry, values);
        });
    }

    Scanner scanner_;
    std::size_t list_bytes_min_;
    std::size_t values_max_;
    Look look_;
    Outline outline_;
    std::set<std::string, std::less<>> keys_;
    std::size_t outside_ = 0;
    std::size_t outside_values_ = 0;
    std::size_t largest_ = 0;
    bool is_other_ = false;
};

} // namespace

Outline outline_of(
    std::string_view text,
    std::size_t list_bytes_min,
    const DoneWith& done_with,
    std::size_t values_max,
    Look look
) {
    return Outliner(text, list_bytes_min, done_with, values_max, look).run();
}

bool each_entry(
    std::string_view list,
    const DoneWith& done_with,
    const std::function<bool(std::string_view entry, std::size_t values)>& use
) {
    Scanner scanner(list, done_with);
    // How deep it is was seen before.
    return walk_list(scanner, 0, use);
}

} // namespace moisson::rdf::jsonld
