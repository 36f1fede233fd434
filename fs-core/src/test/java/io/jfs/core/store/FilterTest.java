package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static io.jfs.core.store.StoreFixture.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    @TempDir
    Path directory;

    StoreFixture fixture;

    /**
     *
     *
     * <pre>
     * base (committed, l=1)
     *   default/7/web (active, l=2, containerd.io/gc.root=x)
     *   look (view)
     * other (active)
     * </pre>
     */
    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(directory);
        SnapshotStore store = fixture.store;
        fixture.prepare("work", "");
        store.commit(key("base"), key("work"), CommitOptions.DEFAULT.withLabels(Map.of("l", "1")));
        store.prepare(key("default/7/web"), on("base"), Map.of("l", "2", "containerd.io/gc.root", "x"));
        store.view(key("look"), on("base"), Map.of());
        store.prepare(key("other"), Optional.empty(), Map.of());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "kind==active; default/7/web other",
                "kind==view; look",
                "kind!=active; base look",
                "name==default/7/web; default/7/web",
                "name==\"look\"; look",
                "name==nothing; ",
                "parent==base; default/7/web look",
                "parent!=\"\"; default/7/web look",
                "parent==\"\"; base other",
                "parent==nothing; ",
                "labels.l; base default/7/web",
                "labels.l==2; default/7/web",
                "labels.\"containerd.io/gc.root\"==x; default/7/web",
                "labels.\"containerd.io/gc.root\"; default/7/web",
                "labels.l!=1; default/7/web look other",
                "labels.l==2,parent==base; default/7/web",
                "labels.l==2,kind==view; ",
                "kind==active , parent==base; default/7/web",
                "name~=^(look|base)$; base look",
                "name~=/t\\/7/; default/7/web",
                "name~=|o.k|; look",
                "name~=\"o+k\"; look",
                "nonsense==x; ",
                "nonsense; ",
            })
    void a_filter_finds_what_it_says(String filter, String expected) throws IOException {
        String wanted = expected == null ? "" : expected;
        assertThat(keys(List.of(filter))).isEqualTo(wanted);
    }

    @Test
    void several_filters_are_alternatives_and_nothing_comes_twice() throws IOException {
        assertThat(keys(List.of("kind==view", "labels.l==1"))).isEqualTo("base look");
        assertThat(keys(List.of("name==base", "labels.l==1", "parent==base"))).isEqualTo("base default/7/web look");
    }

    @Test
    void no_filter_and_an_empty_one_find_everything() throws IOException {
        assertThat(keys(List.of())).isEqualTo("base default/7/web look other");
        assertThat(keys(List.of(" "))).isEqualTo("base default/7/web look other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "==x",
                "name=x",
                "name==",
                "name==a b",
                "name==\"a",
                "labels.",
                "labels.my-label==x",
                "name~=(",
                "name==a,",
                "name==\"\\q\"",
                "name==\"\\u12\"",
                "name~=\"(a)\\\\1\"",
                "name~=/(?=a)b/",
                "name~=/a(?<!b)/",
                "name~=a++",
                "name~=((a{1000}){1000}){1000}",
                "name~=/(a{1000}\\Q(\\E){1000}/",
                "name~=/([]({2]b{900}){900}/"
            })
    void a_malformed_filter_is_refused_and_named(String filter) {
        assertThatThrownBy(() -> Filter.parse(List.of(filter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(filter);
    }

    @Test
    void a_regular_expression_takes_time_in_proportion_to_the_text() throws IOException {
        String text = "a".repeat(4000);
        fixture.store.prepare(key("labelled"), Optional.empty(), Map.of("l", text));
        assertThat(keys(List.of("labels.l~=^(a|aa)+(a*)*$"))).isEqualTo("labelled");
        assertThat(keys(List.of("labels.l~=^(a|a?)+b"))).isEmpty();
    }

    @Test
    void groups_that_nest_very_deep_are_refused() {
        String filter = "name~=" + "(".repeat(5000) + ")".repeat(5000);
        assertThatThrownBy(() -> Filter.parse(List.of(filter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("the regular expression is too large: groups nest deeper than 100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "name~=/^[[:alpha:]]+$/; base look other",
                "name~=/^(?P<first>l)o{2}k$/; look",
                "name~=/(?i)^B/; base",
                "name~=/^\\Qbase\\E$/; base",
                "name~=/^[a-z]{4}$/; base look",
                "name~=^[^]/]*$; base look other",
            })
    void a_regular_expression_is_read_as_go_reads_it(String filter, String expected) throws IOException {
        assertThat(keys(List.of(filter))).isEqualTo(expected);
    }

    @Test
    void equality_of_name_parent_and_label_never_scans() throws IOException {
        for (int i = 0; i < 50; i++) {
            fixture.prepare("more" + i, "");
        }
        for (String filter :
                List.of("name==look", "parent==base", "labels.l==2,kind==active", "kind==view,name==look")) {
            OperationCounts before = fixture.store.operations();
            keys(List.of(filter));
            assertThat(fixture.store.operations().minus(before).steps())
                    .as(filter)
                    .isLessThanOrEqualTo(3);
        }
    }

    private String keys(List<String> filters) throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        fixture.store.walk(
                Filter.parse(filters),
                info -> assertThat(keys.add(info.key().text())).isTrue());
        return String.join(" ", keys);
    }
}
