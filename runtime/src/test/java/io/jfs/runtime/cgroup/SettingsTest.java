package io.jfs.runtime.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.runtime.spec.Resources;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String ALL = """
            {"memory": {"limit": 1000, "swap": 3000, "reservation": 500, "swappiness": 7},
             "cpu": {"shares": 1024, "quota": 50000, "period": 100000, "cpus": "0-1", "mems": "0", "idle": 1},
             "pids": {"limit": 0},
             "blockIO": {"weight": 500, "throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 1048576}],
                         "throttleWriteIOPSDevice": [{"major": 8, "minor": 16, "rate": 0}]},
             "hugepageLimits": [{"pageSize": "2MB", "limit": 4096}]}
            """;

    @Test
    void limitsAsFilesOfVersion1() throws Exception {
        assertThat(lines(LegacySettings.of(resources(ALL))))
                .containsExactly(
                        "memory.limit_in_bytes=1000",
                        "memory.memsw.limit_in_bytes=3000",
                        "memory.soft_limit_in_bytes=500",
                        "memory.swappiness=7",
                        "cpu.shares=1024",
                        "cpu.cfs_period_us=100000",
                        "cpu.cfs_quota_us=50000",
                        "cpu.idle=1",
                        "cpuset.cpus=0-1",
                        "cpuset.mems=0",
                        "pids.max=max",
                        "blkio.weight=500",
                        "blkio.throttle.read_bps_device=8:0 1048576",
                        "blkio.throttle.write_iops_device=8:16 0",
                        "hugetlb.2MB.limit_in_bytes=4096",
                        "hugetlb.2MB.rsvd.limit_in_bytes=4096");
    }

    @Test
    void limitsAsFilesOfVersion2() throws Exception {
        assertThat(lines(UnifiedSettings.of(resources(ALL))))
                .containsExactly(
                        "memory.max=1000",
                        "memory.low=500",
                        "memory.swap.max=2000",
                        "cpu.weight=100",
                        "cpu.max=50000 100000",
                        "cpu.idle=1",
                        "cpuset.cpus=0-1",
                        "cpuset.mems=0",
                        "pids.max=max",
                        "io.weight=default 4950",
                        "io.max=8:0 rbps=1048576",
                        "io.max=8:16 wiops=max",
                        "hugetlb.2MB.max=4096",
                        "hugetlb.2MB.rsvd.max=4096");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "1024, 100", "262144, 10000", "512, 59", "2048, 174"})
    void sharesBecomeWeights(long shares, long weight) {
        assertThat(UnifiedSettings.weightOfShares(shares)).isEqualTo(weight);
    }

    @Test
    void swapBelowMemoryIsRefused() {
        assertThatThrownBy(() -> UnifiedSettings.of(resources("{\"memory\": {\"limit\": 10, \"swap\": 9}}")))
                .hasMessage("memory.swap 9 is below memory.limit 10");
        assertThatThrownBy(() -> UnifiedSettings.of(resources("{\"memory\": {\"swap\": 9}}")))
                .hasMessageContaining("needs memory.limit");
    }

    @ParameterizedTest
    @CsvSource({"../../x", "memory/../x", "memory", "cgroup.procs", "'memory.max\n'"})
    void aUnifiedFileNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> UnifiedSettings.verbatim(java.util.Map.of(name, "1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Resources resources(String json) throws IOException {
        return Resources.parse(json.getBytes(UTF_8), "resources");
    }

    private static List<String> lines(List<Setting> settings) {
        return settings.stream().map(s -> s.file() + "=" + s.value()).toList();
    }
}
