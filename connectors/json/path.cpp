// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "json/path.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::paths {
namespace {

bool read_index(std::string_view text, std::size_t& index) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), index);
    return !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size() &&
           (text.size() == 1 || text[0] != '0');
}

// "~1" -> "/", "~0" -> "~"; false for another use of "~".
bool unescape(std::string_view token, std::string& key) {
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            key += token[i];
            continue;
        }
        if (++i >= token.size() || (token[i] != '0' && token[i] != '1'))
            return false;
        key += token[i] == '0' ? '~' : '/';
    }
    return true;
}

} // namespace

bool Path::add_pointer(std::string_view text, Path& path) {
    while (!text.empty()) {
        text.remove_prefix(1);
        const std::size_t end = std::min(text.find('/'), text.size());
        Step step;
        step.kind =
            read_index(text.substr(0, end), step.index) ? Step::Kind::either : Step::Kind::key;
        if (!unescape(text.substr(0, end), step.key))
            return false;
        path.steps_.push_back(std::move(step));
        text.remove_prefix(end);
    }
    return true;
}

// "[*]" or "[3]" at the front of `rest`.
bool Path::add_bracket(std::string_view& rest, Path& path) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos)
        return false;
    const std::string_view inside = rest.substr(1, end - 1);
    Step step;
    step.kind = inside == "*" ? Step::Kind::each : Step::Kind::index;
    if (step.kind == Step::Kind::index && !read_index(inside, step.index))
        return false;
    path.steps_.push_back(std::move(step));
    rest.remove_prefix(end + 1);
    return true;
}

std::optional<Path> Path::parse(std::string_view text) {
    Path path;
    if (text.empty() || text == "@")
        return path;
    if (text.starts_with('/')) {
        if (!add_pointer(text, path) || path.steps_.size() > path_steps_max)
            return std::nullopt;
        return path;
    }
    bool wants_key = !text.starts_with('[');
    while (!text.empty()) {
        if (text.starts_with('[') && !wants_key) {
            if (!add_bracket(text, path))
                return std::nullopt;
            continue;
        }
        if (!wants_key) {
            if (!text.starts_with('.'))
                return std::nullopt;
            text.remove_prefix(1);
        }
        const std::size_t end = std::min(text.find_first_of(".[]{}\"/ "), text.size());
        if (end == 0)
            return std::nullopt;
        Step step;
        step.key = text.substr(0, end);
        path.steps_.push_back(std::move(step));
        text.remove_prefix(end);
        wants_key = false;
    }
    if (path.steps_.size() > path_steps_max)
        return std::nullopt;
    return path;
}

std::vector<const Value*> Path::find(const Value& root) const {
    std::vector<const Value*> values{&root};
    for (const Step& step : steps_) {
        std::vector<const Value*> next;
        for (const Value* value : values) {
            const bool list = value->is_array();
            if (step.kind == Step::Kind::each && (list || value->is_object())) {
                for (const Value& item : *value) {
                    if (next.size() < values_max)
                        next.push_back(&item);
                }
            } else if (list && step.kind != Step::Kind::key && step.kind != Step::Kind::each) {
                if (step.index < value->size())
                    next.push_back(&(*value)[step.index]);
            } else if (const Value* member = json::find(*value, step.key);
                       member != nullptr &&
                       (step.kind == Step::Kind::key || step.kind == Step::Kind::either)) {
                next.push_back(member);
            }
        }
        values = std::move(next);
    }
    return values;
}

const Value* Path::first(const Value& root) const {
    const std::vector<const Value*> values = find(root);
    return values.empty() ? nullptr : values.front();
}

std::optional<std::string> Path::keys() const {
    std::string joined;
    for (const Step& step : steps_) {
        if (step.kind != Step::Kind::key)
            return std::nullopt;
        joined += (joined.empty() ? "" : ".") + step.key;
    }
    return joined;
}

std::string path_fault(const std::string& text) {
    if (Path::parse(text))
        return {};
    if (text.starts_with('/'))
        return "« " + text + " » n'est pas un pointeur JSON (« ~ » s'écrit « ~0 » et « / » « ~1 »)";
    return "« " + text + " » n'est pas un chemin : des clés séparées par des points, [n] ou [*]" +
           " ; une clé qui contient un point, une espace ou un crochet s'écrit en pointeur JSON" +
           " (« /clé.pointée »)";
}

} // namespace moisson::paths
