package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTarTest {
    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    private static List<TarEntry> entries(byte[] tar) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        LayerTar.read(new ByteArrayInputStream(tar), (entry, _) -> entries.add(entry));
        assertThat(outOfHeaders(tar)).usingRecursiveComparison().isEqualTo(entries);
        return entries;
    }

    /** What the headers alone give, which must always be the same. */
    private static List<TarEntry> outOfHeaders(byte[] tar) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        all(LayerTar.keepingHeaders(new ByteArrayInputStream(tar), LayerLimits.DEFAULT, headers));
        return all(LayerTar.ofHeaders(new ByteArrayInputStream(headers.toByteArray()), LayerLimits.DEFAULT));
    }

    private static List<TarEntry> all(LayerTar tar) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            entries.add(entry.get());
        }
        return entries;
    }

    private static TarEntry only(TarBuilder tar) throws IOException {
        List<TarEntry> entries = entries(tar.build());
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static Map<String, String> contents(InputStream tar) throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        LayerTar.read(
                tar,
                (entry, body) -> contents.put(entry.path(), new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        return contents;
    }

    private static TarEntry only(LayerLimits limits, TarBuilder tar) throws IOException {
        return new LayerTar(tar.stream(), limits).next().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "./a/b", "/a/b", "//a///b/", "./././a/./b/.", "x/../a/b", "a/c/../b"})
    void paths_are_cleaned(String name) throws IOException {
        TarEntry entry = only(tar().file(name, ""));
        assertThat(entry.path()).isEqualTo("a/b");
        assertThat(entry.parent()).isEqualTo("a");
        assertThat(entry.name()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./", "/", ".", "", "a/.."})
    void the_root_has_many_names(String name) throws IOException {
        assertThat(only(tar().dir(name)).path()).isEmpty();
    }

    @Test
    void kept_headers_have_no_content() throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        LayerTar tar =
                LayerTar.keepingHeaders(tar().file("a", "x".repeat(5_000)).stream(), LayerLimits.DEFAULT, headers);
        tar.next();
        assertThat(tar.body().readAllBytes()).hasSize(5_000);
        assertThat(tar.next()).isEmpty();
        assertThat(headers.size()).isEqualTo(3 * 512);

        LayerTar again = LayerTar.ofHeaders(new ByteArrayInputStream(headers.toByteArray()), LayerLimits.DEFAULT);
        assertThat(again.next().orElseThrow().size()).isEqualTo(5_000);
        assertThatThrownBy(() -> again.body().read()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_ustar_prefix_comes_first() throws IOException {
        assertThat(only(tar().add("b", '0', item -> item.prefix = TarBuilder.bytes("some/a")))
                        .path())
                .isEqualTo("some/a/b");
    }

    @Test
    void the_gnu_magic_has_no_prefix() throws IOException {
        assertThat(only(tar().add("b", '0', item -> {
                            item.magic = "ustar  \0";
                            item.prefix = TarBuilder.bytes("12345670123");
                        }))
                        .path())
                .isEqualTo("b");
    }

    @Test
    void names_of_a_hundred_bytes_need_no_nul() throws IOException {
        assertThat(only(tar().file("n".repeat(100), "")).path()).hasSize(100);
    }

    @Test
    void gnu_long_names_and_links_belong_to_the_next_entry() throws IOException {
        TarBuilder tar = tar().add("././@LongLink", 'K', item -> item.body = TarBuilder.bytes("t".repeat(300) + "\0"))
                .add("././@LongLink", 'L', item -> item.body = TarBuilder.bytes("n".repeat(300) + "\0"))
                .symlink("short", "short")
                .symlink("next", "to");
        List<TarEntry> entries = entries(tar.build());
        assertThat(entries).extracting(TarEntry::path).containsExactly("n".repeat(300), "next");
        assertThat(entries).extracting(TarEntry::linkName).containsExactly("t".repeat(300), "to");
    }

    @Test
    void pax_records_override_the_header() throws IOException {
        TarEntry entry = only(tar().add(new TarBuilder.Item("short", '0')
                .pax("path", "long/name")
                .pax("uid", "4000000000")
                .pax("gid", "5")
                .pax("mtime", "12.5")
                .pax("comment", "")
                .pax("SCHILY.xattr.user.a", "b")));
        assertThat(entry.path()).isEqualTo("long/name");
        assertThat(entry.uid()).isEqualTo((int) 4_000_000_000L);
        assertThat(entry.gid()).isEqualTo(5);
        assertThat(entry.mtimeSeconds()).isEqualTo(12);
        assertThat(entry.mtimeNanos()).isEqualTo(500_000_000);
        assertThat(entry.xattrs()).containsOnlyKeys("user.a");
    }

    @Test
    void a_pax_size_overrides_that_of_the_header() throws IOException {
        TarBuilder.Item item = new TarBuilder.Item("a", '0').pax("size", "5");
        item.body = TarBuilder.bytes("hello");
        item.size = 0;
        assertThat(contents(tar().add(item).file("b", "x").stream()))
                .containsEntry("a", "hello")
                .containsEntry("b", "x");
    }

    @Test
    void global_headers_are_passed_over() throws IOException {
        TarBuilder tar = tar().add(
                        "pax_global_header",
                        'g',
                        item -> item.body = TarBuilder.record("path", TarBuilder.bytes("evil")))
                .file("a", "");
        assertThat(only(tar).path()).isEqualTo("a");
    }

    @Test
    void numbers_may_be_in_base_256() throws IOException {
        TarEntry entry = only(tar().add("a", '0', item -> {
            item.uid = 4_000_000_000L;
            item.mtime = -5;
        }));
        assertThat(entry.uid()).isEqualTo((int) 4_000_000_000L);
        assertThat(entry.mtimeSeconds()).isEqualTo(-5);
    }

    @Test
    void old_types_are_files_and_directories() throws IOException {
        List<TarEntry> entries = entries(tar().add("a", '\0', _ -> {})
                .add("b/", '\0', _ -> {})
                .add("c", '7', _ -> {})
                .build());
        assertThat(entries)
                .extracting(TarEntry::type)
                .containsExactly(EntryType.REGULAR, EntryType.DIRECTORY, EntryType.REGULAR);
    }

    @Test
    void a_hard_link_with_a_size_has_no_body() throws IOException {
        List<TarEntry> entries = entries(tar().file("a", "x")
                .add("b", '1', item -> {
                    item.link = TarBuilder.bytes("a");
                    item.size = 1;
                })
                .file("c", "")
                .build());
        assertThat(entries).extracting(TarEntry::path).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(chars = {'V', 'M', 'D', 'N', 'z', 's'})
    void other_types_are_refused(char type) {
        assertThatThrownBy(() -> entries(tar().add("a", type, _ -> {}).build()))
                .isInstanceOf(LayerException.class)
                .hasMessageStartingWith("entry a: type '" + type);
    }

    @Test
    void an_old_gnu_sparse_file_has_its_holes() throws IOException {
        byte[] header = TarBuilder.header(new TarBuilder.Item("sparse", 'S'));
        TarBuilder.octal(header, 124, 12, 26);
        for (int i = 0; i < 4; i++) {
            TarBuilder.octal(header, 386 + i * 24, 12, 1000L * i + 500);
            TarBuilder.octal(header, 398 + i * 24, 12, 5);
        }
        header[482] = 1;
        TarBuilder.octal(header, 483, 12, 10_000);
        byte[] more = new byte[512];
        TarBuilder.octal(more, 0, 12, 9_000);
        TarBuilder.octal(more, 12, 12, 6);
        TarBuilder tar =
                tar().raw(TarBuilder.sealed(header)).raw(more).body(TarBuilder.bytes("aaaaabbbbbcccccdddddeeeeee"));
        assertSparse(tar.file("after", "x"));
    }

    private static void assertSparse(TarBuilder tar) throws IOException {
        assertThat(entries(tar.build())).extracting(TarEntry::path).containsExactly("sparse", "after");
        Map<String, String> contents = contents(tar.stream());
        assertThat(contents).containsEntry("after", "x").containsKey("sparse");
        String text = contents.getOrDefault("sparse", "");
        assertThat(text).hasSize(10_000);
        assertThat(text.substring(500, 505)).isEqualTo("aaaaa");
        assertThat(text.substring(3500, 3505)).isEqualTo("ddddd");
        assertThat(text.substring(9000, 9006)).isEqualTo("eeeeee");
        assertThat(text.replace("\0", "")).isEqualTo("aaaaabbbbbcccccdddddeeeeee");
    }

    @Test
    void pax_sparse_formats_have_their_holes() throws IOException {
        String data = "aaaaabbbbbcccccdddddeeeeee";
        TarBuilder.Item zeroZero = new TarBuilder.Item("sparse", '0')
                .pax("GNU.sparse.size", "10000")
                .pax("GNU.sparse.numblocks", "5");
        for (String[] pair :
                new String[][] {{"500", "5"}, {"1500", "5"}, {"2500", "5"}, {"3500", "5"}, {"9000", "6"}}) {
            zeroZero.pax("GNU.sparse.offset", pair[0]).pax("GNU.sparse.numbytes", pair[1]);
        }
        zeroZero.body = TarBuilder.bytes(data);
        assertSparse(tar().add(zeroZero).file("after", "x"));

        TarBuilder.Item zeroOne = new TarBuilder.Item("GNUSparseFile.0/sparse", '0')
                .pax("GNU.sparse.size", "10000")
                .pax("GNU.sparse.name", "sparse")
                .pax("GNU.sparse.map", "500,5,1500,5,2500,5,3500,5,9000,6");
        zeroOne.body = TarBuilder.bytes(data);
        assertSparse(tar().add(zeroOne).file("after", "x"));

        TarBuilder.Item oneZero = new TarBuilder.Item("GNUSparseFile.0/sparse", '0')
                .pax("GNU.sparse.major", "1")
                .pax("GNU.sparse.minor", "0")
                .pax("GNU.sparse.name", "sparse")
                .pax("GNU.sparse.realsize", "10000");
        byte[] map = Arrays.copyOf(TarBuilder.bytes("5\n500\n5\n1500\n5\n2500\n5\n3500\n5\n9000\n6\n"), 512);
        oneZero.body = TarBuilder.bytes(new String(map, StandardCharsets.UTF_8) + data);
        assertSparse(tar().add(oneZero).file("after", "x"));
    }

    @Test
    void a_sparse_map_that_does_not_fit_is_refused() {
        for (String map : new String[] {"0,5,3,5", "0,11", "9,-1", "0", "0,5,5", "x,5", "9999,10"}) {
            TarBuilder.Item item =
                    new TarBuilder.Item("a", '0').pax("GNU.sparse.size", "100").pax("GNU.sparse.map", map);
            item.body = new byte[10];
            assertThatThrownBy(() -> entries(tar().add(item).build())).as(map).isInstanceOf(LayerException.class);
        }
    }

    @Test
    void what_gnu_tar_writes_is_read() throws IOException, InterruptedException {
        Needs.program("/usr/bin/tar");
        Path big = work.resolve("sparse");
        try (var channel = Files.newByteChannel(big, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 40; i++) {
                channel.position(i * 100_000L).write(ByteBuffer.wrap(TarBuilder.bytes("block" + i)));
            }
        }
        for (String format :
                new String[] {"--format=gnu", "--sparse-version=0.0", "--sparse-version=0.1", "--sparse-version=1.0"}) {
            String family = format.startsWith("--format") ? format : "--format=posix";
            Process process = new ProcessBuilder(
                            "/usr/bin/tar",
                            "-c",
                            "--sparse",
                            family,
                            format,
                            "-C",
                            work.path().toString(),
                            "-f",
                            "-",
                            "sparse")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] tar = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).isZero();
            assertThat(tar.length).as(format).isLessThan(1_000_000);
            assertThat(contents(new ByteArrayInputStream(tar)))
                    .as(format)
                    .containsExactly(Map.entry("sparse", Files.readString(big)));
        }
    }

    @Test
    void an_archive_that_ends_within_an_entry_is_an_error_wherever_it_ends() {
        byte[] all = tar().add(new TarBuilder.Item("a", '0').pax("path", "b"))
                .file("c", "content")
                .build();
        int lastByteOfContent = all.length - 1024 - (512 - "content".length());
        for (int length = 0; length < lastByteOfContent; length += 7) {
            byte[] part = Arrays.copyOf(all, length);
            assertThatThrownBy(() -> entries(part)).as("%d bytes", length).isInstanceOf(LayerException.class);
        }
    }

    @Test
    void an_archive_may_end_right_after_an_entry_without_padding_or_marker() throws IOException {
        byte[] all = tar().file("a", "").file("c", "content").build();
        int lastByteOfContent = all.length - 1024 - (512 - "content".length());
        for (int padding : new int[] {0, 100, 512 - "content".length()}) {
            assertThat(contents(new ByteArrayInputStream(Arrays.copyOf(all, lastByteOfContent + padding))))
                    .as("%d bytes of padding", padding)
                    .containsExactly(Map.entry("a", ""), Map.entry("c", "content"));
        }
        assertThat(entries(Arrays.copyOf(all, 512))).hasSize(1);
    }

    @Test
    void one_block_of_zeros_at_the_end_will_do_but_not_in_between() throws IOException {
        byte[] all = tar().file("a", "").build();
        assertThat(entries(Arrays.copyOf(all, all.length - 512))).hasSize(1);
        assertThatThrownBy(() -> entries(
                        tar().file("a", "").raw(new byte[512]).file("b", "").build()))
                .hasMessageContaining("lone block of zeros");
    }

    @Test
    void what_follows_the_end_is_consumed() throws IOException {
        byte[] all = tar().file("a", "")
                .raw(new byte[1024])
                .raw(new byte[] {1, 2, 3})
                .raw(new byte[20_000])
                .open();
        ByteArrayInputStream in = new ByteArrayInputStream(all);
        LayerTar.read(in, (_, _) -> {});
        assertThat(in.available()).isZero();
    }

    @Test
    void a_body_need_not_be_read_and_reads_may_be_short() throws IOException {
        TarBuilder tar = tar().file("a", "x".repeat(3000)).file("b", "y".repeat(513));
        InputStream stingy = new FilterInputStream(tar.stream()) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 7));
            }
        };
        assertThat(contents(stingy)).containsEntry("a", "x".repeat(3000)).containsEntry("b", "y".repeat(513));
        assertThat(entries(tar.build())).hasSize(2);
    }

    @Test
    void a_wrong_checksum_is_an_error() {
        byte[] all = tar().file("a", "").build();
        all[0] = 'b';
        assertThatThrownBy(() -> entries(all)).hasMessage("not a tar header at byte 0: wrong checksum");
    }

    @Test
    void malformed_records_are_errors() {
        for (String records : new String[] {
            "5 a=b\n", "x a=b\n", "6 a=b", "99999999999999 a=b\n", "4 =\n", "6 a=b\n7", " 6 a=b\n", "-6 a=b\n"
        }) {
            TarBuilder tar = tar().add("x", 'x', item -> item.body = TarBuilder.bytes(records))
                    .file("a", "");
            assertThatThrownBy(() -> entries(tar.build())).as(records).isInstanceOf(LayerException.class);
        }
        assertThatThrownBy(() -> entries(tar().add(new TarBuilder.Item("a", '0').pax("path", "a\0b"))
                        .build()))
                .hasMessageContaining("NUL");
        assertThatThrownBy(() -> entries(tar().add(new TarBuilder.Item("a", '0').pax("size", "-1"))
                        .build()))
                .isInstanceOf(LayerException.class);
        byte[] negative = TarBuilder.header(new TarBuilder.Item("a", '0'));
        TarBuilder.number(negative, 124, 12, -1024);
        assertThatThrownBy(() -> entries(tar().raw(TarBuilder.sealed(negative)).build()))
                .hasMessage("entry a: size -1024 is negative");
    }

    @Test
    void limits_are_kept() {
        LayerLimits limits = new LayerLimits(8192, 3, 50, 5, 20, 200, 10);
        assertThatThrownBy(() -> only(limits, tar().file("p".repeat(51), ""))).hasMessageContaining("exceeds 50");
        assertThatThrownBy(() -> only(
                        limits, tar().add(new TarBuilder.Item("a", '0').pax("SCHILY.xattr.user.a", "x".repeat(30)))))
                .hasMessageContaining("exceed 20 bytes");
        assertThatThrownBy(() -> only(limits, tar().add(new TarBuilder.Item("a", '0').pax("comment", "x".repeat(300)))))
                .hasMessageContaining("exceeds 200");
        assertThatThrownBy(() -> only(limits, tar().add("a", '0', item -> item.size = 1 << 20)))
                .hasMessageContaining("exceeds 8192");
        assertThatThrownBy(() -> drain(
                        limits, tar().file("a", "").file("b", "").file("c", "").file("d", "")))
                .hasMessageContaining("more than 3 headers");
        assertThatThrownBy(() -> drain(limits, tar().raw(new byte[10_000]))).hasMessageContaining("exceeds 8192 bytes");
    }

    private static void drain(LayerLimits limits, TarBuilder builder) throws IOException {
        LayerTar tar = new LayerTar(builder.stream(), limits);
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); ) {
            entry = tar.next();
        }
        tar.drain();
    }

    @Test
    void endless_extension_headers_end_at_the_limit() {
        byte[] one = TarBuilder.header(new TarBuilder.Item("././@LongLink", 'L'));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            many.writeBytes(one);
        }
        LayerLimits limits = new LayerLimits(1L << 40, 10_000, 4096, 100, 1000, 1000, 10);
        assertThatThrownBy(() -> only(limits, tar().raw(many.toByteArray())))
                .hasMessageContaining("more than 10000 headers");
    }
}
