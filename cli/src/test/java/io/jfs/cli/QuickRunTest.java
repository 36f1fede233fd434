package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.container.QuickRun;
import io.jfs.cli.session.Environment;
import io.jfs.cli.session.GlobalOptions;
import io.jfs.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class QuickRunTest {
    private static final List<String> WORDS = List.of(
            "run",
            "--root",
            "/r",
            "--root=/r",
            "--runroot",
            "/rr",
            "--storage-driver",
            "overlay",
            "--driver=vfs",
            "--rm",
            "-d",
            "-i",
            "-t",
            "-it",
            "-ti",
            "-dit",
            "--detach",
            "--tty",
            "--init",
            "--privileged",
            "--read-only",
            "--name",
            "x",
            "--name=x",
            "--name=",
            "--network",
            "none",
            "--net=host",
            "-e",
            "A=B",
            "-eA=B",
            "-e=A",
            "--env",
            "A",
            "-v",
            "/a:/b",
            "-v/a:/b",
            "-w",
            "/w",
            "-u",
            "0:0",
            "-m",
            "32m",
            "--memory=1g",
            "--cpus",
            "0.5",
            "-p",
            "80:80",
            "--label=a=b",
            "-h",
            "--help",
            "--version",
            "-D",
            "--",
            "-",
            "",
            "bb",
            "/bin/true",
            "sh",
            "-c",
            "--unknown",
            "--hostname",
            "-x",
            "--restart",
            "no",
            "--cap-add",
            "ALL",
            "--rm=true",
            "--ulimit",
            "nofile=1:1",
            "create",
            "--storage-opt",
            "a=b",
            "\"q\"",
            "a b",
            "@f",
            "--pids-limit",
            "-1");

    private final Environment environment = new Environment(
            Map.of(), new ByteArrayInputStream(new byte[0]), quiet(), quiet(), false, false, InstantSource.system());

    private static OutputStream quiet() {
        return OutputStream.nullOutputStream();
    }

    private Optional<Map<String, Object>> quick(String... words) {
        GlobalOptions global = new GlobalOptions();
        Session session = new Session(environment, global, List.of());
        return QuickRun.parse(session, global, DockerSyntax.adapt(words)).map(command -> values(global, command));
    }

    private Optional<Map<String, Object>> byPicocli(String... words) {
        GlobalOptions global = new GlobalOptions();
        Session session = new Session(environment, global, List.of());
        String[] own = DockerSyntax.adapt(words);
        try {
            CommandLine.ParseResult parsed =
                    CommandTable.commandLine(session, global, own).parseArgs(own);
            if (!parsed.hasSubcommand() || parsed.subcommand().isUsageHelpRequested()) {
                return Optional.empty();
            }
            return parsed.subcommand().commandSpec().userObject() instanceof JfsCommand command
                    ? Optional.of(values(global, command))
                    : Optional.empty();
        } catch (ParameterException _) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> values(Object... holders) {
        Map<String, Object> values = new TreeMap<>();
        for (Object holder : holders) {
            collect(holder, holder.getClass().getSimpleName(), values);
        }
        return values;
    }

    private static void collect(Object holder, String name, Map<String, Object> values) {
        for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Object value = value(field, holder);
                if (value != null && value.getClass().getSimpleName().endsWith("Options")) {
                    collect(value, name + "." + field.getName(), values);
                } else if (!(value instanceof Session)) {
                    values.put(name + "." + field.getName(), String.valueOf(value));
                }
            }
        }
    }

    private static Object value(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return Optional.ofNullable(field.get(holder)).orElse("none");
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run bb",
                "run --rm --network none bb /bin/true",
                "--root /r --runroot=/rr --storage-driver overlay run --rm -it -e A=B -e C -v /a:/b --name=x bb sh -c x",
                "run -d -m 32m --cpus=0.5 --pids-limit 10 --restart=always -p 80:80 -p 81:81 -l a=b -w /w -u 1:1 bb -x --rm",
                "run -h me --entrypoint sh --rm=true --tty=false --read-only --privileged --init --cap-drop ALL bb",
                "run -ti --tmpfs /t --mount type=tmpfs,target=/x --security-opt seccomp=unconfined --ulimit nofile=1:1 bb",
            })
    void what_most_write_is_read_as_picocli_reads_it(String line) {
        String[] words = line.split(" ");
        assertThat(quick(words)).isPresent().isEqualTo(byPicocli(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "run",
                "run --rm",
                "run --help",
                "run --rm --rm bb",
                "run -it -t bb",
                "run --name a --name b bb",
                "run --name bb",
                "run --name= bb",
                "run --name -d bb",
                "run -eA=B bb",
                "run -dit bb",
                "run --unknown bb",
                "run -D bb",
                "run bb -- x",
                "run -- bb",
                "-v run bb",
                "--root r run bb",
                "--root /a --root /b run bb",
                "--storage-opt a=b run bb",
                "create bb",
                "container run bb",
                "exec run bb",
            })
    void all_else_is_left_to_picocli(String line) {
        assertThat(quick(line.split(" "))).isEmpty();
    }

    @Test
    void no_line_is_read_otherwise_than_by_picocli() {
        Random random = new Random(11);
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            words.add("run");
            for (int n = random.nextInt(7); n >= 0; n--) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            String[] line = words.toArray(String[]::new);
            Optional<Map<String, Object>> quick = quick(line);
            if (quick.isPresent()) {
                read++;
                assertThat(quick).as(String.join(" ", line)).isEqualTo(byPicocli(line));
            }
        }
        assertThat(read).isGreaterThan(100);
    }
}
