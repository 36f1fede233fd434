package io.jfs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Contender;
import io.jfs.bench.contender.Contenders;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.DataSet;
import io.jfs.bench.data.DataSize;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.Sample;
import io.jfs.core.tree.TreeRemover;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@RequiresOverlay
class BenchRunTest {
    private static final BenchListener QUIET = new BenchListener() {
        @Override
        public void sampled(String caseId, Sample sample, String unit) {}

        @Override
        public void skipped(String what, String why) {}

        @Override
        public void round(int round, int rounds) {}
    };

    @TempDir
    Path directory;

    private BenchPlan plan(List<String> contenders, List<String> workloads, int rounds) {
        return new BenchPlan(
                "test",
                contenders,
                workloads,
                DataSize.SMALL,
                rounds,
                1,
                1,
                Optional.empty(),
                BenchPlan.Order.INTERLEAVED,
                Optional.empty(),
                directory,
                Optional.empty());
    }

    @Test
    void every_contender_does_every_case_in_every_round_and_nothing_is_left() throws IOException {
        List<String> workloads = List.of("walk/warm", "copy-up/kib=4", "create", "unlink", "diff", "space");
        Result result = BenchRun.run(plan(List.of("overlay", "vfs"), workloads, 2), QUIET);
        assertThat(result.names()).containsExactly("plain", "overlay", "vfs");
        assertThat(result.reference()).isEqualTo("overlay");
        for (CaseResult each : result.cases()) {
            assertThat(each.failures()).as(each.id()).isEmpty();
            assertThat(each.values("overlay")).as(each.id()).hasSize(each.id().equals("space") ? 1 : 2);
        }
        assertThat(result.find("create").orElseThrow().of("vfs").getFirst().latencies())
                .hasSize(101);
        assertThat(result.environment()).containsKeys("kernel", "filesystem", "load before", "load after");
        assertThat(directory).isEmptyDirectory();
    }

    /** Shows one file less than it should. */
    private record Liar(Contender honest) implements Contender {
        @Override
        public String name() {
            return "liar";
        }

        @Override
        public Kind kind() {
            return Kind.PEER;
        }

        @Override
        public String description() {
            return "fast and wrong";
        }

        @Override
        public Optional<String> problem(Path place) {
            return Optional.empty();
        }

        @Override
        public Backend open(Path place) throws IOException {
            Backend.Mounting backend = (Backend.Mounting) honest.open(place);
            return new Backend.Mounting() {
                @Override
                public void provide(LayeredTree tree) throws IOException {
                    backend.provide(tree);
                }

                @Override
                public Root mount(LayeredTree tree, boolean fresh) throws IOException {
                    Root root = backend.mount(tree, true);
                    TreeRemover.remove(root.path().resolve(DataSet.TREE).resolve("p0/d0"));
                    return root;
                }

                @Override
                public void close() throws IOException {
                    backend.close();
                }
            };
        }
    }

    @Test
    void a_fast_wrong_answer_is_no_result() throws IOException {
        List<Contender> contenders = new ArrayList<>(Contenders.named(List.of("plain")));
        contenders.add(new Liar(contenders.getFirst()));
        Result result = BenchRun.run(plan(List.of(), List.of("walk/warm"), 2), contenders, QUIET);
        CaseResult walk = result.cases().getFirst();
        assertThat(walk.failures()).containsOnlyKeys("liar");
        assertThat(walk.failures().get("liar")).startsWith("wrong answer: ");
        assertThat(walk.values("liar")).isEmpty();
        assertThat(walk.values("plain")).hasSize(2);
    }

    @Test
    void the_same_seed_gives_the_same_files() throws IOException {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        LayeredTree first = new DataSet(one, DataSize.SMALL, 5).ofDepth(2);
        LayeredTree second = new DataSet(two, DataSize.SMALL, 5).ofDepth(2);
        assertThat(first.tar(0)).hasSameBinaryContentAs(second.tar(0));
    }

    @Test
    void unknown_names_are_answered_with_those_that_there_are() {
        assertThatThrownBy(() -> BenchRun.run(plan(List.of("zfs"), List.of("walk"), 1), QUIET))
                .hasMessageContainingAll("zfs", "overlay", "fuse-overlayfs");
        assertThatThrownBy(() -> BenchRun.run(plan(List.of("plain"), List.of("jump"), 1), QUIET))
                .hasMessageContainingAll("jump", "walk", "copy-up");
    }
}
