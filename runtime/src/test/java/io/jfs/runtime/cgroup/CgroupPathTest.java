package io.jfs.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {
    @ParameterizedTest
    @CsvSource({
        "/a/b, a/b",
        "//a/./b/, a/b",
        "a/b, jfs/a/b",
        "system.slice:libpod:12, system.slice/libpod-12.scope",
        "a-b-c.slice:x:y, a.slice/a-b.slice/a-b-c.slice/x-y.scope",
        "::y, system.slice/y.scope"
    })
    void aPathIsBelowTheRootOfTheHierarchy(String text, String path) {
        assertThat(CgroupPath.parse(text).text()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/../x", "/a/../../x", "a/..", "/", "", "x:../..:y", "a\nb"})
    void aPathThatLeavesItIsRefused(String text) {
        assertThatThrownBy(() -> CgroupPath.parse(text.isEmpty() ? "/" : text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the cgroup path ");
    }

    @Test
    void aContainersOwnPathIsBelowJfs() {
        assertThat(CgroupPath.ofContainer("c1").text()).isEqualTo("jfs/c1");
        assertThatThrownBy(() -> CgroupPath.ofContainer("../c1")).isInstanceOf(IllegalArgumentException.class);
    }
}
