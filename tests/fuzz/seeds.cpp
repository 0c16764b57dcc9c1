// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/seeds.hpp"

#include "support/conversation.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace moisson::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path root = MOISSON_SOURCE_DIR;
const fs::path here = root / "tests/fuzz";

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error("cannot read " + file.string());
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// Files below `path`, or the file itself, in the order of their names.
std::vector<fs::path> files_below(const fs::path& path) {
    std::vector<fs::path> files;
    if (fs::is_regular_file(path))
        return {path};
    if (!fs::is_directory(path))
        throw std::runtime_error("no seeds at " + path.string());
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file() && entry.path().filename() != "README.md")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void add(std::vector<Seed>& seeds, const Harness& harness, std::string name, std::string bytes) {
    if (bytes.size() > harness.input_bytes_max)
        bytes.resize(harness.input_bytes_max);
    seeds.push_back({std::move(name), std::move(bytes)});
}

} // namespace

std::vector<Seed> own_seeds(const Harness& harness) {
    std::vector<Seed> seeds;
    for (const std::string_view path : harness.files)
        for (const fs::path& file : files_below(root / path))
            add(seeds, harness, fs::relative(file, root).string(), content_of(file));
    for (const GoldenCases& golden : harness.golden) {
        const auto cases = nlohmann::json::parse(content_of(root / "tests/golden" / golden.file));
        for (const auto& entry : cases)
            add(seeds,
                harness,
                std::string(golden.file) + ": " + entry.at("case").get<std::string>(),
                std::string(golden.before) + entry.at(std::string(golden.member)).dump() +
                    std::string(golden.after));
    }
    if (!harness.kind.empty()) {
        std::size_t number = 0;
        for (std::string& body : testing::conversation(std::string(harness.kind)))
            add(seeds, harness, "simulator, answer " + std::to_string(++number), std::move(body));
    }
    return seeds;
}

std::vector<Seed> corpus_seeds(const Harness& harness) {
    std::vector<Seed> seeds;
    const char* const corpus = std::getenv("MOISSON_CORPUS");
    if (corpus == nullptr || !fs::is_directory(corpus))
        return seeds;
    for (const std::string_view entry : harness.corpus) {
        const std::size_t blank = entry.find(' ');
        const fs::path folder = fs::path(corpus) / entry.substr(0, blank);
        if (!fs::is_directory(folder))
            continue;
        const std::string_view ending = entry.substr(blank + 1);
        std::vector<std::pair<std::uintmax_t, fs::path>> files;
        for (const fs::path& file : files_below(folder))
            if (file.extension() == ending)
                files.emplace_back(fs::file_size(file), file);
        std::sort(files.begin(), files.end());
        if (files.size() > corpus_files_max)
            files.resize(corpus_files_max);
        for (const auto& [bytes, file] : files)
            add(seeds, harness, fs::relative(file, corpus).string(), content_of(file));
    }
    return seeds;
}

std::vector<Seed> found_inputs(const Harness& harness) {
    std::vector<Seed> inputs;
    const fs::path folder = here / "found" / harness.name;
    if (!fs::is_directory(folder))
        return inputs;
    for (const fs::path& file : files_below(folder))
        inputs.push_back({fs::relative(file, root).string(), content_of(file)});
    return inputs;
}

std::vector<std::string> dictionary_of(const Harness& harness) {
    std::vector<std::string> words;
    if (harness.dictionary.empty())
        return words;
    std::istringstream lines(
        content_of(here / "dictionaries" / (std::string(harness.dictionary) + ".dict"))
    );
    // libFuzzer's format: a line is "word" with \\, \" and \xHH, or a comment.
    for (std::string line; std::getline(lines, line);) {
        if (line.size() < 2 || line.front() != '"' || line.back() != '"')
            continue;
        std::string word;
        for (std::size_t i = 1; i + 1 < line.size(); ++i) {
            if (line[i] != '\\') {
                word += line[i];
            } else if (line[i + 1] == 'x') {
                word += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
                i += 3;
            } else {
                word += line[++i];
            }
        }
        words.push_back(std::move(word));
    }
    return words;
}

} // namespace moisson::fuzz
