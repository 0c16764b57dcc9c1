// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the scripts of packaging/ tell a newcomer: before the build, during it, and in French.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace moisson {
namespace {

struct Outcome {
    int code = -1;
    std::string text;
};

Outcome shell(const std::string& command) {
    Outcome out;
    const std::string line = "cd '" MOISSON_SOURCE_DIR "' && { " + command + "; } 2>&1";
    std::FILE* const pipe = ::popen(line.c_str(), "r");
    std::array<char, 4096> chunk{};
    while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe))
        out.text.append(chunk.data(), count);
    const int status = ::pclose(pipe);
    out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

// A port of the loopback that somebody listens to.
class BusyPort {
public:
    BusyPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, any, size) == 0 && ::listen(socket_, 1) == 0 &&
            ::getsockname(socket_, any, &size) == 0)
            number = ntohs(address.sin_port);
    }
    BusyPort(const BusyPort&) = delete;
    BusyPort& operator=(const BusyPort&) = delete;
    ~BusyPort() { ::close(socket_); }

    int number = 0;

private:
    int socket_;
};

TEST(Run, TellsBeforeTheBuildWhatWouldFailAfterIt) {
    const Outcome word = shell("PORT=abc packaging/run.sh --verifier");
    EXPECT_EQ(word.code, 1);
    EXPECT_EQ(word.text, "PORT=abc n'est pas un numéro de port (1 à 65535) : make run PORT=9000\n");
    EXPECT_EQ(shell("PORT=0 packaging/run.sh --verifier").code, 1);
    EXPECT_EQ(shell("PORT=65536 packaging/run.sh --verifier").code, 1);
    const Outcome missing = shell("CONFIG=/no/such.yaml packaging/run.sh --verifier");
    EXPECT_EQ(missing.code, 1);
    EXPECT_EQ(missing.text, "Fichier de configuration introuvable : /no/such.yaml\n");
    const Outcome both = shell("PORT=9000 CONFIG=config/moisson.yaml packaging/run.sh --verifier");
    EXPECT_EQ(both.code, 1);
    EXPECT_EQ(
        both.text,
        "PORT=9000 ne vaut que sans CONFIG= : changez « http.listen » dans config/moisson.yaml.\n"
    );
    EXPECT_EQ(shell("PORT= CONFIG=config/moisson.yaml packaging/run.sh --verifier").code, 0);
}

TEST(Run, TellsOfABusyPortOnlyWhileItIsBusy) {
    std::string command;
    {
        const BusyPort port;
        ASSERT_GT(port.number, 0);
        command = "PORT=" + std::to_string(port.number) + " packaging/run.sh --verifier";
        const Outcome busy = shell(command);
        EXPECT_EQ(busy.code, 1);
        EXPECT_NE(busy.text.find("est déjà pris"), std::string::npos) << busy.text;
    }
    const Outcome free = shell(command);
    EXPECT_EQ(free.code, 0) << free.text;
    EXPECT_EQ(free.text, "");
}

// As an ordinary user, even where the tests are root's.
TEST(Run, RefusesAPortThatIsRootsBeforeTheBuild) {
    const std::string user = ::geteuid() == 0 ? "setpriv --reuid=65534 --clear-groups " : "";
    const std::string command =
        "copy=$(mktemp) && cp packaging/run.sh $copy && chmod 644 $copy && " + user +
        "env MOISSON_PORTS_OPEN_FROM=1024 PORT={} bash $copy --verifier; code=$?; "
        "rm -f $copy; (exit $code)";
    const auto with_port = [&command](const char* port) {
        std::string line = command;
        line.replace(line.find("{}"), 2, port);
        return shell(line);
    };
    const Outcome low = with_port("1");
    EXPECT_EQ(low.code, 1);
    EXPECT_EQ(
        low.text,
        "Le port 1 est réservé à root (ceux sous 1024 le sont) : make run PORT=9000\n"
    );
    EXPECT_EQ(with_port("1024").text.find("réservé"), std::string::npos);
}

// `sudo make run`, then `make run`: as an ordinary user, even where the tests are root's.
TEST(Run, SaysWhichFolderSomebodyElseHasMade) {
    const std::string user = ::geteuid() == 0 ? "setpriv --reuid=65534 --clear-groups " : "";
    const Outcome out = shell(
        "dir=$(mktemp -d) && chmod 755 $dir && mkdir -m 555 $dir/var && "
        "cp packaging/run.sh $dir && chmod 644 $dir/run.sh && " +
        user +
        "env MOISSON_VAR=$dir/var PORT=64123 bash $dir/run.sh --verifier; code=$?; "
        "rm -rf $dir; (exit $code)"
    );
    EXPECT_EQ(out.code, 1);
    EXPECT_NE(out.text.find("/var est à un autre compte"), std::string::npos) << out.text;
    EXPECT_NE(out.text.find("sudo chown -R "), std::string::npos) << out.text;
}

// A stand-in for the programs: the database of CONFIG does not answer.
TEST(Run, NamesTheDatabaseThatDoesNotAnswerAndPromisesNothing) {
    const Outcome out = shell(R"sh(
dir=$(mktemp -d) && mkdir $dir/bin && touch $dir/c.yaml
cat >$dir/bin/moisson <<'END'
#!/bin/sh
case "$*" in
*afficher*) echo '{"public_url": "http://x/", "http": {"listen": "127.0.0.1:1"}}' ;;
*) echo muette >&2; exit 4 ;;
esac
END
chmod +x $dir/bin/moisson
MOISSON_BIN=$dir/bin MOISSON_VAR=$dir/var CONFIG=$dir/c.yaml packaging/run.sh; code=$?
rm -rf $dir; (exit $code))sh");
    EXPECT_EQ(out.code, 1);
    EXPECT_NE(out.text.find("n'est pas utilisable. muette"), std::string::npos) << out.text;
    EXPECT_NE(out.text.find("db.connection"), std::string::npos) << out.text;
    EXPECT_EQ(out.text.find("Ctrl-C"), std::string::npos) << out.text;
}

// Stand-ins that last until they are told to end. `$dir/shown` is there once somebody follows the
// runs.
constexpr const char* standing_in = R"sh(
dir=$(mktemp -d) && mkdir $dir/bin && touch $dir/c.yaml
cat >$dir/bin/moisson <<END
#!/bin/sh
case "\$*" in
*afficher*) echo '{"public_url": "http://x/", "http": {"listen": "127.0.0.1:1"}}' ;;
*etat*) echo '{"verdict": "current"}' ;;
*passages\ --suivre*) touch $dir/shown; echo 'togo · page 1'; exec sleep 60 ;;
esac
END
cat >$dir/bin/moissond <<'END'
#!/bin/sh
exec sleep 60
END
printf '#!/bin/sh\n' >$dir/bin/curl
chmod +x $dir/bin/*
export MOISSON_BIN=$dir/bin MOISSON_VAR=$dir/var CONFIG=$dir/c.yaml PATH=$dir/bin:$PATH
)sh";

TEST(Run, ShowsTheRunsOfYourPortalsUntilItIsStopped) {
    const Outcome out = shell(std::string(standing_in) + R"sh(
python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
    sh -c 'echo $$ >$0/pid; exec packaging/run.sh' $dir >$dir/out 2>&1 </dev/null &
for _ in $(seq 200); do grep -q togo $dir/out && break; sleep 0.05; done
kill -TERM $(cat $dir/pid); wait $!; code=$?
cat $dir/out; rm -rf $dir; (exit $code))sh");
    EXPECT_EQ(out.code, 0) << out.text;
    const std::size_t ready = out.text.find("Ctrl-C pour tout arrêter");
    EXPECT_LT(ready, out.text.find("togo · page 1")) << out.text;
    EXPECT_NE(out.text.find("Tout est arrêté."), std::string::npos) << out.text;
}

// Under a service manager, into a file: nobody looks.
TEST(Run, ShowsRunsOnATerminalOnly) {
    const Outcome out = shell(std::string(standing_in) + R"sh(
packaging/run.sh >$dir/out 2>&1 &
for _ in $(seq 200); do grep -q Ctrl-C $dir/out && break; sleep 0.05; done
kill -TERM $!; wait $!; code=$?
cat $dir/out; [ -e $dir/shown ] && code=9; rm -rf $dir; (exit $code))sh");
    EXPECT_EQ(out.code, 0) << out.text;
    EXPECT_NE(out.text.find("Tout est arrêté."), std::string::npos) << out.text;
}

TEST(Run, IsCheckedByMakeBeforeAnythingIsInstalledOrBuilt) {
    const Outcome plan = shell("make --dry-run run PORT=9000");
    EXPECT_EQ(plan.code, 0);
    const std::size_t check = plan.text.find("run.sh --verifier");
    EXPECT_LT(check, plan.text.find("install_dependencies.sh")) << plan.text;
    EXPECT_LT(check, plan.text.find("build.sh")) << plan.text;
}

// With as little as Debian always has: `column`, for one, is no part of it.
TEST(Make, NamesItsCommandsOnTheBarestMachine) {
    const Outcome help = shell(R"sh(
dir=$(mktemp -d) && printf '#!/bin/sh\nexit 127\n' >$dir/column && chmod +x $dir/column
PATH=$dir:$PATH make --no-print-directory help; code=$?; rm -rf $dir; (exit $code))sh");
    EXPECT_EQ(help.code, 0) << help.text;
    for (const char* const target :
         {"run", "test", "lint", "bench", "acceptance", "package", "install", "clean", "help"})
        EXPECT_NE(help.text.find(std::string("\n  make ") + target + " "), std::string::npos)
            << target;
}

// CPack stops without the first, and names no library that the package needs without the second.
TEST(Make, InstallsWhatAPackageIsMadeWith) {
    const Outcome plan = shell("make --dry-run package");
    EXPECT_NE(plan.text.find("install_dependencies.sh build run package\n"), std::string::npos)
        << plan.text;
    const Outcome found = shell("grep '^package ' packaging/dependencies.txt");
    EXPECT_EQ(found.text, "package file dpkg-dev\n");
}

TEST(Build, SaysHowFarItIsEveryTenPerCent) {
    const Outcome out = shell(
        R"(for i in $(seq 200); do echo "@$i/200@ Building CXX object x"; done | packaging/progress.sh dev)"
    );
    EXPECT_EQ(out.code, 0);
    EXPECT_NE(out.text.find("\n  10 % (20 sur 200)\n"), std::string::npos) << out.text;
    EXPECT_NE(out.text.find("\n  100 % (200 sur 200)\n"), std::string::npos) << out.text;
    EXPECT_EQ(out.text.find("Building"), std::string::npos) << out.text;
    EXPECT_LE(std::count(out.text.begin(), out.text.end(), '\n'), 12) << out.text;
}

TEST(Build, IsSilentWithoutWorkAndHidesNoFailure) {
    EXPECT_EQ(shell("echo 'ninja: no work to do.' | packaging/progress.sh release").text, "");
    const Outcome broken = shell(
        "printf '@1/9@ Building x\\nFAILED: x\\nx.cpp:1: error: y\\n' | packaging/progress.sh dev"
    );
    EXPECT_NE(broken.text.find("FAILED: x\nx.cpp:1: error: y\n"), std::string::npos);
}

TEST(Build, SaysNothingOfTheFewStepsThatAlwaysRun) {
    EXPECT_EQ(
        shell("printf '@0/2@ x\\n@1/2@ y\\n@2/2@ z\\n' | packaging/progress.sh dev").text,
        ""
    );
    EXPECT_EQ(
        shell("printf '@0/2@ Re-running CMake...\\n' | packaging/progress.sh dev").text,
        "Configuration (préréglage dev)…\n"
    );
    const auto first = [](const char* all) {
        return shell(std::string("echo '@1/") + all + "@ x' | packaging/progress.sh dev").text;
    };
    EXPECT_NE(first("300").find("dizaine de minutes"), std::string::npos);
    EXPECT_EQ(first("20").find("dizaine de minutes"), std::string::npos);
}

// Twice: with CMake and ninja stood in for, the second build asks for no configuration.
TEST(Build, ConfiguresOnlyWhenThePresetsAreNewer) {
    const Outcome out = shell(R"sh(
dir=$(mktemp -d) && mkdir -p $dir/packaging $dir/bin && touch $dir/CMakePresets.json
cp packaging/build.sh packaging/progress.sh $dir/packaging
cat >$dir/bin/cmake <<'END'
#!/bin/sh
case $1 in --preset) mkdir -p build/x; touch build/x/build.ninja ;; esac
END
chmod +x $dir/bin/cmake; PATH=$dir/bin:$PATH
$dir/packaging/build.sh x all && echo deux && $dir/packaging/build.sh x all; code=$?
rm -rf $dir; (exit $code))sh");
    EXPECT_EQ(out.code, 0);
    EXPECT_EQ(out.text, "Configuration (préréglage x)…\ndeux\n");
}

// packaging/CMakeLists.txt puts it into the package, `make install` runs it.
TEST(Install, MakesTheAccountOfTheService) {
    EXPECT_EQ(shell("sh -n packaging/postinst && test -x packaging/postinst").code, 0);
    EXPECT_EQ(shell("packaging/postinst upgrade").code, 0);
    EXPECT_EQ(shell("grep -q '^User=moisson$' systemd/moissond.service").code, 0);
    EXPECT_EQ(shell("grep -q '^u moisson ' systemd/moisson.conf").code, 0);
    const Outcome plan = shell("make --dry-run install");
    EXPECT_NE(plan.text.find("packaging/postinst configure"), std::string::npos) << plan.text;
    const Outcome staged = shell("make --dry-run install DESTDIR=/x");
    EXPECT_EQ(staged.text.find("packaging/postinst"), std::string::npos) << staged.text;
}

// Archives are made without DESTDIR: the step that writes moisson.yaml would write it to the real
// /etc.
TEST(Package, IsMadeByGeneratorsThatStageTheirFiles) {
    const Outcome found = shell("grep -h '^set(CPACK_GENERATOR ' packaging/CMakeLists.txt");
    EXPECT_EQ(found.text, "set(CPACK_GENERATOR DEB)\n");
}

// `make run` by an ordinary user, then by root: PostgreSQL runs as who has made its data.
TEST(Cluster, RunsAsTheOwnerOfItsData) {
    const Outcome out = shell(R"sh(
dir=$(mktemp -d) && chmod 777 $dir && mkdir $dir/data $dir/bin
touch $dir/data/PG_VERSION $dir/bin/initdb
printf '#!/bin/sh\nid -u >%s/who\n' $dir >$dir/bin/pg_ctl
chmod +x $dir/bin/*; [ $(id -u) -ne 0 ] || chown 65534 $dir/data
MOISSON_PG_BIN=$dir/bin packaging/cluster.sh status $dir >/dev/null; code=$?
stat -c %u $dir/data | diff - $dir/who; rm -rf $dir; (exit $code))sh");
    EXPECT_EQ(out.code, 0);
    EXPECT_EQ(out.text, "");
}

TEST(Cluster, SpeaksFrench) {
    const Outcome usage = shell("packaging/cluster.sh");
    EXPECT_EQ(usage.code, 64);
    EXPECT_TRUE(usage.text.starts_with("Utilisation : ")) << usage.text;
    const Outcome file = shell("packaging/cluster.sh start /dev/null/x");
    EXPECT_EQ(file.code, 73);
    EXPECT_EQ(file.text, "Le dossier /dev/null/x ne peut pas être créé.\n");
}

} // namespace
} // namespace moisson
