package io.jfs.cli.output;

import java.util.List;

/** A token within the braces of a template. */
sealed interface TemplateToken {
    /** A string, number or boolean. */
    record Literal(Object value) implements TemplateToken {}

    /** The name of a function or keyword. */
    record Word(String text) implements TemplateToken {}

    /**
     * {@code .A.B}, {@code .}, or the same from {@code $}, the whole record.
     *
     * @param fromRoot whether it starts at the whole record
     * @param path the names of the fields, without dots
     */
    record Field(boolean fromRoot, List<String> path) implements TemplateToken {}

    /** One of {@code ( ) |}. */
    record Symbol(char symbol) implements TemplateToken {}
}
