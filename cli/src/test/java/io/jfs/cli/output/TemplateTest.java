package io.jfs.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Map<String, Object> IMAGE = Listing.fields(
            "Repository",
            "debian",
            "Size",
            1234L,
            "Dangling",
            false,
            "Tags",
            List.of("a", "b", "c"),
            "None",
            List.of(),
            "Config",
            Map.of("Env", List.of("PATH=/bin"), "Labels", Map.of("org.x", "y")));

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{.Repository}}:{{.Size}}=>debian:1234",
                "{{ .Config.Env }}=>[PATH=/bin]",
                "{{json .Config.Env}}=>[\"PATH=/bin\"]",
                "{{json .Dangling}}=>false",
                "{{index .Config.Labels \"org.x\"}}=>y",
                "{{index .Tags 1}}=>b",
                "{{join .Tags \",\"}}=>a,b,c",
                "{{.Tags | len}}=>3",
                "{{upper .Repository | printf \"%s!\"}}=>DEBIAN!",
                "{{truncate .Repository 3}}=>deb",
                "{{title .Repository}}=>Debian",
                "{{pad .Repository 1 2}}.=> debian  .",
                "{{index (split .Repository \"b\") 1}}=>ian",
                "{{if .Dangling}}yes{{else}}no{{end}}=>no",
                "{{if eq .Size 1 1234}}yes{{end}}=>yes",
                "{{if and .Tags (not .Dangling)}}yes{{end}}=>yes",
                "{{or .None .Repository}}=>debian",
                "{{if ne .Repository \"x\"}}yes{{end}}=>yes",
                "{{if gt .Size 1000}}big{{end}}=>big",
                "{{if .Dangling}}1{{else if .None}}2{{else}}3{{end}}=>3",
                "{{range .Tags}}<{{.}}>{{end}}=><a><b><c>",
                "{{range .None}}x{{else}}none{{end}}=>none",
                "{{with .Config}}{{.Env}} {{$.Repository}}{{end}}=>[PATH=/bin] debian",
                "{{(index .Tags 0) | upper}}=>A",
                "{{`raw`}}=>raw",
                "a {{- .Repository -}} b=>adebianb",
                "{{printf \"%5d|\" .Size}}=> 1234|"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void a_template_gives_what_go_gives(String template, String expected) {
        assertThat(Template.parse(template).render(IMAGE)).isEqualTo(expected);
    }

    @Test
    void backslash_t_and_n_are_what_a_shell_passes_on_for_tab_and_line_feed() {
        assertThat(Template.parse("{{.Repository}}\\t{{.Size}}\\n").render(IMAGE))
                .isEqualTo("debian\t1234\n");
    }

    @Test
    void println_ends_with_a_line_feed() {
        assertThat(Template.parse("{{println .Repository .Size}}").render(IMAGE))
                .isEqualTo("debian 1234\n");
    }

    @Test
    void an_unknown_field_is_an_error_that_lists_the_known_ones() {
        assertThatThrownBy(() -> Template.parse("{{.Repo}}").render(IMAGE))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(".Repo")
                .hasMessageContaining(".Repository .Size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{.A=>without }}",
                "{{if .A}}x=>without {{end}}",
                "{{range .A}}x{{else}}y=>without {{end}}",
                "{{end}}=>unexpected {{end}}",
                "{{nope .A}}=>\"nope\" not defined",
                "{{}}=>empty",
                "{{\"a}}=>unterminated",
                "{{(.A}}=>( without )",
                "{{.A | .B}}=>function must follow",
                "{{.A ; .B}}=>unexpected ';'",
                "{{.A .B}}=>unexpected .B"
            })
    void a_malformed_template_is_an_error_that_says_why(String template, String reason) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{join .Repository \",\"}}=>join needs a list",
                "{{index .Tags 9}}=>out of range",
                "{{truncate .Repository .Tags}}=>needs a number",
                "{{json}}=>needs one argument",
                "{{range .Repository}}x{{end}}=>range over debian",
                "{{.Repository.Name}}=>not a record",
                "{{printf \"%d\" .Repository}}=>printf"
            })
    void a_function_that_gets_what_it_cannot_take_is_an_error(String template, String reason) {
        assertThatThrownBy(() -> Template.parse(template).render(IMAGE))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(reason);
    }
}
