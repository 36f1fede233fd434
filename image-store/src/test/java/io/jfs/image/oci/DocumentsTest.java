package io.jfs.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Digest;
import io.jfs.core.LayerId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private static byte[] utf8(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_index_keeps_fields_that_jfs_does_not_know() throws Exception {
        ImageIndex index = ImageIndex.parse(
                utf8("{'schemaVersion':2,'x-new':{'y':[1]},'manifests':[{'mediaType':'m','digest':'" + DIGEST
                        + "','size':3,'urls':['u'],'annotations':{'k':'v'}}]}"),
                "index");
        Descriptor named = index.manifests().getFirst().withAnnotation(Descriptor.REF_NAME, "n");
        String written =
                new String(Json.bytes(index.withManifests(List.of(named)).json()), StandardCharsets.UTF_8);
        assertThat(written).contains("\"x-new\":{\"y\":[1]}", "\"urls\":[\"u\"]", "\"k\":\"v\"", "\"n\"");
        assertThat(named.withoutAnnotation(Descriptor.REF_NAME))
                .isEqualTo(index.manifests().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "'1'", "null", "99999999999999999999999"})
    void a_descriptor_needs_a_size(String size) {
        String text = "{'manifests':[{'mediaType':'m','digest':'" + DIGEST + "','size':" + size + "}]}";
        assertThatThrownBy(() -> ImageIndex.parse(utf8(text), "index"))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:12", "md5:0123", "sha256:../../../../etc/passwd"})
    void a_descriptor_needs_a_digest(String digest) {
        String text = "{'manifests':[{'mediaType':'m','digest':'" + digest + "','size':1}]}";
        assertThatThrownBy(() -> ImageIndex.parse(utf8(text), "index")).isInstanceOf(InvalidImageException.class);
    }

    @Test
    void a_schema_1_manifest_is_refused_by_name() {
        assertThatThrownBy(() -> Manifest.parse(utf8("{'schemaVersion':1,'fsLayers':[]}"), "manifest"))
                .hasMessageContaining("schema 1");
    }

    @Test
    void what_is_no_container_image_is_refused_by_its_config_type() {
        String text = "{'config':{'mediaType':'application/vnd.cncf.helm.config.v1+json','digest':'" + DIGEST
                + "','size':2},'layers':[]}";
        assertThatThrownBy(() -> Manifest.parse(utf8(text), "manifest")).hasMessageContaining("helm");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.oci.image.layer.v1.tar, true",
        "application/vnd.oci.image.layer.v1.tar+gzip, true",
        "application/vnd.oci.image.layer.v1.tar+zstd, true",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip, true",
        "application/vnd.docker.image.rootfs.diff.tar.gzip, true",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, true",
        "application/vnd.oci.image.layer.v1.tar+br, false",
        "application/octet-stream, false",
    })
    void layers_are_known_by_media_type(String mediaType, boolean layer) {
        assertThat(MediaTypes.isLayer(mediaType)).isEqualTo(layer);
    }

    @Test
    void platforms_are_compared_as_people_mean_them() {
        assertThat(Platform.parse("linux/x86_64")).isEqualTo(Platform.parse("linux/amd64"));
        assertThat(Platform.parse("linux/arm64/v8")).isEqualTo(Platform.parse("linux/aarch64"));
        assertThat(Platform.parse("linux/arm").accepts(Platform.parse("linux/arm/v7")))
                .isTrue();
        assertThat(Platform.parse("linux/arm/v6").accepts(Platform.parse("linux/arm/v7")))
                .isFalse();
        assertThatThrownBy(() -> Platform.parse("linux")).hasMessageContaining("linux");
    }

    @Test
    void history_is_matched_to_layers_only_if_it_accounts_for_all_of_them() throws Exception {
        String two = "'rootfs':{'diff_ids':['" + DIGEST + "','" + DIGEST + "']}";
        ImageConfig full = ImageConfig.parse(
                utf8("{" + two + ",'history':[{'created_by':'a'},{'empty_layer':true},{'created_by':'b'}]}"), "config");
        assertThat(full.historyOfLayers()).containsExactly(Optional.of(0), Optional.of(2));
        ImageConfig partial = ImageConfig.parse(utf8("{" + two + ",'history':[{'created_by':'a'}]}"), "config");
        assertThat(partial.historyOfLayers()).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void a_new_layer_leaves_the_old_configuration_alone() throws Exception {
        ImageConfig old = ImageConfig.parse(
                utf8("{'os':'linux','new-field':1,'rootfs':{'type':'layers','diff_ids':['" + DIGEST + "']}}"),
                "config");
        ImageConfig grown = old.withLayer(
                new LayerId(Digest.sha256(new byte[0])), new HistoryEntry(Optional.empty(), "cmd", "", "", false));
        assertThat(old.diffIds()).hasSize(1);
        assertThat(old.json().has("history")).isFalse();
        assertThat(ImageConfig.parse(Json.bytes(grown.json()), "config")).isEqualTo(grown);
        assertThat(grown.json().path("new-field").intValue()).isEqualTo(1);
    }
}
